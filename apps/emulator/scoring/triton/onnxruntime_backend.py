"""Triton's backend for ONNX models, as a Python-based backend around the onnxruntime of the package index.

Triton's own one is a library that only comes with its container. What the core decides (repository, versions, batching,
protocol, names and types of tensors) is Triton's own here; what differs is named in docs/no-code.md.
"""

import os

import numpy
import onnxruntime
import triton_python_backend_utils as triton

ELEMENT_TYPES = {
    "tensor(bool)": "TYPE_BOOL",
    "tensor(uint8)": "TYPE_UINT8",
    "tensor(uint16)": "TYPE_UINT16",
    "tensor(uint32)": "TYPE_UINT32",
    "tensor(uint64)": "TYPE_UINT64",
    "tensor(int8)": "TYPE_INT8",
    "tensor(int16)": "TYPE_INT16",
    "tensor(int32)": "TYPE_INT32",
    "tensor(int64)": "TYPE_INT64",
    "tensor(float16)": "TYPE_FP16",
    "tensor(float)": "TYPE_FP32",
    "tensor(double)": "TYPE_FP64",
    "tensor(string)": "TYPE_STRING",
}
# What Triton gives a model that may be batched and does not say how far.
DEFAULT_BATCH = 4


def fail(name, reason):
    raise triton.TritonModelException(f"model '{name}': {reason}")


def session_of(folder, version, config):
    path = os.path.join(folder, str(version), config.get("default_model_filename") or "model.onnx")
    if not os.path.isfile(path):
        fail(config["name"], f"there is no file {os.path.relpath(path, folder)}")
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def shape_of(value):
    """Dimensions without a number are -1, as Triton writes them."""
    return [size if isinstance(size, int) and size > 0 else -1 for size in value.shape]


def type_of(name, value):
    if value.type not in ELEMENT_TYPES:
        fail(name, f"Triton has no type for '{value.name}', a {value.type}")
    return ELEMENT_TYPES[value.type]


def batches(values):
    shapes = [shape_of(value) for value in values]
    return all(shape and shape[0] == -1 for shape in shapes)


def check(name, what, stated, values, has_batch):
    """The configuration has to say of each tensor what the model says."""
    known = {value.name: value for value in values}
    for tensor in stated:
        value = known.get(tensor["name"])
        if value is None:
            fail(name, f"unexpected inference {what} '{tensor['name']}', allowed {what}s are: {', '.join(known)}")
        if tensor["data_type"] != type_of(name, value):
            fail(name, f"{what} '{value.name}' is {type_of(name, value)}, and config.pbtxt says {tensor['data_type']}")
        dims = [int(size) for size in tensor.get("reshape", {}).get("shape") or tensor["dims"]]
        whole = [-1, *dims] if has_batch else dims
        shape = shape_of(value)
        if len(shape) != len(whole) or any(-1 not in pair and pair[0] != pair[1] for pair in zip(shape, whole)):
            fail(name, f"{what} '{value.name}': the model expects shape {shape}, and config.pbtxt gives {whole}")


class TritonPythonModel:
    @staticmethod
    def auto_complete_config(config):
        """What config.pbtxt leaves out comes from the model."""
        stated = config.as_dict()
        folder = os.path.join(os.environ["EMULATOR_TRITON_REPOSITORY"], stated["name"])
        versions = [name for name in os.listdir(folder) if name.isdigit() and int(name) > 0]
        if not versions:
            fail(stated["name"], "it has no version folder")
        session = session_of(folder, max(versions, key=int), stated)
        inputs, outputs = session.get_inputs(), session.get_outputs()
        says_tensors = stated["input"] or stated["output"]
        if not says_tensors and stated["max_batch_size"] == 0 and batches([*inputs, *outputs]):
            config.set_max_batch_size(DEFAULT_BATCH)
            config.set_dynamic_batching()
        has_batch = config.as_dict()["max_batch_size"] > 0
        for given, values, add in ((stated["input"], inputs, config.add_input), (stated["output"], outputs, config.add_output)):
            if given:
                continue
            for value in values:
                dims = shape_of(value)[1 if has_batch else 0 :]
                add({"name": value.name, "data_type": type_of(stated["name"], value), "dims": dims})
        return config

    def initialize(self, args):
        import json

        config = json.loads(args["model_config"])
        folder = os.path.join(os.environ["EMULATOR_TRITON_REPOSITORY"], args["model_name"])
        self.session = session_of(folder, args["model_version"], config)
        has_batch = config["max_batch_size"] > 0
        check(args["model_name"], "input", config["input"], self.session.get_inputs(), has_batch)
        check(args["model_name"], "output", config["output"], self.session.get_outputs(), has_batch)
        missing = {value.name for value in self.session.get_inputs()} - {tensor["name"] for tensor in config["input"]}
        if missing:
            fail(args["model_name"], f"config.pbtxt lacks the inputs {sorted(missing)}")
        self.texts = {value.name for value in self.session.get_inputs() if value.type == "tensor(string)"}

    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        feed = {tensor.name(): self.given(tensor.name(), tensor.as_numpy()) for tensor in request.inputs()}
        wanted = list(request.requested_output_names())
        try:
            values = self.session.run(wanted, feed)
        except Exception as error:  # Each kind of onnxruntime's errors is a class of its own; all are the request's here.
            return triton.InferenceResponse(error=triton.TritonError(f"onnx runtime error: {error}"))
        return triton.InferenceResponse([triton.Tensor(name, plain(value)) for name, value in zip(wanted, values)])

    def given(self, name, array):
        if name not in self.texts:
            return array
        return numpy.array([text.decode() for text in array.reshape(-1)], dtype=object).reshape(array.shape)


def plain(value):
    if value.dtype != object:
        return value
    return numpy.array([str(text).encode() for text in value.reshape(-1)], dtype=object).reshape(value.shape)
