"""The model's own answer, computed outside any service.

usage: predict.py MODEL_FOLDER REQUEST_FILE

Prints the prediction for the first row of the request's "data".
"""

import json
import pathlib
import sys

import joblib

model = joblib.load(pathlib.Path(sys.argv[1]) / "model.joblib")
request = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
print(repr(float(model.predict(request["data"])[0])))
