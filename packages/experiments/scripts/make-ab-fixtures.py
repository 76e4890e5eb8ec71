"""Writes tests/ab/fixtures/scipy.json: what SciPy and scikit-learn say about small samples, for the tests of src/ab/.

Made with Debian 12's packages: apt-get install python3-scipy python3-sklearn; /usr/bin/python3 scripts/make-ab-fixtures.py
(SciPy 1.10.1, NumPy 1.24.2, scikit-learn 1.2.1). Nothing here shares code or formulas with the TypeScript: p-values and
intervals are SciPy's own, evidence is integrated numerically, the clustered error is a sandwich of matrices.
"""
import json
from pathlib import Path

import numpy as np
import scipy
from scipy import integrate, optimize, special, stats
from sklearn.utils import murmurhash3_32

rng = np.random.default_rng(20250515)


def quantile(distribution, p, *args):
    """ppf of SciPy 1.10 is off by up to 1e-9 for t; the root of its cdf is not."""
    start = 0 if p == 0.5 else distribution.ppf(p, *args)
    if start == 0:
        return float(start)
    low, high = sorted((start * 0.999, start * 1.001))
    return optimize.brentq(lambda x: distribution.cdf(x, *args) - p, low, high, xtol=1e-14 * abs(start), rtol=1e-15)


def distributions():
    freedoms = [1, 2, 3.7, 10, 29.4, 100, 1234.5]
    xs = [-40, -8, -3.3, -1, -0.1, 0, 0.5, 2, 5]
    ps = [1e-9, 1e-6, 1e-4, 0.001, 0.025, 0.2, 0.5, 0.7, 0.975]
    return {
        "normalCdf": [[x, stats.norm.cdf(x)] for x in [-12, -8, -5, -3, -1, 0, 0.3, 2, 6]],
        "normalQuantile": [[p, stats.norm.ppf(p)] for p in [1e-15, 1e-12, *ps, 0.9999]],
        "tCdf": [[x, v, stats.t.cdf(x, v)] for v in freedoms for x in xs],
        "tQuantile": [[p, v, quantile(stats.t, p, v)] for v in freedoms for p in ps],
        "chiSquareSurvival": [[x, k, stats.chi2.sf(x, k)] for k in [1, 2, 3, 9] for x in [0, 1e-3, 0.1, 1, 3.84, 10, 50, 200]],
        "noncentralTCdf": [
            [t, v, d, stats.nct.cdf(t, v, d)] for v in [1, 2, 5, 27, 200] for d in [0.2, 1, 2.8] for t in [-1, 0.5, 2.1, 4]
        ],
    }


def t_interval(estimate, error, freedom, alpha):
    reach = -quantile(stats.t, alpha / 2, freedom) * error
    return [estimate - reach, estimate + reach]


def paired():
    cases = []
    for n, shift in [(2, 0.5), (5, 0), (12, 0.4), (40, -0.2), (75, 0.1)]:
        first = rng.gamma(2, 2, n)
        second = first + rng.normal(shift, 0.7, n)
        test = stats.ttest_rel(second, first)
        difference = second - first
        error = stats.sem(difference)
        cases.append({
            "first": first.tolist(), "second": second.tolist(), "t": test.statistic, "pValue": test.pvalue,
            "interval": t_interval(difference.mean(), error, n - 1, 0.05),
        })
    return cases


def welch():
    cases = []
    for n, m, shift in [(2, 3, 1), (10, 7, 0), (30, 45, 0.6), (150, 20, -0.3)]:
        first, second = rng.gamma(2, 2, n), rng.gamma(3, 1.5, m) + shift
        test = stats.ttest_ind(second, first, equal_var=False)
        a, b = first.var(ddof=1) / n, second.var(ddof=1) / m
        freedom = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
        cases.append({
            "first": first.tolist(), "second": second.tolist(), "t": test.statistic, "pValue": test.pvalue,
            "interval": t_interval(second.mean() - first.mean(), np.sqrt(a + b), freedom, 0.05),
        })
    return cases


def wilcoxon():
    cases = []
    for n in [1, 4, 11, 30, 50]:
        x = rng.normal(0.3, 1, n)
        cases.append((x, "exact"))
    for n in [12, 60, 200]:
        cases.append((rng.normal(0.2, 1, n), "approx"))
        cases.append((np.round(rng.normal(0.2, 1, n), 0), "approx"))
    results = []
    for x, mode in cases:
        test = stats.wilcoxon(x, mode=mode)
        results.append({"differences": x.tolist(), "mode": mode, "statistic": test.statistic, "pValue": test.pvalue})
    return results


def chi_square():
    cases = []
    for counts, shares in [([510, 490], [0.5, 0.5]), ([600, 400], [0.5, 0.5]), ([990, 12], [0.99, 0.01]), ([310, 350, 340], [0.4, 0.3, 0.3])]:
        counts, shares = np.array(counts), np.array(shares)
        test = stats.chisquare(counts, counts.sum() * shares)
        prior = 100 * shares
        # Dirichlet-multinomial over multinomial likelihood, by the multivariate beta function.
        log_beta = lambda a: special.gammaln(a).sum() - special.gammaln(a.sum())
        log_evidence = log_beta(prior + counts) - log_beta(prior) - (counts * np.log(shares)).sum()
        cases.append({
            "counts": counts.tolist(), "shares": shares.tolist(), "statistic": test.statistic, "pValue": test.pvalue,
            "alwaysValid": min(1, float(np.exp(-log_evidence))),
        })
    return cases


def two_shares():
    cases = []
    for hits, totals in [((3, 9), (100, 120)), ((50, 52), (1000, 990)), ((1, 30), (500, 500))]:
        table = np.array([hits, np.array(totals) - hits])
        cases.append({"hits": hits, "totals": totals, "pValue": stats.chi2_contingency(table, correction=False)[1]})
    return cases


def false_discovery():
    cases = []
    for p in [[0.01, 0.04, 0.03, 0.5], [0.2], [1, 0.001, 0.001, 0.02, 0.9, 0.04], rng.uniform(0, 1, 25).tolist()]:
        p = np.array(p)
        m = len(p)
        # The definition: the least q at which the step-up procedure rejects.
        adjusted = [min([1, *[m * p[j] / (p <= p[j]).sum() for j in range(m) if p[j] >= p[i]]]) for i in range(m)]
        cases.append({"pValues": p.tolist(), "adjusted": [float(q) for q in adjusted]})
    return cases


def clustered():
    cases = []
    for days in [2, 9, 30]:
        sizes = rng.integers(1, 12, days)
        day = np.repeat(np.arange(days), sizes)
        values = rng.normal(0.2, 1, len(day)) + rng.normal(0, 0.5, days)[day]
        x = np.ones((len(day), 1))
        bread = np.linalg.inv(x.T @ x)
        residual = values - values.mean()
        meat = sum(x[day == g].T @ np.outer(residual[day == g], residual[day == g]) @ x[day == g] for g in range(days))
        error = float(np.sqrt((bread @ meat @ bread)[0, 0] * days / (days - 1)))
        cases.append({
            "values": values.tolist(), "day": day.tolist(), "mean": values.mean(), "standardError": error,
            "pValue": 2 * stats.t.sf(abs(values.mean() / error), days - 1),
            "interval": t_interval(values.mean(), error, days - 1, 0.05),
        })
    return cases


def hashes():
    texts = ["", "a", "ab", "abc", "abcd", "hello", "368a1020-8a4a-5607-a6fe-c6af310e5e5c/102", "zażółć gęślą", "発注 🧾", "x" * 257]
    return [[text, seed, int(murmurhash3_32(text.encode(), seed=seed, positive=True))] for text in texts for seed in [0, 1, 42, 2147483647]]


content = {
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "distributions": distributions(), "paired": paired(), "welch": welch(), "wilcoxon": wilcoxon(), "chiSquare": chi_square(),
    "twoShares": two_shares(), "falseDiscovery": false_discovery(), "clustered": clustered(), "hashes": hashes(),
}
path = Path(__file__).parent.parent / "tests" / "ab" / "fixtures" / "scipy.json"
path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
