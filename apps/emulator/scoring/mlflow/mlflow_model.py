"""Loads the MLflow model of a deployment with MLflow's own loader, whatever its flavour."""

import os

import mlflow.pyfunc


def load():
    """The model, and what its signature says of the input; None without a signature."""
    folder = os.path.join(os.environ["AZUREML_MODEL_DIR"], os.environ["MLFLOW_MODEL_FOLDER"])
    model = mlflow.pyfunc.load_model(folder)
    module = model.metadata.flavors["python_function"]["loader_module"]
    print(f"Loaded {os.environ['MLFLOW_MODEL_FOLDER']} by {module} of MLflow {mlflow.__version__}", flush=True)
    return model, model.metadata.get_input_schema()
