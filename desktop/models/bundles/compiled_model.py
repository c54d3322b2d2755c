"""Read an .mlmodelc's description from its metadata.json, and its attention from its
program text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from desktop.core.errors import BadInput
from desktop.files.bounded import UnreadableError, parse_json, unreadable
from desktop.models.config_files import object_of, text_of

from .bundle_part import BundlePart, Feature, PartFacts
from .file_tree import Tree, tree_bytes

MAX_METADATA = 4 * 2**20
MAX_PROGRAM = 64 * 2**20
_DTYPES = {"Float16": "fp16", "Float32": "fp32", "Double": "fp64", "Int32": "int32"}
_SOFTMAX = re.compile(rb"tensor<\w{1,20}, \[([\d, ]{1,100}+)\]>[^=\n]{0,200}+=\s{0,20}+softmax\(")
_BITS = re.compile(r"(?:Palettized|Palettization)[^\d]{0,40}+(\d{1,3}+)\s{0,5}+bit", re.IGNORECASE)


def read_compiled_part(bundle: Tree, path: Path, *, deep: bool) -> BundlePart:
    """Return the part of `bundle`; `path` is its location (for a zip: its location once unpacked).

    Raises BadInput with one message where its metadata.json is missing or damaged.
    """
    try:
        content: Any = parse_json(tree_bytes(bundle.joinpath("metadata.json"), MAX_METADATA))
        with unreadable("metadata.json"):
            entry = cast("dict[str, Any]", content[0] if isinstance(content, list) else content)
            inputs, outputs = _features(entry["inputSchema"]), _features(entry["outputSchema"])
            facts = _facts(bundle, entry) if deep else PartFacts()
            pipeline = text_of(object_of(entry, "modelType"), "name").endswith("pipeline")
    except (OSError, UnreadableError) as error:
        raise BadInput(
            "{bundle} is not a complete compiled Core ML model: its metadata.json can’t be used.",
            str(error),
            bundle=bundle.name,
        ) from error
    return BundlePart(
        name=bundle.name,
        path=path,
        form="compiled",
        inputs=inputs,
        outputs=outputs,
        facts=facts,
        precision=_precision(entry),
        pipeline=pipeline,
    )


def has_program(bundle: Path) -> bool:
    """Return whether the compiled model at `bundle` contains its program as text (an ML
    program).
    """
    return (bundle / "model.mil").is_file() or any(bundle.glob("model[0-9]*/model.mil"))


def _features(schema: Any) -> tuple[Feature, ...]:
    features: list[Feature] = []
    for item in schema:
        shape = item.get("shape", "[]")
        sides: Any = parse_json(shape) if isinstance(shape, str) else shape
        dtype = _DTYPES.get(str(item.get("dataType", "")), "unknown")
        features.append(Feature(str(item["name"]), tuple(int(side) for side in sides), dtype))
    return tuple(features)


def _facts(bundle: Tree, entry: dict[str, Any]) -> PartFacts:
    counts: dict[str, int] = {}
    histogram = entry.get("mlProgramOperationTypeHistogram")
    if isinstance(histogram, dict):
        for name, count in cast("dict[str, Any]", histogram).items():
            kind = name.rpartition(".")[2]
            counts[kind] = counts.get(kind, 0) + int(count)
    text = bundle.joinpath("model.mil")
    softmaxes: list[tuple[int, ...]] = []
    if text.is_file():
        for found in _SOFTMAX.finditer(tree_bytes(text, MAX_PROGRAM)):
            softmaxes.append(tuple(int(side) for side in found[1].split(b",")))
    return PartFacts(
        softmaxes=tuple(softmaxes),
        einsums=counts.get("einsum", 0),
        gelus=counts.get("gelu", 0),
        compression=_compression(str(entry.get("storagePrecision", "")), counts),
    )


def _compression(storage: str, counts: dict[str, int]) -> str:
    bits = sorted({int(found) for found in _BITS.findall(storage)})
    if bits:
        return ", ".join(f"palettized {count} bits" for count in bits)
    if "palettized" in storage.lower() or counts.get("constexprLutToDense"):
        return "palettized"
    if "int8" in storage.lower() or counts.get("constexprAffineDequantize"):
        return "linear 8 bits"
    if "int4" in storage.lower():
        return "linear 4 bits"
    return "sparse" if "sparse" in storage.lower() else ""


def _precision(entry: dict[str, Any]) -> str:
    storage = str(entry.get("storagePrecision", ""))
    return "fp16" if "Float16" in storage else "fp32" if "Float32" in storage else ""
