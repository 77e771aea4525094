"""Trains a Ridge regression on the diabetes data set and writes it as a model folder.

usage: train.py ALPHA OUTPUT_FOLDER

Prints one line of JSON: {"alpha": ..., "r2": ...}, measured on the rows held back from training.
"""

import json
import pathlib
import sys

import joblib
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split


def main() -> None:
    alpha, folder = float(sys.argv[1]), pathlib.Path(sys.argv[2])
    rows, targets = load_diabetes(return_X_y=True)
    train_rows, test_rows, train_targets, test_targets = train_test_split(
        rows, targets, test_size=0.25, random_state=0
    )
    model = Ridge(alpha=alpha).fit(train_rows, train_targets)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    print(json.dumps({"alpha": alpha, "r2": round(model.score(test_rows, test_targets), 4)}))


main()
