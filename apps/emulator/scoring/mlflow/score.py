"""Serves a scikit-learn model that MLflow saved, with what served_model.json beside this file says of it.

It loads the pickle itself: the mlflow package would multiply the time that building the environment takes, and all
that it does for this flavour is to load the file and to call its method.
"""

import importlib
import json
import os
import pathlib

import numpy

try:
    import pandas
except ImportError:  # Only a model whose signature names columns is sure to have it.
    pandas = None

served = json.loads(pathlib.Path(__file__).with_name("served_model.json").read_text(encoding="utf-8"))
answer = None


def init() -> None:
    global answer
    path = pathlib.Path(os.environ["AZUREML_MODEL_DIR"]) / served["file"]
    with path.open("rb") as file:
        model = importlib.import_module(served["loader"]).load(file)
    answer = getattr(model, served["predictFunction"])
    print(f"Loaded {served['file']}, a {type(model).__name__}")


def array_of(rows: list) -> numpy.ndarray:
    array = numpy.asarray(rows)
    # Numbers beside text would become text.
    return numpy.asarray(rows, dtype=object) if array.dtype.kind in "US" else array


def table(rows: list, columns: "list | None" = None, index: "list | None" = None):
    """The rows as the model takes them: in the order of its signature, with names where pandas is there."""
    wanted = served.get("columns")
    if wanted and columns:
        missing = [name for name in wanted if name not in columns]
        if missing:
            raise ValueError(f"Model is missing inputs {missing}.")
        places = [columns.index(name) for name in wanted]
        rows = [[row[place] for place in places] for row in rows]
    names = wanted or columns
    if pandas is None or not names:
        return array_of(rows)
    return pandas.DataFrame(rows, columns=names, index=index)


def input_of(request: dict):
    """Reads MLflow's formats: split columns and data, records, or bare rows."""
    key = next((name for name in ("input_data", "dataframe_split") if name in request), None)
    if key is None:
        raise ValueError("Request must contain a top level key named 'input_data'")
    if request.get("params"):
        raise ValueError("The emulator does not pass 'params' on to a scikit-learn model")
    given = request[key]
    if isinstance(given, dict):
        return table(given["data"], given.get("columns"), given.get("index"))
    if given and all(isinstance(record, dict) for record in given):
        columns = list(given[0])
        return table([[record[name] for name in columns] for record in given], columns)
    return table(given)


def run(data: str):
    result = answer(input_of(json.loads(data)))
    if hasattr(result, "to_dict"):
        return result.to_dict(orient="records")
    return result.tolist() if hasattr(result, "tolist") else result
