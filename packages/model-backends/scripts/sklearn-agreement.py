"""Data sets of whole numbers and what scikit-learn forecasts for them, as JSON: the other side of bench/sklearn.bench.mjs."""

import json
import sys

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor


def f32(values):
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def data_set(seed):
    rng = np.random.default_rng(seed)
    rows, values, leaf = [300, 1000, 3000][seed % 3], [4, 8, 40, 200][seed % 4], [5, 10, 20][seed % 3]
    x = f32(np.column_stack([rng.integers(0, values, rows) for _ in range(4)]))
    weight = f32(rng.integers(1, 9, rows))
    level = np.clip(0.2 + 0.6 * x[:, 0] / values + 0.1 * rng.normal(size=rows), 0.02, 0.98)
    target = f32(rng.binomial(weight.astype(int), level) / weight)
    train = rows * 3 // 4
    facts = {"rows": rows, "values": values, "leaf": leaf, "train": train}
    arrays = {"columns": x.T.tolist(), "target": target.tolist(), "weight": weight.tolist()}
    return {**facts, **arrays, "expected": forecasts(x, target, weight, train, leaf)}


def forecasts(x, y, weight, train, leaf):
    models = {
        "boosted": HistGradientBoostingRegressor(
            early_stopping=False, max_iter=40, max_leaf_nodes=8, min_samples_leaf=leaf
        ),
        "small tree": RandomForestRegressor(
            n_estimators=1, bootstrap=False, max_leaf_nodes=6, min_samples_leaf=leaf, random_state=1
        ),
        "full tree": RandomForestRegressor(n_estimators=1, bootstrap=False, min_samples_leaf=leaf, random_state=1),
    }
    expected = {}
    for name, model in models.items():
        for kind, weights in (("equal", None), ("own", weight[:train])):
            fitted = model.fit(x[:train], y[:train], weights)
            expected[f"{name}, {kind} weights"] = fitted.predict(x[train:]).clip(0, 1).tolist()
    return expected


json.dump({"version": sklearn.__version__, "sets": [data_set(seed) for seed in range(12)]}, sys.stdout)
