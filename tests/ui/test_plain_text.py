"""What files say of themselves is shown as it is written: no markup, and no picture of theirs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget

from desktop.ui.controls.breakable_label import MOST_SHOWN, BreakableLabel
from desktop.ui.theme.theme import Theme


@pytest.fixture
def themed(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    Theme(app).follow(window)
    return window


def test_a_label_shows_markup_as_it_is_written_and_reads_no_file(
    themed: QWidget, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.png")  # a picture read from it would keep the window for ever
    label = QLabel(f"<b>good at</b> <img src='{tmp_path / 'pipe.png'}'>", themed)
    label.setWordWrap(True)
    QVBoxLayout(themed).addWidget(label)
    themed.show()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not label.grab().isNull()


def test_a_tooltip_shows_markup_as_it_is_written(themed: QWidget, qtbot) -> None:
    themed.show()
    QToolTip.showText(themed.mapToGlobal(themed.rect().center()), "<b>a model</b>", themed)
    tips = [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QLabel) and "a model" in widget.text()
    ]
    assert [tip.textFormat() for tip in tips] == [Qt.TextFormat.PlainText]
    QToolTip.hideText()


@pytest.mark.parametrize("text", ["a" * 70_000, "word " * 14_000, "a/" * 35_000])
def test_a_prompt_of_70_000_letters_is_laid_out_at_once(text: str, qtbot) -> None:
    began = time.process_time()  # of the processor: how busy the machine is doesn't count
    label = BreakableLabel(text)
    qtbot.addWidget(label)
    assert label.heightForWidth(250) > 0
    assert time.process_time() - began < 1
    assert len(label.text().replace("\u200b", "")) == MOST_SHOWN + 1
