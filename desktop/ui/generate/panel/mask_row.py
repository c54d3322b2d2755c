"""The mask of the starting image: painted in the window, feathered, inverted, removed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.capabilities import Support
from desktop.ui.controls.form import Form, reason_label, remove_button
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.controls.toggle import Toggle
from desktop.ui.generate.mask.mask_images import VEIL, tinted
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.image_well import ImageWell
from desktop.ui.imaging.thumbnails import read_scaled
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

_SIDE = 320


class MaskRow(QWidget):
    """The mask as an overlay in the image well. Signals: `paint_requested()`."""

    paint_requested = Signal()

    def __init__(
        self,
        values: ControlValues,
        well: ImageWell,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._well, self._background = values, well, background
        self.paint = QPushButton()
        self.paint.setToolTip(self.tr("Paint over the part to redraw; the rest stays as it is."))
        self.clear = remove_button(self.tr("Remove the mask: the whole picture is redrawn"))
        self.invert = Toggle(
            self.tr("Inverted"), self.tr("The painted part stays, and the rest is redrawn.")
        )
        self.feather = SliderField(0, 500, slider_high=64)
        self.reason = reason_label(self)
        self._lay_out()
        self.paint.clicked.connect(self.paint_requested)
        self.clear.clicked.connect(self._remove)
        bind(values, "mask_inverted", self.invert)
        bind(values, "mask_feather", self.feather)
        values.watch("mask", self._show)
        values.watch("mask_inverted", lambda _: self._veil())
        well.shown.connect(lambda: self._veil())

    def support(self, support: Support) -> None:
        """Enable painting, or disable it with the reason."""
        self.paint.setEnabled(bool(support))
        self.form.setEnabled(bool(support))
        self.reason.setText(translate_message(support.reason))
        self.reason.setVisible(not support and bool(support.reason))

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(
            self.tr("Feather"),
            self.feather,
            self.tr("How soft the mask’s edge is, in pixels of the new picture."),
        )
        self.feather.set_names(self.tr("Feather"))
        self.form.add_wide(self.invert)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.paint, 1)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.form)

    def _show(self, path: str) -> None:
        words = self.tr("Change the Mask…") if path else self.tr("Paint a Mask…")
        self.paint.setText(words)
        self.paint.setAccessibleName(words)
        self.clear.setVisible(bool(path))
        self.form.setVisible(bool(path))
        self._veil()

    def _remove(self) -> None:
        self._values.keep_undo("Remove Mask")
        self._values.mask = ""

    def _veil(self) -> None:
        path = self._values.mask
        if not path or self._well.image.isNull():
            self._well.show_veil(QImage())
            return
        self._background.run(lambda: read_scaled(path, _SIDE), lambda mask: self._take(path, mask))

    def _take(self, path: str, mask: QImage) -> None:
        if path != self._values.mask or mask.isNull() or self._well.image.isNull():
            return
        mask = mask.scaled(self._well.image.size())
        if self._values.mask_inverted:
            mask.invertPixels(QImage.InvertMode.InvertRgb)
        self._well.show_veil(tinted(mask, VEIL, 0.6))
