"""The window's start in each damaged home, on one sheet: `python -m tests.app.start_sheet OUT`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .damaged_homes import HOMES, DamagedHome, make_home

DRIVEN = Path(__file__).with_name("driven_app.py")
ROOT = Path(__file__).parents[2]
_COLUMNS, _CELL, _LABEL, _GAP = 4, (640, 400), 34, 10


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    taken: dict[str, Path] = {}
    for name, damaged in HOMES.items():
        taken[name] = out / f"{name.replace(' ', '-')}.png"
        print(name, _started(damaged, taken[name]), flush=True)
    _sheet(taken).save(out / "sheet.png")
    print(out / "sheet.png")


def _started(damaged: DamagedHome, picture: Path) -> str:
    """Start the app in the home; what it said in banners."""
    with tempfile.TemporaryDirectory(prefix="easel-start-") as place:
        home = damaged.at or Path(place) / "home"
        if damaged.at is None:
            damaged.damage(make_home(home))
        done = subprocess.run(
            [sys.executable, str(DRIVEN), "screenshot", str(picture)],
            env={**os.environ, "EASEL_HOME": str(home), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            preexec_fn=damaged.before,
            check=False,
        )
    return str(json.loads(done.stdout)["banners"]) if done.stdout else done.stderr[-500:]


def _sheet(taken: dict[str, Path]) -> Image.Image:
    rows = -(-len(taken) // _COLUMNS)
    width, height = _CELL[0] + _GAP, _CELL[1] + _LABEL + _GAP
    sheet = Image.new("RGB", (width * _COLUMNS + _GAP, height * rows + _GAP), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for number, (name, path) in enumerate(taken.items()):
        x, y = _GAP + number % _COLUMNS * width, _GAP + number // _COLUMNS * height
        pen.text((x, y), name, "black", font)
        if path.exists():
            with Image.open(path) as picture:
                picture.thumbnail(_CELL)
                sheet.paste(picture.convert("RGB"), (x, y + _LABEL))
    return sheet


if __name__ == "__main__":
    main(Path(sys.argv[1]))
