"""Every colour that the style sheet names comes from the palette, and Qt understands it all."""

from __future__ import annotations

import re

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop.models.resources import resource
from desktop.ui.theme.stylesheet import stylesheet


def test_no_name_is_left_open(qapp) -> None:
    source = resource("theme", "easel.qss").read_text(encoding="utf-8")
    body = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    assert re.search(r"@\w+", body), "the sheet takes its colours from the palette"
    written = re.sub(r"/\*.*?\*/", "", stylesheet(QPalette()), flags=re.DOTALL)
    assert re.findall(r"@\w+", written) == []


def test_qt_understands_it(qapp) -> None:
    widget = QWidget()
    widget.setStyleSheet(stylesheet(QPalette()))  # "Could not parse" would be a Qt warning
    widget.ensurePolished()
    assert widget.styleSheet()
