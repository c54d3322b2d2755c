# /// script
# requires-python = ">=3.11"
# dependencies = ["fontpkg-inter==4.1.post1", "fonttools==4.68.0"]
# ///
"""Makes resources/fonts from Inter's variable files: `.venv/bin/uv run packaging/static_fonts.py`.

Qt takes no weight of a variable font that an application brings: it draws all of them as Regular.
The family gets a name of its own, so that an Inter that the system has can't come between.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Easel Inter"
FACES = (
    ("Regular", "Inter[opsz,wght].ttf", 400),
    ("SemiBold", "Inter[opsz,wght].ttf", 600),
    ("Bold", "Inter[opsz,wght].ttf", 700),
    ("Italic", "Inter-Italic[opsz,wght].ttf", 400),
)
TEXT_SIZE = 14  # of the optical size axis: its smallest, for text
NEEDLESS = 16, 17, 21, 22, 25


def static_face(source: Path, style: str, weight: int) -> TTFont:
    """One weight of the variable font at `source`, under the family's own name."""
    font = TTFont(source, recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight, "opsz": TEXT_SIZE}, inplace=True)
    names = font["name"]
    for number in NEEDLESS:
        names.removeNames(nameID=number)
    plain = style in ("Regular", "Bold", "Italic")
    said = {
        1: FAMILY if plain else f"{FAMILY} {style}",
        2: style if plain else "Regular",
        3: f"{FAMILY} {style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
    }
    if not plain:
        said |= {16: FAMILY, 17: style}
    for number, text in said.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold, regular = style == "Bold", style in ("Regular", "SemiBold")
    flags = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = (
        flags | (1 << 5 if bold else 0) | (1 << 6 if regular else 0) | (style == "Italic")
    )
    font["head"].macStyle = (1 if bold else 0) | (2 if style == "Italic" else 0)
    if "STAT" in font:
        del font["STAT"]
    return font


def main() -> None:
    package = Path(str(files("fontpkg_inter")))
    target = Path(__file__).resolve().parent.parent / "resources" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for style, file, weight in FACES:
        static_face(package / "files" / file, style, weight).save(target / f"Inter-{style}.ttf")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


if __name__ == "__main__":
    main()
