"""Colours on a Mac: every accent in both appearances can be read, and pictures are sRGB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QColorSpace, QPalette, QSurfaceFormat

from desktop.app.application import show_as_srgb
from desktop.ui.theme.theme import READABLE, Theme, complete, contrast, readable_accent
from tests.mac.mac_palette import ACCENTS, mac_palette, system_palette

from .conftest import MakeWindow
from .test_contrast import has_contrast

Role, Group = QPalette.ColorRole, QPalette.ColorGroup
LOOKS = [(accent, dark) for accent in ACCENTS for dark in (False, True)]


@pytest.mark.parametrize(("accent", "dark"), LOOKS)
def test_text_on_every_accent_can_be_read(accent: str, dark: bool) -> None:
    palette = complete(mac_palette(accent, dark=dark))
    for group in (Group.Active, Group.Inactive):
        ground = palette.color(group, Role.Accent)
        assert palette.color(group, Role.Highlight) == ground
        assert contrast(ground, palette.color(group, Role.HighlightedText)) >= READABLE
    text = palette.color(Role.HighlightedText)
    assert text == QColor("black" if accent == "yellow" else "white")
    hue, wanted = palette.color(Role.Accent).hslHueF(), QColor(ACCENTS[accent][dark]).hslHueF()
    assert hue == pytest.approx(wanted, abs=0.01)


def test_easels_own_accents_stay_as_they_are() -> None:
    for name in ("#2870dc", "#0a66d8"):
        assert readable_accent(QColor(name)) == (QColor(name), QColor("white"))


def test_without_it_the_text_would_be_black() -> None:
    """As Qt hands it on: controlTextColor for selected text, whatever is below it."""
    palette = mac_palette("blue", dark=False)
    assert palette.color(Role.HighlightedText).lightness() == 0


@pytest.fixture
def mac_look(qapp, themed: Theme) -> Iterator[Theme]:
    """The theme of all windows, with a Mac's palette; `show` one of its looks."""
    before = themed._system_palette
    yield themed
    themed._system_palette = before
    themed.show_as("light")


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_window_can_be_read_with_every_accent(
    qtbot, mac_look: Theme, make_window: MakeWindow, appearance: str
) -> None:
    window = make_window()
    for accent in ACCENTS:
        mac_look._system_palette = system_palette(accent)
        mac_look.show_as(appearance)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: has_contrast(window))


def test_windows_are_shown_as_srgb(qapp) -> None:
    """Else a Mac shows their numbers in its screen's colours: too vivid on every P3 screen."""
    before = QSurfaceFormat.defaultFormat()
    try:
        show_as_srgb()
        space = QSurfaceFormat.defaultFormat().colorSpace()
        assert space == QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    finally:
        QSurfaceFormat.setDefaultFormat(before)
