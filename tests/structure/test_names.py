"""One name, one meaning: public classes and file names are unique in `desktop`, folders small."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

DESKTOP = Path(__file__).parents[2] / "desktop"
MOST_FILES = 15
"""Files in one folder, `__init__.py` not counted."""


def modules() -> list[Path]:
    return sorted(path for path in DESKTOP.rglob("*.py") if path.name != "__init__.py")


def twice(places: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: where for name, where in places.items() if len(where) > 1}


def test_a_public_class_name_has_one_meaning() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in DESKTOP.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(DESKTOP)))
    assert twice(places) == {}


def test_a_file_name_has_one_meaning() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        places[path.name].append(str(path.relative_to(DESKTOP)))
    assert twice(places) == {}


def test_no_folder_is_crowded() -> None:
    count: dict[str, int] = defaultdict(int)
    for path in modules():
        count[str(path.parent.relative_to(DESKTOP))] += 1
    assert {folder: files for folder, files in count.items() if files > MOST_FILES} == {}


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(DESKTOP))
        for path in DESKTOP.rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
