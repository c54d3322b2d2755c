"""The icon file has every size, drawn, and looks like an icon at each."""

from __future__ import annotations

import io
from pathlib import Path

import draw_icon
import icnsutil
import pytest
from PIL import Image


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icon")
    assert draw_icon.main([str(folder)]) == 0
    return folder


def entries(drawn: Path) -> dict[str, bytes]:
    return dict(icnsutil.IcnsFile(file=str(drawn / "Easel.icns")).media)


def test_icns_holds_each_size_once_and_retina(drawn: Path) -> None:
    assert set(entries(drawn)) == {
        *("ic04", "ic05", "ic07", "ic08", "ic09", "ic10", "ic11", "ic12", "ic13", "ic14"),
    }
    assert list(icnsutil.IcnsFile.verify(str(drawn / "Easel.icns"))) == []


@pytest.mark.parametrize(("key", "pixels"), draw_icon.ICNS_ENTRIES.items())
def test_each_entry_has_the_pixels_its_type_says(drawn: Path, key: str, pixels: int) -> None:
    data = entries(drawn)[key]
    if key in draw_icon.AS_PLANES:
        assert icnsutil.ArgbImage(data=data).size == (pixels, pixels)
    else:
        assert Image.open(io.BytesIO(data)).size == (pixels, pixels)


def test_packed_planes_unpack_to_what_was_drawn() -> None:
    image = draw_icon.render(16)
    unpacked = icnsutil.ArgbImage(data=draw_icon.argb(image))
    pixels = bytes(image.constBits())
    assert bytes(unpacked.r) == pixels[0::4]
    assert bytes(unpacked.a) == pixels[3::4]


@pytest.mark.parametrize("pixels", draw_icon.PNG_SIZES)
def test_png_is_clear_at_the_corner_solid_inside_and_full_of_colour(
    drawn: Path, pixels: int
) -> None:
    with Image.open(drawn / f"easel-{pixels}.png") as opened:
        picture = opened.convert("RGBA")
    assert picture.size == (pixels, pixels)
    assert picture.getpixel((0, 0))[3] < 40
    assert picture.getpixel((pixels // 2, pixels // 2))[3] == 255
    colours = picture.getcolors(maxcolors=pixels * pixels)
    assert colours is not None
    assert len(colours) > 30


def test_small_icons_are_sharp_where_the_large_drawing_would_blur() -> None:
    """The tray under the canvas is one whole row of pixels at 16."""
    image = draw_icon.render(16)
    tray = [image.pixelColor(column, 10).name() for column in range(3, 13)]
    assert len(set(tray)) == 1
    assert image.pixelColor(7, 11).name() not in tray


def test_background_has_both_scales(drawn: Path) -> None:
    width, height = draw_icon.BACKGROUND_SIZE
    for scale, name in ((1, "background.png"), (2, "background@2x.png")):
        with Image.open(drawn / name) as picture:
            assert picture.size == (scale * width, scale * height)


@pytest.mark.qt_log_ignore("Cannot read file")
def test_broken_svg_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("no drawing")
    with pytest.raises(ValueError, match=r"broken\.svg"):
        draw_icon.render_svg(broken, 16, 16)
