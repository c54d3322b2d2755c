"""How a section of a column is headed; a row within one has a small secondary label at its left."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.theme.theme import scaled_font


def heading_font(widget: QWidget) -> QFont:
    """The font of every section's heading, whether it folds or not."""
    return scaled_font(widget, 0.92, bold=True)


def section_heading(text: str, control: QWidget | None = None) -> QLabel:
    """A heading that doesn't fold; `control` is what it names, where that is one control."""
    heading = QLabel(text)
    heading.setProperty("tone", "section")
    heading.setFont(heading_font(heading))
    if control is not None:
        heading.setBuddy(control)
    return heading
