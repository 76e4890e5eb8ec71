"""What one would write without DQS: a log read by pandas, the features of `classic`, a model, its error.

Usage: train.py LOG ROUNDS. Prints one JSON object.
"""

import json
import resource
import sys
import time

import lightgbm
import numpy
import pandas

log, rounds = sys.argv[1], int(sys.argv[2])
started = time.perf_counter()
stages = {}


def stage(name):
    global started
    now = time.perf_counter()
    stages[name] = round(1000 * (now - started))
    started = now


columns = ["dataset_uuid", "business_date", "rule_code", "results"]
rows = pandas.read_csv(log, usecols=columns, dtype={"rule_code": str, "dataset_uuid": "category"}, engine="pyarrow")
passed = rows["results"].str.contains('"result": "Pass"', regex=False)
failed = rows["results"].str.contains('"result": "Fail"', regex=False)
stage("read")

rows = rows.assign(passed=passed, failed=failed, date=pandas.to_datetime(rows["business_date"]))
days = rows.groupby(["dataset_uuid", "rule_code", "date"], observed=True)[["passed", "failed"]].sum()
days = days[days["passed"] + days["failed"] > 0]
days["percentage"] = 100 * days["passed"] / (days["passed"] + days["failed"])
wide = days["percentage"].unstack("date")
wide = wide.reindex(columns=pandas.date_range(wide.columns[0], wide.columns[-1]))
lags = {f"lag_{n}": wide.shift(n, axis=1) for n in (1, 2, 7)}
means = {f"mean_{n}": wide.shift(1, axis=1).T.rolling(n, min_periods=1).mean().T for n in (3, 7)}
frame = pandas.DataFrame({name: part.to_numpy().ravel() for name, part in {**lags, **means}.items()})
dates = wide.columns
names = wide.index.to_frame(index=False)
frame["dataset"] = pandas.Categorical(numpy.repeat(names["dataset_uuid"].astype(str).to_numpy(), len(dates)))
frame["rule"] = pandas.Categorical(numpy.repeat(names["rule_code"].to_numpy(), len(dates)))
parts = {"weekday": dates.dayofweek, "day": dates.day, "week": dates.isocalendar().week, "month": dates.month}
for name, values in parts.items():
    frame[name] = numpy.tile(numpy.asarray(values, dtype=float), len(wide))
target = wide.to_numpy().ravel()
day = numpy.tile(numpy.arange(len(dates)), len(wide))
observed = ~numpy.isnan(target)
first_test = int(len(dates) * 0.8)
train, test = observed & (day < first_test), observed & (day >= first_test)
stage("features")

parameters = {"objective": "l2", "learning_rate": 0.1, "num_leaves": 31, "num_threads": 2, "verbosity": -1}
model = lightgbm.train(parameters, lightgbm.Dataset(frame[train], target[train]), rounds)
stage("fit")

error = numpy.abs(numpy.clip(model.predict(frame[test]), 0, 100) - target[test]).mean()
stage("evaluate")
print(
    json.dumps(
        {
            "passes": int(passed.sum()),
            "fails": int(failed.sum()),
            "days": int(len(days)),
            "mae": round(float(error), 3),
            "peakMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
            "stages": stages,
        }
    )
)
