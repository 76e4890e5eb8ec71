"""Forecasts of a model by LightGBM itself, compared with those that stand in a file.

Usage: predict.py MODEL COLUMNS FORECASTS FEATURES. COLUMNS holds Float32, column after column, FORECASTS Float64. Prints one
JSON object: the time of the fastest of three forecasts with one and with two threads, and whether every bit is the same.
"""

import json
import sys
import time

import lightgbm
import numpy

model, columns, forecasts, features = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
rows = numpy.fromfile(columns, dtype=numpy.float32).reshape(features, -1).T.astype(numpy.float64, order="C")
booster = lightgbm.Booster(model_file=model)
result = {}
for threads in (1, 2):
    times = []
    for _ in range(3):
        started = time.perf_counter()
        own = booster.predict(rows, raw_score=True, num_threads=threads)
        times.append(time.perf_counter() - started)
    result[f"ms{threads}"] = 1000 * min(times)
result["isEqual"] = bool((own == numpy.fromfile(forecasts, dtype=numpy.float64)).all())
print(json.dumps(result))
