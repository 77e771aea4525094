"""Serves an MLflow model on an online endpoint: stands in for the script of this name in Azure's image."""

import json

import mlflow_model
from mlflow.utils.proto_json_utils import NumpyEncoder, dataframe_from_parsed_json, parse_tf_serving_input


def init():
    global model, schema
    model, schema = mlflow_model.load()


def input_of(given):
    """A table (split or records), named tensors, or bare rows, which are a tensor unless the signature names columns."""
    if isinstance(given, dict) and "data" in given:
        return dataframe_from_parsed_json(given, "split", schema)
    if isinstance(given, list) and given and all(isinstance(row, dict) for row in given):
        return dataframe_from_parsed_json(given, "records", schema)
    if isinstance(given, list) and schema is not None and not schema.is_tensor_spec():
        names = {"columns": schema.input_names()} if schema.has_input_names() else {}
        return dataframe_from_parsed_json({**names, "data": given}, "split", schema)
    return parse_tf_serving_input({"inputs": given}, schema)


def plain(answer):
    if hasattr(answer, "to_dict"):
        return answer.to_frame().to_dict(orient="records") if answer.ndim == 1 else answer.to_dict(orient="records")
    return answer


def run(raw_data):
    request = json.loads(raw_data)
    key = next((name for name in ("input_data", "dataframe_split") if name in request), None)
    if key is None:
        raise Exception("Request must contain a top level key named 'input_data'")
    params = {"params": request["params"]} if request.get("params") else {}
    answer = model.predict(input_of(request[key]), **params)
    return json.loads(json.dumps(plain(answer), cls=NumpyEncoder))
