"""Writes src/sobol/directions.ts and the fixture of its test from SciPy's copy of the Joe-Kuo table.

Usage: python3 scripts/make-sobol.py   (needs scipy; run in packages/search)
"""
import json
import os

import numpy as np
import scipy
from scipy.stats import qmc

DIMENSIONS = 64
POINTS = 32

table = np.load(os.path.join(os.path.dirname(scipy.__file__), "stats", "_sobol_direction_numbers.npz"))
rows = []
for dimension in range(1, DIMENSIONS):
    polynomial = int(table["poly"][dimension])
    degree = polynomial.bit_length() - 1
    rows.append([polynomial, *(int(value) for value in table["vinit"][dimension][:degree])])

with open("src/sobol/directions.ts", "w", encoding="utf8") as file:
    file.write(
        """/**
 * Primitive polynomials (as bits, the leading one included) and initial direction numbers of the Sobol sequence, for
 * dimensions 2 to 64: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections",
 * SIAM J. Sci. Comput. 30 (2008), table new-joe-kuo-6. Written by scripts/make-sobol.py.
 */
export const JOE_KUO: readonly (readonly [polynomial: number, ...initial: number[]])[] = [
"""
    )
    for row in rows:
        file.write(f"  [{', '.join(map(str, row))}],\n")
    file.write("];\n")

points = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=32).random(POINTS)
with open("tests/fixtures/sobol.json", "w", encoding="utf8") as file:
    json.dump({"scipy": scipy.__version__, "points": (points * 2**32).astype(np.int64).tolist()}, file)
    file.write("\n")
