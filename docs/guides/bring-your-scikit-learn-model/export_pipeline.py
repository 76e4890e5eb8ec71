"""Trains a scikit-learn pipeline on the rows of `dqs features export` and writes it as ONNX.

    python3 export_pipeline.py features.csv model.onnx      # pip install scikit-learn skl2onnx pandas
"""

import json
import sys

import pandas as pd
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

source, destination = sys.argv[1:]
rows = pd.read_csv(source)
train = rows[rows["set"] == "train"]
names = [name for name in rows.columns if name not in ("business_date", "set", "target", "weight")]

# ONNX answers with what the pipeline answers: without the imputer a missing value would make a forecast NaN.
pipeline = make_pipeline(SimpleImputer(add_indicator=False), StandardScaler(), Ridge(alpha=10.0))
pipeline.fit(train[names].to_numpy("float32"), train["target"], ridge__sample_weight=train["weight"])

model = to_onnx(pipeline, initial_types=[("X", FloatTensorType([None, len(names)]))], target_opset=15)
entry = model.metadata_props.add()
entry.key, entry.value = "feature_names", json.dumps(names)
with open(destination, "wb") as file:
    file.write(model.SerializeToString())
