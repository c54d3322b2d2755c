"""The part of Core ML's protobuf schema that Easel reads, built with protobuf's own runtime.

coremltools brings the whole schema, but importing it takes seconds and torch with it. Names and
numbers are those of coremltools' `Model.proto`, `FeatureTypes.proto` and `MIL.proto`; a test
compares every one with the installed coremltools. Fields that are not listed are skipped over.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "easel.coreml"

# message: {field: (number, type)}; "[]" repeated, "map:" a string-keyed map, "?" one of a group.
# ModelHead is Model with the program left as bytes, which costs nothing to read.
SCHEMA: dict[str, dict[str, tuple[int, str]]] = {
    "Model": {
        "specificationVersion": (1, "int32"),
        "description": (2, "ModelDescription"),
        "pipeline": (202, "Pipeline"),
        "mlProgram": (502, "Program"),
    },
    "ModelHead": {
        "specificationVersion": (1, "int32"),
        "description": (2, "ModelDescription"),
        "pipeline": (202, "bytes"),
        "neuralNetwork": (500, "bytes"),
        "mlProgram": (502, "bytes"),
    },
    "ModelDescription": {
        "input": (1, "[]FeatureDescription"),
        "output": (10, "[]FeatureDescription"),
        "metadata": (100, "Metadata"),
    },
    "Metadata": {"shortDescription": (1, "string"), "userDefined": (100, "map:string")},
    "FeatureDescription": {"name": (1, "string"), "type": (3, "FeatureType")},
    "FeatureType": {"multiArrayType": (5, "ArrayFeatureType")},
    "ArrayFeatureType": {"shape": (1, "[]int64"), "dataType": (2, "int32")},
    "Pipeline": {"models": (1, "[]Model"), "names": (2, "[]string")},
    "Program": {"version": (1, "int64"), "functions": (2, "map:Function")},
    "Function": {
        "inputs": (1, "[]NamedValueType"),
        "opset": (2, "string"),
        "block_specializations": (3, "map:Block"),
    },
    "Block": {"outputs": (2, "[]string"), "operations": (3, "[]Operation")},
    "Operation": {
        "type": (1, "string"),
        "inputs": (2, "map:Argument"),
        "outputs": (3, "[]NamedValueType"),
        "blocks": (4, "[]Block"),
        "attributes": (5, "map:Value"),
    },
    "Argument": {"arguments": (1, "[]Binding")},
    "Binding": {"name": (1, "?string"), "value": (2, "?Value")},
    "NamedValueType": {"name": (1, "string"), "type": (2, "ValueType")},
    "ValueType": {"tensorType": (1, "TensorType")},
    "TensorType": {
        "dataType": (1, "int32"),
        "rank": (2, "int64"),
        "dimensions": (3, "[]Dimension"),
    },
    "Dimension": {"constant": (1, "ConstantDimension")},
    "ConstantDimension": {"size": (1, "uint64")},
    "Value": {
        "type": (2, "ValueType"),
        "immediateValue": (3, "?ImmediateValue"),
        "blobFileValue": (5, "?BlobFileValue"),
    },
    "ImmediateValue": {"tensor": (1, "?TensorValue"), "list": (3, "?ListValue")},
    "ListValue": {"values": (1, "[]Value")},
    "BlobFileValue": {"fileName": (1, "string"), "offset": (2, "uint64")},
    "TensorValue": {
        "floats": (1, "?RepeatedFloats"),
        "ints": (2, "?RepeatedInts"),
        "bools": (3, "?RepeatedBools"),
        "strings": (4, "?RepeatedStrings"),
        "longInts": (5, "?RepeatedLongInts"),
        "doubles": (6, "?RepeatedDoubles"),
        "bytes": (7, "?RepeatedBytes"),
    },
    "RepeatedFloats": {"values": (1, "[]float")},
    "RepeatedDoubles": {"values": (1, "[]double")},
    "RepeatedInts": {"values": (1, "[]int32")},
    "RepeatedLongInts": {"values": (1, "[]int64")},
    "RepeatedBools": {"values": (1, "[]bool")},
    "RepeatedStrings": {"values": (1, "[]string")},
    "RepeatedBytes": {"values": (1, "bytes")},
}

MIL_TYPES = {
    1: "bool",
    2: "string",
    10: "fp16",
    11: "fp32",
    12: "fp64",
    13: "bf16",
    21: "int8",
    22: "int16",
    23: "int32",
    24: "int64",
    25: "int4",
    31: "uint8",
    32: "uint16",
    33: "uint32",
    34: "uint64",
    35: "uint4",
    36: "uint2",
    37: "uint1",
    38: "uint6",
    39: "uint3",
}
"""`MIL.proto`'s DataType numbers to MIL's own names of them."""

ARRAY_TYPES = {65552: "fp16", 65568: "fp32", 65600: "fp64", 131104: "int32", 131080: "int8"}
"""`ArrayFeatureType.ArrayDataType` numbers to MIL's names: the dtypes of inputs and outputs."""

_Field = descriptor_pb2.FieldDescriptorProto


@cache
def message_class(name: str) -> Any:
    """Return the message class of one of SCHEMA's messages, e.g. ``message_class("Model")``."""
    pool = _pool()
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    file = descriptor_pb2.FileDescriptorProto(
        name="easel_coreml.proto", package=PACKAGE, syntax="proto3"
    )
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field, (number, kind) in fields.items():
            _add_field(message, name, field, number, kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)  # pyright: ignore[reportUnknownMemberType]
    return pool


def _add_field(
    message: descriptor_pb2.DescriptorProto, owner: str, name: str, number: int, kind: str
) -> None:
    field = message.field.add(name=name, number=number, label=_Field.LABEL_OPTIONAL)
    if kind.startswith("map:"):
        entry_name = "".join(word.capitalize() for word in name.split("_")) + "Entry"
        entry_name = name[0].upper() + name[1:] + "Entry" if "_" not in name else entry_name
        entry = message.nested_type.add(name=entry_name)
        entry.options.map_entry = True
        key = entry.field.add(name="key", number=1, label=_Field.LABEL_OPTIONAL)
        key.type = _Field.TYPE_STRING
        value = entry.field.add(name="value", number=2, label=_Field.LABEL_OPTIONAL)
        _set_type(value, kind.removeprefix("map:"))
        field.label = _Field.LABEL_REPEATED
        field.type = _Field.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{owner}.{entry_name}"
        return
    if kind.startswith("[]"):
        field.label = _Field.LABEL_REPEATED
    elif kind.startswith("?"):
        if not message.oneof_decl:
            message.oneof_decl.add(name="value" if owner != "Binding" else "binding")
        field.oneof_index = 0
    _set_type(field, kind.removeprefix("[]").removeprefix("?"))


def _set_type(field: descriptor_pb2.FieldDescriptorProto, kind: str) -> None:
    if kind in SCHEMA:
        field.type = _Field.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{kind}"
    else:
        field.type = getattr(_Field, f"TYPE_{kind.upper()}")
