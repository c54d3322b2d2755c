"""Renders the app's icon and the disk image's background from their SVGs.

    python packaging/draw_icon.py FOLDER

It writes Easel.icns for the Mac, easel-N.png for Linux, and background.png with its @2x. Up to 32
pixels a simplified drawing is used: what is fine at 64 is mud at 16.
"""

from __future__ import annotations

import sys
from pathlib import Path

import icnsutil
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "app_icon"
LARGE = ICONS / "easel.svg"
SMALL = ICONS / "easel-small.svg"
LAST_SMALL = 32
BACKGROUND = Path(__file__).resolve().parent / "dmg_background.svg"
BACKGROUND_SIZE = (660, 420)

ICNS_ENTRIES = {
    "ic04": 16,
    "ic05": 32,
    "ic11": 32,
    "ic12": 64,
    "ic07": 128,
    "ic13": 256,
    "ic08": 256,
    "ic14": 512,
    "ic09": 512,
    "ic10": 1024,
}
"""What Apple's iconutil writes: 16, 32, 128, 256 and 512 points, each at 1x and 2x, in pixels."""
AS_PLANES = ("ic04", "ic05")
"""These two are packed planes; all the others are PNGs."""
PNG_SIZES = (16, 32, 48, 64, 128, 256, 512)


def render(pixels: int) -> QImage:
    """The icon at `pixels` x `pixels`, transparent around it."""
    return render_svg(SMALL if pixels <= LAST_SMALL else LARGE, pixels, pixels)


def render_svg(source: Path, width: int, height: int) -> QImage:
    """`source` drawn to `width` x `height` pixels as RGBA, alpha not premultiplied."""
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise ValueError(f"{source} is not an SVG that Qt can read")
    image = QImage(width, height, QImage.Format.Format_RGBA8888_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_RGBA8888)


def png(image: QImage) -> bytes:
    """`image` as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue]
        raise ValueError("Qt could not write the PNG")
    return bytes(buffer.data().data())


def argb(image: QImage) -> bytes:
    """`image` as the run-length packed planes that the icns format keeps small icons in."""
    pixels = bytes(image.constBits())
    planes = [list(pixels[channel::4]) for channel in (3, 0, 1, 2)]
    return b"ARGB" + b"".join(icnsutil.PackBytes.pack(plane) for plane in planes)


def write_icns(path: Path) -> None:
    """Write the Mac's icon file with each size of `ICNS_ENTRIES`."""
    icns = icnsutil.IcnsFile()
    for key, pixels in ICNS_ENTRIES.items():
        image = render(pixels)
        icns.add_media(key, data=argb(image) if key in AS_PLANES else png(image))
    icns.write(str(path))


def main(arguments: list[str]) -> int:
    """Draw everything into the folder that `arguments` names."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    write_icns(folder / "Easel.icns")
    width, height = BACKGROUND_SIZE
    for scale, suffix in ((1, ""), (2, "@2x")):
        image = render_svg(BACKGROUND, width * scale, height * scale)
        (folder / f"background{suffix}.png").write_bytes(png(image))
    for pixels in PNG_SIZES:
        (folder / f"easel-{pixels}.png").write_bytes(png(render(pixels)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
