"""Writes tests/fixtures/distributions.json: values of distribution functions to 17 digits, by mpmath 1.3 or later.

    pip install mpmath && python scripts/make-distribution-fixtures.py

Every argument is the double that the code sees; the last number of a row is the value. The tails are found by
definitions that share nothing with the code: erfc, the incomplete beta function at 60 digits, sums of terms, bisection.
"""

import json
from pathlib import Path

from mpmath import betainc, erfc, exp, log, loggamma, mp, mpf, pi, sqrt

mp.dps = 60


def normal_cdf(x):
    return erfc(-mpf(x) / sqrt(mpf(2))) / 2


def normal_quantile(p):
    p = mpf(p)
    if p > mpf("0.5"):
        return -normal_quantile(1 - p)
    x = -sqrt(-2 * log(p)) if p < mpf("0.1") else (p - mpf("0.5")) * 2.5
    for _ in range(200):
        value = normal_cdf(x)
        step = log(value / p) * value / (exp(-x * x / 2) / sqrt(2 * pi))
        x -= step
        if abs(step) < mpf(10) ** -50 * max(1, abs(x)):
            break
    return x


def t_tail(t, v):
    t, v = mpf(t), mpf(v)
    return betainc(v / 2, mpf(1) / 2, 0, v / (v + t * t), regularized=True) / 2


def t_cdf(x, v):
    return t_tail(-x, v) if x < 0 else 1 - t_tail(x, v)


def t_quantile(p, v):
    p, v = mpf(p), mpf(v)
    if p > 0.5:
        return -t_quantile(1 - p, v)
    low, high = mpf(10) ** -12, mpf(10)
    while t_tail(high, v) > p:
        high *= 10
    low, high = log(low), log(high)
    for _ in range(110):
        middle = (low + high) / 2
        if t_tail(exp(middle), v) > p:
            low = middle
        else:
            high = middle
    return -exp((low + high) / 2)


def binomial_cdf(k, n, p):
    p = mpf(p)
    q = 1 - p
    if k >= n * float(p):
        return 1 - binomial_cdf(n - k - 1, n, q)
    term = exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log(q))
    total, i = mpf(0), k
    while i >= 0:
        total += term
        if term < total * mpf(10) ** -22:
            break
        term *= mpf(i) / (n - i + 1) * (q / p)
        i -= 1
    return total


# fmt: off
X = [-38.0, -37.5, -30.0, -20.5, -10.25, -8.0, -6.0, -5.7, -3.0, -1.5, -0.7, -0.66, -0.1, -1e-9, 0.3, 0.67, 1.0, 2.0, 4.5, 8.0]
P = [5e-324, 1e-310, 1e-300, 1e-200, 1e-100, 1e-50, 1e-30, 1e-20, 1e-18, 1e-17, 1e-16, 1e-12, 1e-9, 1e-6, 1e-3, 0.0249,
     0.075, 0.08, 0.1, 0.3, 0.499, 0.4999999, 0.6, 0.9, 0.975, 0.999]
T = [(-1e10, 1), (-50.0, 1), (-1.0, 1), (-0.001, 1), (2.0, 1), (-30.0, 2.5), (-4.3, 2), (-0.1, 3), (-12.7, 4), (-100.0, 10),
     (-2.2, 10), (-5.5, 27.3), (-1.99, 90), (-15.0, 90), (-2.0, 1000), (-9.0, 1000), (-3.0, 1e5), (-1.0, 1e6), (-6.0, 1e6),
     (1.5, 7), (-0.5, 0.5)]
Q = [(1e-300, 3), (1e-100, 10), (1e-20, 5), (1e-9, 1), (0.005, 1), (0.025, 1), (0.025, 2), (0.025, 3), (0.025, 13),
     (0.025, 364.5), (0.001, 27), (1e-12, 100), (0.2, 4), (0.26, 4), (0.4, 0.7), (0.49, 12), (0.499999, 30), (0.025, 1e6),
     (0.975, 9)]
B = [(510, 1024, 0.5), (1000, 2000, 0.5), (40, 1500, 0.05), (99900, 100000, 0.999), (50000, 100000, 0.5),
     (49000, 100000, 0.5), (499999, 1000000, 0.5), (950100, 1000000, 0.95), (1000, 1000000, 0.001), (3, 1000000, 0.00001),
     (499990000, 1000000000, 0.5), (499900000, 1000000000, 0.5), (900001000, 1000000000, 0.9), (10, 1000000000, 1e-8),
     (999999990, 1000000000, 0.99999999)]
# fmt: on

tables = {
    "normalCdf": [[x, float(normal_cdf(x))] for x in X],
    "normalQuantile": [[p, float(normal_quantile(p))] for p in P],
    "tCdf": [[x, v, float(t_cdf(x, v))] for x, v in T],
    "tQuantile": [[p, v, float(t_quantile(p, v))] for p, v in Q],
    "binomialCdf": [[k, n, p, float(binomial_cdf(k, n, p))] for k, n, p in B],
}
rows = {name: ",\n".join("    " + json.dumps(row) for row in table) for name, table in tables.items()}
text = ",\n".join(f'  "{name}": [\n{body}\n  ]' for name, body in rows.items())
path = Path(__file__).parent.parent / "tests" / "fixtures" / "distributions.json"
path.write_text("{\n" + text + "\n}\n")
