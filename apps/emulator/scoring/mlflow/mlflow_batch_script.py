"""Scores files with an MLflow model in a batch job: stands in for the script that Azure generates.

Gives one line a row, `row,prediction,file`. A file of a kind that is not read ends the job.
"""

import csv
import io
import os

import mlflow_model
import numpy
import pandas

IMAGES = ("png", "jpg", "jpeg", "tiff", "bmp", "gif")


class JobEnds(Exception):
    """The driver gives the whole job up, whatever error threshold it has."""

    ends_job = True


def init():
    global model, schema
    model, schema = mlflow_model.load()


def types():
    """The columns' types by the signature; nothing is enforced without one."""
    if schema is None or schema.is_tensor_spec() or not schema.has_input_names():
        return {}
    return dict(zip(schema.input_names(), schema.pandas_types()))


def read(path):
    kind = os.path.splitext(path)[1].lstrip(".").lower()
    if kind == "csv":
        return pandas.read_csv(path, dtype=types())
    if kind in ("parquet", "pqt"):
        table = pandas.read_parquet(path)
        return table.astype({name: kind for name, kind in types().items() if name in table.columns})
    why = "is read in Azure, but not by this emulator" if kind in IMAGES else "is not supported"
    raise JobEnds(f"Error processing input file: '{path}'. File type '{kind}' {why}.")


def rows_of(answer):
    if isinstance(answer, pandas.DataFrame):
        rows = answer.to_numpy().tolist()
        return [row[0] for row in rows] if answer.shape[1] == 1 else rows
    return answer.tolist() if isinstance(answer, (numpy.ndarray, pandas.Series)) else list(answer)


def run(mini_batch):
    lines = []
    for path in mini_batch:
        try:
            rows = rows_of(model.predict(read(path)))
        except JobEnds:
            raise
        except Exception as error:
            raise JobEnds(f"Error processing input file: '{path}'. Exception: {error}") from error
        for place, prediction in enumerate(rows):
            line = io.StringIO()
            csv.writer(line, lineterminator="").writerow([place, prediction, os.path.basename(path)])
            lines.append(line.getvalue())
    return lines
