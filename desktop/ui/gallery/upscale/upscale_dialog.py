"""The options of upscaling: the upscaler file and the tile size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.asset import Asset
from desktop.ui.controls.form import AcceptButtons, Form, reason_label
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.theme.theme import scaled_font

TILES = (128, 256, 512, 1024)


class UpscaleDialog(QDialog):
    """A dialog for the upscaler and the tile size.

    Signals: `wanted(str, int)`, the upscaler's path and the side of a tile in pixels;
    `folders_requested()` and `get_requested()`, no upscaler is installed: the user wants to add a
    file or to download one.
    """

    wanted = Signal(str, int)
    folders_requested = Signal()
    get_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Upscale"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.heading = QLabel()
        self.heading.setFont(scaled_font(self.heading, 1.1, bold=True))
        self.upscaler = PopUpButton()
        self.upscaler.setMinimumWidth(240)
        self.tile = PopUpButton()
        for side in TILES:
            self.tile.add_entry(self.tr("{n} pixels").format(n=side), side)
        self.tile.set_value(256)
        self.reason = reason_label(self)
        self.folders = QPushButton(self.tr("Model Folders…"))
        self.folders.setAccessibleName(self.folders.text())
        self.folders.setAutoDefault(False)
        self.get = QPushButton(self.tr("Get One…"))
        self.get.setAccessibleName(self.tr("Get an upscaler"))
        self.get.setAutoDefault(False)
        self.get.clicked.connect(self._on_get)
        self.buttons = AcceptButtons(self.tr("Upscale"))
        self.go, self.stop = self.buttons.go, self.buttons.stop
        self._lay_out()
        self.buttons.accepted.connect(self._on_accept)
        self.buttons.rejected.connect(self.reject)
        self.folders.clicked.connect(self._on_folders)

    def open_for(self, count: int, upscalers: Sequence[Asset], chosen: str) -> None:
        """Open for `count` pictures; `chosen` is the upscaler that was used last."""
        self.heading.setText(self.tr("Upscale %n picture(s)", "", count))
        self.upscaler.clear_entries()
        for asset in upscalers:
            self.upscaler.add_entry(asset.name, asset.path, tip=asset.path)
        paths = [asset.path for asset in upscalers]
        self.upscaler.set_value(chosen if chosen in paths else (paths or [None])[0])
        some = bool(upscalers)
        self.form.setVisible(some)
        self.go.setEnabled(some)
        self.folders.setVisible(not some)
        self.get.setVisible(not some)
        words = self.tr(
            "The file decides how many times larger: most make four times. The new picture is "
            "saved beside the old one."
        )
        if not some:
            words = self.tr(
                "No upscaler is in your model folders. Get one, or put a file of the Real-ESRGAN "
                "family there, as safetensors."
            )
        self.reason.setText(words)
        self.reason.show()
        self.adjustSize()
        self.open()

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(
            self.tr("Upscaler"), self.upscaler, self.tr("The file that draws the larger picture.")
        )
        self.form.add_row(
            self.tr("Tiles"),
            self.tile,
            self.tr("The picture is enlarged piece by piece: smaller ones need less memory."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.form)
        column.addWidget(self.reason)
        sources = QHBoxLayout()
        sources.addWidget(self.get)
        sources.addWidget(self.folders)
        sources.addStretch(1)
        column.addLayout(sources)
        column.addSpacing(4)
        column.addWidget(self.buttons)
        self.setMinimumWidth(420)

    def _on_accept(self) -> None:
        self.wanted.emit(self.upscaler.value(), self.tile.value())
        self.accept()

    def _on_get(self) -> None:
        self.reject()
        self.get_requested.emit()

    def _on_folders(self) -> None:
        self.reject()
        self.folders_requested.emit()
