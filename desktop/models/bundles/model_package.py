"""Read an .mlpackage's description from a few protobuf fields; never its weights."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, parse_json, unreadable

from .bundle_part import BundlePart, Feature, PartFacts
from .coreml_proto import ARRAY_TYPES, MIL_TYPES, message_class
from .file_tree import Tree, tree_bytes

MAX_MANIFEST = 2**20
MAX_MODEL_BYTES = 16 * 2**20
"""Maximum bytes of an ML program's graph, whose weights are in a separate file; SDXL's UNet has
some 8 MB.
"""
_LFS = b"version https://git-lfs"


def model_member(package: Tree) -> Tree:
    """Return the `model.mlmodel` inside an .mlpackage, as its manifest names it.

    Raises BadInput where manifest or model are missing or unreadable.
    """
    name = package.name
    try:
        manifest: Any = parse_json(tree_bytes(package.joinpath("Manifest.json"), MAX_MANIFEST))
        with unreadable("Manifest.json"):
            entry = manifest["itemInfoEntries"][manifest["rootModelIdentifier"]]
            parts = [part for part in str(entry["path"]).split("/") if part]
    except (OSError, UnreadableError) as error:
        raise BadInput(
            "{name} is not a complete Core ML package: its Manifest.json can’t be used.",
            str(error),
            name=name,
        ) from error
    member = package.joinpath("Data", *parts)
    if ".." in parts or "\0" in "".join(parts) or not member.is_file():
        raise BadInput(
            "{name} is not complete: the model that its manifest names is missing.",
            str(parts),
            name=name,
        )
    return member


def model_file(package: Path) -> Path:
    """Return the `model_member` of a package on the disk."""
    member = model_member(package)  # pyright: ignore[reportArgumentType]
    return Path(str(member))


def read_package_part(package: Tree, path: Path, *, deep: bool) -> BundlePart:
    """Return the part of `package`; `path` is its location (for a zip: its location once unpacked).

    `deep` reads the operations too. Raises BadInput with one message for a damaged package.
    """
    try:
        data = tree_bytes(model_member(package), MAX_MODEL_BYTES)
    except UnreadableError as error:
        raise _damaged(package, error) from error
    if data.startswith(_LFS):
        raise BadInput(
            "{package} is a placeholder without its data: get it with `git lfs pull`, or download "
            "the model again.",
            package=package.name,
        )
    head = message_class("ModelHead")()
    try:
        with unreadable("model"):
            head.ParseFromString(data)
            facts, precision = _look(data) if deep else (PartFacts(), "")
    except UnreadableError as error:
        raise _damaged(package, error) from error
    problem = None
    if head.neuralNetwork:
        problem = Message(
            "{package} holds an old neural network, which Easel does not run.", package=package.name
        )
    elif not head.mlProgram and not head.pipeline:
        problem = Message("{file} holds no ML program, so it can’t be run here.", file=package.name)
    return BundlePart(
        name=package.name,
        path=path,
        form="packages",
        inputs=_features(head.description.input),
        outputs=_features(head.description.output),
        facts=facts,
        precision=precision,
        pipeline=bool(head.pipeline),
        problem=problem,
    )


def _damaged(package: Tree, error: Exception) -> BadInput:
    return BadInput(
        "{package} is damaged: its model can’t be read.", str(error), package=package.name
    )


def _features(messages: Any) -> tuple[Feature, ...]:
    return tuple(
        Feature(
            item.name,
            tuple(int(side) for side in item.type.multiArrayType.shape),
            ARRAY_TYPES.get(item.type.multiArrayType.dataType, "unknown"),
        )
        for item in messages
    )


def _look(data: bytes) -> tuple[PartFacts, str]:
    model = message_class("Model")()
    model.ParseFromString(data)
    models = [model, *model.pipeline.models]
    operations = [
        operation
        for one in models
        for function in one.mlProgram.functions.values()
        for operation in function.block_specializations[function.opset].operations
    ]
    softmaxes: list[tuple[int, ...]] = []
    einsums = gelus = 0
    kinds: dict[str, int] = {}
    precision = ""
    for operation in operations:
        kind: str = operation.type
        if kind == "const":
            continue
        if kind == "softmax":
            softmaxes.append(_shape(operation.outputs[0].type))
        elif kind == "einsum":
            einsums += 1
        elif kind == "gelu":
            gelus += 1
        elif kind.startswith("constexpr_"):
            label = _compression(kind, operation)
            kinds[label] = kinds.get(label, 0) + 1
        elif kind == "conv" and not precision:
            precision = MIL_TYPES.get(operation.outputs[0].type.tensorType.dataType, "")
    facts = PartFacts(
        softmaxes=tuple(softmaxes),
        einsums=einsums,
        gelus=gelus,
        compression=", ".join(sorted(label for label in kinds if label)),
    )
    return facts, precision


def _shape(value_type: Any) -> tuple[int, ...]:
    return tuple(int(side.constant.size) for side in value_type.tensorType.dimensions)


def _compression(kind: str, operation: Any) -> str:
    """Return the words for a compressed constant; "" for an operation that only repacks another."""
    if kind.startswith("constexpr_lut"):
        lut = _type_of(operation, "lut")
        shape = _shape(lut) if lut is not None else ()
        entries = shape[-2] if len(shape) > 1 else math.prod(shape)
        return f"palettized {round(math.log2(entries))} bits" if entries > 1 else "palettized"
    if kind == "constexpr_affine_dequantize":
        return "linear 8 bits"
    if "shift_scale" in kind:
        data = _type_of(operation, "data")
        dtype = MIL_TYPES.get(data.tensorType.dataType, "") if data is not None else ""
        return "linear 4 bits" if dtype.endswith("int4") else "linear 8 bits"
    return "sparse" if "sparse" in kind else ""


def _type_of(operation: Any, parameter: str) -> Any:
    """Return the type of a constant parameter inlined in the operation."""
    if parameter in operation.attributes:
        return operation.attributes[parameter].type
    for binding in operation.inputs[parameter].arguments if parameter in operation.inputs else ():
        if binding.WhichOneof("binding") == "value":
            return binding.value.type
    return None
