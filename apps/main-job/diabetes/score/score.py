"""Serves the diabetes model: takes {"data": [[ten numbers], ...]}, answers {"predictions": [...]}."""

import json
import os
import pathlib

import joblib

model = None


def init() -> None:
    global model
    root = pathlib.Path(os.environ["AZUREML_MODEL_DIR"])
    model = joblib.load(next(root.rglob("model.joblib")))


def run(data: str) -> dict:
    rows = json.loads(data)["data"]
    return {"predictions": [float(value) for value in model.predict(rows)]}
