"""A family's id stands in its record; elsewhere only where files of the family are told apart."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from desktop.models.families.known_families import FAMILIES

DESKTOP = Path(__file__).parents[2] / "desktop"
IDS = frozenset(FAMILIES) - {"unknown"}
NEW = frozenset(name for name, family in FAMILIES.items() if family.flow is not None)
ALLOWED = {
    "models/recognition/": "what a file is, by its tensors, configs and words",
    "models/bundles/assemble.py": "what a Core ML folder is, by its parts",
    "models/bundles/coreml_models.py": "the refiner within the base model's Core ML folder",
    "engines/torch/loading.py": "what a folder that was never recognised is, by its UNet",
    "engines/coreml/coreml_text_encoder.py": "SD 2's padding token in Core ML folders",
    "engines/coreml/coreml_unet.py": "the refiner within the base model's Core ML folder",
    "storage/metadata/tools/invokeai.py": "InvokeAI's names of families",
}
"""Files and folders with ids of Stable Diffusion's families, and why."""


def ids_in(path: Path) -> set[str]:
    """The families' ids that are literals in a file, docstrings left out."""
    text = path.read_text(encoding="utf-8")
    if not any(f'"{one}"' in text for one in IDS):
        return set()
    tree = ast.parse(text)
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {word for word in words if isinstance(word, str)} & IDS


@cache
def places() -> dict[str, set[str]]:
    found = {str(path.relative_to(DESKTOP)): ids_in(path) for path in DESKTOP.rglob("*.py")}
    return {
        name: ids for name, ids in found.items() if ids and not name.startswith("models/families/")
    }


def test_no_id_stands_elsewhere() -> None:
    elsewhere = {name: ids for name, ids in places().items() if not name.startswith(tuple(ALLOWED))}
    assert elsewhere == {}


def test_a_flow_family_stands_in_its_record_alone() -> None:
    assert {name: ids & NEW for name, ids in places().items() if ids & NEW} == {}


def test_what_is_allowed_is_needed() -> None:
    assert [one for one in ALLOWED if not any(name.startswith(one) for name in places())] == []
