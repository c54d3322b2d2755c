"""The bar below the canvas: brush and eraser, size, feather, zoom, undo, invert, clear."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.slider_field import SliderField

from .mask_canvas import MAX_BRUSH, MIN_BRUSH

_ICON = 18


class MaskToolbar(QFrame):
    """The editor's tools. Signals: `erasing_changed(bool)`; see also `size` and `feather`.

    `size` and `feather` have their own `value_changed`.
    """

    erasing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("maskTools")
        self.brush = icon_button("brush", self.tr("Brush (B)"), _ICON, checkable=True)
        self.eraser = icon_button(
            "eraser",
            self.tr("Eraser (E): hold Alt to erase with the brush"),
            _ICON,
            checkable=True,
        )
        self.brush_size = SliderField(MIN_BRUSH, MAX_BRUSH, slider_high=200)
        self.feather = SliderField(0, 500, slider_high=64)
        out, whole, near = map(_keys, ("Ctrl+-", "Ctrl+0", "Ctrl++"))
        words = self.tr("Zoom out ({keys})").format(keys=out)
        self.zoom_out = icon_button("minus", words, _ICON)
        words = self.tr("Show all of it ({keys})").format(keys=whole)
        self.zoom_fit = icon_button("zoom-fit", words, _ICON)
        words = self.tr("Zoom in ({keys}); hold Space to move the picture").format(keys=near)
        self.zoom_in = icon_button("plus", words, _ICON)
        self.undo = icon_button("undo", self.tr("Undo"), _ICON)
        self.redo = icon_button("redo", self.tr("Redo"), _ICON)
        self.invert = QPushButton(self.tr("Invert"))
        self.invert.setToolTip(self.tr("Redraw what is not painted (I)"))
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setToolTip(self.tr("Remove everything you painted"))
        for button in (self.invert, self.clear):
            button.setAccessibleName(button.text())
        both = QButtonGroup(self)
        both.addButton(self.brush)
        both.addButton(self.eraser)
        self.brush.setChecked(True)
        self._lay_out()
        both.buttonToggled.connect(lambda: self.erasing_changed.emit(self.eraser.isChecked()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(4)
        row.addWidget(self.brush)
        row.addWidget(self.eraser)
        for text, field, tip in (
            (
                self.tr("Size"),
                self.brush_size,
                self.tr("Width of the brush ([ and ], or the wheel)."),
            ),
            (
                self.tr("Feather"),
                self.feather,
                self.tr("How soft the mask’s edge is, in pixels of the new picture."),
            ),
        ):
            label = QLabel(text)
            label.setProperty("tone", "secondary")
            label.setBuddy(field)
            for widget in (label, field):
                widget.setToolTip(tip)
            field.set_names(text)
            field.setMaximumWidth(190)
            row.addSpacing(12)
            row.addWidget(label)
            row.addSpacing(4)
            row.addWidget(field, 1)
        row.addStretch(1)
        for button in (self.zoom_out, self.zoom_fit, self.zoom_in):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addSpacing(8)
        row.addWidget(self.invert)
        row.addSpacing(4)
        row.addWidget(self.clear)


def _keys(text: str) -> str:
    """Return the native text of the shortcut `text`."""
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.NativeText)
