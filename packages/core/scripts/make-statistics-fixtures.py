"""Writes what SciPy and exact fractions say about seeded cases: `python make-statistics-fixtures.py OUT [SEED]`.

tests/fixtures/statistics.json was made with SciPy 1.15.3 and NumPy 2.2.6, seed 20260401; `npm run interop -- scipy` makes
other cases and compares them too. Nothing here shares code or formulas with the TypeScript: where SciPy has no function
(PSI, Murphy's split, randomised PIT) the definition is evaluated in exact fractions, from the raw values.
"""

import json
import sys
from fractions import Fraction
from math import log

import numpy as np
from scipy import special, stats

out = sys.argv[1]
rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 20260401)


def chi_squared():
    survival, quantile = [], []
    for freedom in [1, 2, 3, 4.5, 9, 10, 19, 60, 400]:
        for x in [1e-6, 0.01, 0.5, 1, 3.84, freedom, 2 * freedom + 5, 5 * freedom + 40]:
            survival.append([x, freedom, stats.chi2.sf(x, freedom)])
        for p in [0.01, 0.5, 0.9, 0.99, 0.999, 0.999999]:
            quantile.append([p, freedom, stats.chi2.ppf(p, freedom)])
    return {"survival": survival, "quantile": quantile}


def kolmogorov():
    return [[x, stats.kstwobign.sf(x)] for x in [0.05, 0.2, 0.4, 0.7, 1.0, 1.17, 1.19, 1.5, 2.0, 3.0]]


def raw_values(n, shift):
    """Whole numbers, with ties, as the percentages of few executions have."""
    return np.clip(np.round(rng.normal(20 + shift, 6, n)), 0, 40).astype(int)


def histograms():
    cases = []
    for n, m, shift in [(28, 365, 0), (500, 4000, 0), (300, 300, 2), (40, 40, 8), (5000, 900, 0.5)]:
        expected, actual = raw_values(m, 0), raw_values(n, shift)
        edges = np.unique(np.quantile(expected, np.linspace(0, 1, 11)[1:-1]))
        bins = [np.bincount(np.searchsorted(edges, v, side="right"), minlength=len(edges) + 1) for v in (expected, actual)]
        psi = sum(psi_term(e, a, m, n) for e, a in zip(*map(list, bins)))
        ks = stats.ks_2samp(actual, expected, method="asymp")
        values = list(range(41))
        cases.append({
            "bins": [b.tolist() for b in bins],
            "psi": psi,
            "limit": max(0.1, float(stats.chi2.ppf(0.99, len(edges)) * (1 / n + 1 / m))),
            "values": values,
            "counts": [np.bincount(v, minlength=41).tolist() for v in (expected, actual)],
            "wasserstein": stats.wasserstein_distance(actual, expected),
            "ks": ks.statistic,
            "ksPValue": stats.kstwobign.sf(np.sqrt(n * m / (n + m)) * ks.statistic),
            "n": n,
            "m": m,
        })
    return cases


def psi_term(e, a, m, n):
    e, a = max(Fraction(int(e), m), Fraction(1, 10000)), max(Fraction(int(a), n), Fraction(1, 10000))
    return float(a - e) * log(a / e)


def wilson():
    cases = []
    for k, n in [(0, 12), (1, 30), (9, 9), (80, 100), (765, 800), (9503, 10000)]:
        for confidence in [0.8, 0.95, 0.99]:
            band = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
            cases.append([k, n, confidence, band.low, band.high])
    return cases


def odds():
    """Forecasts of an event with the Murphy split of ten bins, in exact fractions of the doubles."""
    cases = []
    for n, skill in [(40, 1.0), (400, 0.5), (3000, 1.5)]:
        p = np.round(rng.beta(0.5, 2, n), 3)
        o = (rng.random(n) < special.expit(skill * special.logit(np.clip(p, 0.01, 0.99)))).astype(int)
        line = stats.linregress(p, o)
        cases.append({"probability": p.tolist(), "came": o.tolist(), **murphy(p, o),
                      "slope": line.slope, "intercept": line.intercept})
    return cases


def murphy(p, o):
    p = [Fraction(float(x)) for x in p]
    o = [int(x) for x in o]
    n, base = len(p), Fraction(sum(o), len(o))
    groups = {}
    for x, y in zip(p, o):
        groups.setdefault(min(9, int(float(x) * 10)), []).append((x, y))
    reliability = resolution = Fraction(0)
    for group in groups.values():
        said = sum(x for x, _ in group) / len(group)
        happened = Fraction(sum(y for _, y in group), len(group))
        reliability += len(group) * (said - happened) ** 2
        resolution += len(group) * (happened - base) ** 2
    brier = sum((x - y) ** 2 for x, y in zip(p, o)) / n
    uncertainty = base * (1 - base)
    return {
        "brier": float(brier), "reliability": float(reliability / n), "resolution": float(resolution / n),
        "uncertainty": float(uncertainty),
        "within": float(brier - (reliability - resolution) / n - uncertainty),
    }


def pits():
    """Of Binomial(n, p): the two ends between which the randomised PIT lies, by SciPy."""
    cases = []
    for n, p in [(3, 0.9), (8, 0.97), (30, 0.8), (30, 0.5)]:
        for k in sorted({0, n // 2, n - 1, n}):
            cases.append([k, n, p, float(stats.binom.cdf(k - 1, n, p)) if k > 0 else 0.0, float(stats.binom.cdf(k, n, p))])
    return cases


with open(out, "w") as file:
    json.dump({"chiSquared": chi_squared(), "kolmogorov": kolmogorov(), "histograms": histograms(), "wilson": wilson(),
               "odds": odds(), "pits": pits()}, file)
    file.write("\n")
