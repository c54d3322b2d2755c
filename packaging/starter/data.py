"""The pictures and their names: every emoji that has a picture, an English and a Korean name."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .config import IMAGE_SIZE, LANGUAGES, NAMES_PACKAGE, PICTURES_PACKAGE


@dataclass(frozen=True)
class Item:
    """One picture: its file's stem, its place in Unicode's order, its words by language."""

    key: str
    group: str
    subgroup: str
    names: dict[str, str]
    tags: dict[str, tuple[str, ...]]
    version: float

    @property
    def name(self) -> str:
        return self.names["en"]


def read_items(packages: Path) -> list[Item]:
    """All items in the order of the names file."""
    pictures = {path.stem for path in (packages / PICTURES_PACKAGE / "assets").glob("*.webp")}
    titles = _json(packages / NAMES_PACKAGE / "meta" / "groups.json")
    tables = {
        language: {entry["hexcode"]: entry for entry in _json(_names_file(packages, language))}
        for language in LANGUAGES
    }
    items = []
    for code, entry in tables["en"].items():
        key = _picture_of(code, pictures)
        if key is None or any(code not in table for table in tables.values()):
            continue
        if "group" not in entry:
            continue
        entries = {language: table[code] for language, table in tables.items()}
        items.append(
            Item(
                key=key,
                group=titles["groups"][str(entry["group"])],
                subgroup=titles["subgroups"][str(entry["subgroup"])],
                names={language: entry["label"] for language, entry in entries.items()},
                tags={lang: tuple(entry.get("tags", ())) for lang, entry in entries.items()},
                version=float(entry["version"]),
            )
        )
    return items


def read_pictures(packages: Path, items: list[Item], cache: Path) -> np.ndarray:
    """All pictures over white as one uint8 array (n, 256, 256, 3), kept in `cache`."""
    file = cache / f"pictures-{len(items)}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        folder = packages / PICTURES_PACKAGE / "assets"
        with ThreadPoolExecutor(2) as pool:
            arrays = list(pool.map(lambda item: picture(folder / f"{item.key}.webp"), items))
        partial = file.with_suffix(".part.npy")
        np.save(partial, np.stack(arrays))
        partial.replace(file)
    return np.load(file, mmap_mode="r")


def picture(file: Path) -> np.ndarray:
    """One picture over white; the few that are 264 high are cropped to their middle."""
    with Image.open(file) as source:
        image = source.convert("RGBA")
    over = Image.new("RGBA", image.size, "white")
    over.alpha_composite(image)
    left, top = (image.width - IMAGE_SIZE) // 2, (image.height - IMAGE_SIZE) // 2
    box = (left, top, left + IMAGE_SIZE, top + IMAGE_SIZE)
    return np.asarray(over.convert("RGB").crop(box))


def _picture_of(code: str, pictures: set[str]) -> str | None:
    """The picture's stem for a code point sequence; the two sets differ in variation selectors."""
    plain = code.lower()
    for key in (plain, plain.replace("-fe0f", ""), f"{plain}-fe0f"):
        if key in pictures:
            return key
    return None


def _names_file(packages: Path, language: str) -> Path:
    return packages / NAMES_PACKAGE / language / "data.json"


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
