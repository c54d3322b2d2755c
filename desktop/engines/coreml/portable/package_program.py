"""Reader of the program of an .mlpackage (or of a compiled model) into plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from google.protobuf.message import DecodeError

from desktop.core.errors import BadInput
from desktop.files.bounded import UnreadableError, read_bytes
from desktop.models.bundles.coreml_proto import MIL_TYPES, message_class
from desktop.models.bundles.model_package import MAX_MODEL_BYTES, model_file

from .mil_text import read_compiled
from .program import Blob, Constant, Op, Program, TensorType
from .weight_file import NUMPY_TYPES, decode


def read_programs(package: Path, *, function: str = "main") -> tuple[list[Program], Path]:
    """Return the programs of `package` in order, and the folder they call ``@model_path``.

    `package` may be an .mlmodelc, whose program is text. A package that is a pipeline (a chunked
    UNet in one file) has several. Raises BadInput where the file is damaged or holds no ML program
    (an old neural network).
    """
    if package.suffix == ".mlmodelc":
        return read_compiled(package, function=function)
    path = model_file(package)
    model = message_class("Model")()
    try:
        model.ParseFromString(read_bytes(path, MAX_MODEL_BYTES))
    except (DecodeError, OSError, UnreadableError) as error:
        raise _damaged(package, error) from error
    models = list(model.pipeline.models) or [model]
    if any(function not in one.mlProgram.functions for one in models):
        raise BadInput("{file} holds no ML program, so it can’t be run here.", file=package.name)
    try:
        programs = [read_function(one.mlProgram.functions[function]) for one in models]
    except BadInput:
        raise
    except Exception as error:  # what should be there can be missing in any place
        raise _damaged(package, error) from error
    return programs, path.parent


def _damaged(package: Path, error: Exception) -> BadInput:
    return BadInput(
        "{package} is damaged: its model can’t be read.", repr(error), package=package.name
    )


def read_function(function: Any) -> Program:
    """Return a `Function` message as a Program."""
    block = function.block_specializations[function.opset]
    inputs = {value.name: read_type(value.type) for value in function.inputs}
    program = Program(inputs=inputs, outputs=tuple(block.outputs))
    for message in block.operations:
        _read_operation(program, message)
    return program


def read_type(message: Any) -> TensorType:
    """Return a `ValueType` message as a TensorType."""
    tensor = message.tensorType
    shape = tuple(
        int(side.constant.size) if side.HasField("constant") else -1 for side in tensor.dimensions
    )
    return TensorType(MIL_TYPES.get(tensor.dataType, "unknown"), shape)


def _read_operation(program: Program, message: Any) -> None:
    if message.blocks:
        raise BadInput(
            "The operation {kind} of this model branches, which can’t be run here.",
            kind=message.type,
        )
    if message.type == "const":
        program.constants[message.outputs[0].name] = _read_value(message.attributes["val"])
        return
    name = _text(message.attributes["name"]) if "name" in message.attributes else ""
    name = name or message.outputs[0].name
    inputs: dict[str, tuple[str, ...]] = {}
    for parameter, argument in message.inputs.items():
        names: list[str] = []
        for binding in argument.arguments:
            if binding.WhichOneof("binding") == "name":
                names.append(binding.name)
            else:
                names.append(f"{name}.{parameter}.{len(names)}")
                program.constants[names[-1]] = _read_value(binding.value)
        inputs[parameter] = tuple(names)
    for parameter, value in message.attributes.items():
        if parameter != "name":
            inputs[parameter] = (f"{name}.{parameter}",)
            program.constants[f"{name}.{parameter}"] = _read_value(value)
    outputs = tuple(value.name for value in message.outputs)
    types = tuple(read_type(value.type) for value in message.outputs)
    program.ops.append(Op(message.type, name, inputs, outputs, types))


def _read_value(message: Any) -> Constant:
    kind = read_type(message.type)
    if message.WhichOneof("value") == "blobFileValue":
        blob = message.blobFileValue
        return Constant(kind, Blob(blob.fileName.removeprefix("@model_path/"), blob.offset))
    tensor = message.immediateValue.tensor
    which = tensor.WhichOneof("value")
    values: Any = getattr(tensor, which).values if which else ()
    if which == "strings":
        return Constant(kind, values[0] if values else "")
    if which == "bytes":
        return Constant(kind, decode(np.frombuffer(values, np.uint8), kind))
    array = np.array(values, NUMPY_TYPES.get(kind.dtype, np.dtype(np.float32)))
    return Constant(kind, array.reshape(kind.shape))


def _text(message: Any) -> str:
    values = message.immediateValue.tensor.strings.values
    return values[0] if values else ""
