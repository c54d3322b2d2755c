"""The data: the starter's first pictures, and for each many captions, as one zip file."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

CAPTIONS = 48
"""Captions of each picture, drawn as the starter's training draws them."""


def prepare(work: Path, count: int, data: Path) -> None:
    """Write `count` pictures (n, 256, 256, 3) and their captions; the first is the name."""
    from starter.captions import captions_for
    from starter.data import read_items, read_pictures
    from starter.drawable import in_order
    from starter.fetch import fetch

    packages = work / "npm" / "node_modules"
    fetch(packages)
    items = read_items(packages)
    pictures = read_pictures(packages, items, work / "cache")
    chosen = in_order(items, pictures)[:count]
    captions = captions_for(items, pictures)
    random = np.random.default_rng(0)
    texts = []
    for index in chosen:
        drawn = {
            captions[index][language].draw(random)
            for language in ("en", "en", "ko")
            for _ in range(CAPTIONS // 3)
        }
        name = captions[index]["en"].label
        texts.append([name, captions[index]["ko"].label, *sorted(drawn - {name})])
    data.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("texts.json", json.dumps(texts, ensure_ascii=False))
        for number, index in enumerate(chosen):
            picture = io.BytesIO()
            Image.fromarray(pictures[index]).save(picture, "WEBP", quality=95)
            file.writestr(f"{number:04}.webp", picture.getvalue())


def read_data(data: Path) -> tuple[np.ndarray, list[list[str]]]:
    """The pictures (n, 256, 256, 3) uint8 and their captions."""
    with zipfile.ZipFile(data) as file:
        texts: list[list[str]] = json.loads(file.read("texts.json"))
        names = sorted(name for name in file.namelist() if name.endswith(".webp"))
        read = [Image.open(io.BytesIO(file.read(name))).convert("RGB") for name in names]
    return np.stack([np.asarray(picture) for picture in read]), texts
