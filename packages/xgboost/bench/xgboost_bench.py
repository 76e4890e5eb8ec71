"""Python's xgboost on the rows that xgboost.bench.mjs left in a folder: /usr/bin/python3 xgboost_bench.py <folder>"""

import json
import pathlib
import sys
import time

import numpy as np
import xgboost as xgb

folder = pathlib.Path(sys.argv[1])
rows = np.fromfile(folder / "rows.f32", dtype=np.float32).reshape(-1, 11)
label = np.fromfile(folder / "label.f32", dtype=np.float32)
PARAMS = {"objective": "binary:logistic", "tree_method": "hist", "max_depth": 6, "eta": 0.1, "base_score": 0.5}


def seconds(work):
    start, before = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - start, time.process_time() - before, result


print(json.dumps({"bench": "library", "version": xgb.__version__}))
for threads in (1, 2):
    made, _, data = seconds(lambda: xgb.DMatrix(rows, label=label, nthread=threads))
    trained, cpu, booster = seconds(lambda: xgb.train({**PARAMS, "nthread": threads}, data, 100))
    times = {"dmatrixSeconds": made, "trainSeconds": trained, "trainCpuSeconds": cpu}
    print(json.dumps({"bench": "train", "threads": threads, **times}))
for threads in (1, 2):
    booster.set_param({"nthread": threads})
    rate = len(rows) / np.median([seconds(lambda: booster.inplace_predict(rows))[1] for _ in range(5)])
    print(json.dumps({"bench": "predict", "threads": threads, "rowsPerCpuSecond": round(rate)}))
booster.set_param({"nthread": 1})
times = [seconds(lambda: booster.inplace_predict(rows[i : i + 1]))[0] * 1e6 for i in range(2000)]
print(json.dumps({"bench": "single", "p50Us": np.percentile(times, 50), "p99Us": np.percentile(times, 99)}))
