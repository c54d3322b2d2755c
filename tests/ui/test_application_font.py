"""Away from the Mac the window is drawn in the font that Easel brings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from desktop.models.resources import resource
from desktop.ui.theme import application_font

from .conftest import MakeWindow

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has a font of its own")


def test_the_window_is_drawn_in_it(qtbot, make_window: MakeWindow) -> None:
    assert QFontInfo(make_window().font()).family() == "Easel Inter"
    assert QFontInfo(make_window().font()).pixelSize() == 13


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold])
def test_each_weight_has_letters_of_its_own(qapp, themed, weight: QFont.Weight) -> None:
    font = QFont(qapp.font())
    font.setWeight(weight)
    info = QFontInfo(font)
    assert (info.family(), info.weight()) == ("Easel Inter", weight)
    if weight > QFont.Weight.Normal:  # drawn for it, not the thin one smeared
        wide, narrow = QFontMetrics(font), QFontMetrics(qapp.font())
        assert wide.horizontalAdvance("Hamburgefonstiv") > narrow.horizontalAdvance(
            "Hamburgefonstiv"
        )


def test_the_licence_is_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in resource("fonts", "LICENSE").read_text()


@pytest.mark.expects_warnings("is no font that Qt can read")
def test_a_damaged_file_is_told_and_passed_over(
    qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "Inter-Regular.ttf").write_bytes(b"no font")
    monkeypatch.setattr(application_font, "_FAMILY", "No Such Family")
    monkeypatch.setattr(application_font, "resource", lambda _: tmp_path)
    font = application_font.application_font(QFont("Sans Serif"))
    said = f"{tmp_path / 'Inter-Regular.ttf'} is no font that Qt can read"
    assert [record.getMessage() for record in caplog.records] == [said]
    assert font.families()[0] == "No Such Family"
