"""The same without skl2onnx: a fitted linear pipeline is two ONNX operators. It made `model.onnx` beside it.

    /usr/bin/python3 export_by_hand.py features.csv model.onnx   # Debian: apt-get install python3-sklearn python3-onnx
"""

import csv
import json
import sys

import numpy as np
from onnx import TensorProto, checker, helper, save
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

source, destination = sys.argv[1:]
with open(source, newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["set"] == "train"]
names = [name for name in rows[0] if name not in ("business_date", "set", "target", "weight")]
number = lambda text: float(text) if text else np.nan
X = np.array([[number(row[name]) for name in names] for row in rows], dtype=np.float32)
y = np.array([float(row["target"]) for row in rows])
w = np.array([float(row["weight"]) for row in rows])

pipeline = make_pipeline(SimpleImputer(), StandardScaler(), Ridge(alpha=10.0)).fit(X, y, ridge__sample_weight=w)
imputer, scaler, ridge = (step for _, step in pipeline.steps)

# Standardising and the regression are one product: (x − mean) / scale · coefficient + intercept.
slope = ridge.coef_ / scaler.scale_
intercept = ridge.intercept_ - float(slope @ scaler.mean_)
nodes = [
    helper.make_node("Imputer", ["X"], ["filled"], domain="ai.onnx.ml", replaced_value_float=float("nan"),
                     imputed_value_floats=[float(value) for value in imputer.statistics_]),
    helper.make_node("LinearRegressor", ["filled"], ["variable"], domain="ai.onnx.ml", targets=1,
                     coefficients=[float(value) for value in slope], intercepts=[float(intercept)]),
]
matrix = helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, len(names)])
output = helper.make_tensor_value_info("variable", TensorProto.FLOAT, [None, 1])
graph = helper.make_graph(nodes, "pipeline", [matrix], [output])
opsets = [helper.make_opsetid("", 12), helper.make_opsetid("ai.onnx.ml", 1)]
model = helper.make_model(graph, opset_imports=opsets, ir_version=7)
entry = model.metadata_props.add()
entry.key, entry.value = "feature_names", json.dumps(names)
checker.check_model(model)
save(model, destination)
