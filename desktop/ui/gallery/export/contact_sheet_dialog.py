"""The options of a contact sheet, with a preview of its first page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.ui.controls.form import AcceptButtons, Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.picture_shapes import fitted
from desktop.ui.imaging.rgb_image import rgb_image
from desktop.worker.background import Background

if TYPE_CHECKING:
    from desktop.storage.pictures.contact_sheet import SheetOptions

_PAUSE_MS = 120


class Page(QWidget):
    """A sheet of paper on a gray ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("First page"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.image = QImage()

    def sizeHint(self) -> QSize:
        return QSize(300, 400)

    def show_page(self, image: QImage) -> None:
        """Show another page."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        size = QSizeF(self.image.size()) if not self.image.isNull() else QSizeF(1240, 1754)
        paper = fitted(size, QRectF(self.rect()).adjusted(16, 16, -16, -16))
        painter.fillRect(paper.translated(0, 2), QColor(0, 0, 0, 60))
        painter.fillRect(paper, QColor("white"))
        if not self.image.isNull():
            ratio = self.devicePixelRatioF()
            pixels = QSize(round(paper.width() * ratio), round(paper.height() * ratio))
            smooth = Qt.TransformationMode.SmoothTransformation
            kept = Qt.AspectRatioMode.IgnoreAspectRatio
            painter.drawImage(paper, self.image.scaled(pixels, kept, smooth))


class ContactSheetDialog(QDialog):
    """A dialog whose choices are `options()`."""

    def __init__(
        self,
        pictures: Sequence[tuple[Path, str]],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Contact Sheet of %n picture(s)", "", len(pictures)))
        self.resize(660, 480)
        self._pictures = pictures
        self._background = background
        self._turn = 0
        self.page = Page()
        self.format = PopUpButton()
        self.format.add_entry("PDF", "pdf")
        self.format.add_entry(self.tr("PNG, one file a page"), "png", short="PNG")
        self.format.set_value("pdf")
        self.columns = SliderField(1, 10)
        self.columns.set_value(4)
        self.columns.set_names(self.tr("Columns"))
        self.captions = PopUpButton()
        self.captions.add_entry(self.tr("Prompt"), True)
        self.captions.add_entry(self.tr("None"), False)
        self.captions.set_value(True)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("tone", "secondary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._build()
        for control in (self.columns, self.captions):
            control.value_changed.connect(lambda: self._pause.start())
        self._draw()

    def _build(self) -> None:
        form = Form()
        form.add_row(self.tr("Format"), self.format)
        form.add_row(self.tr("Columns"), self.columns, self.tr("How many pictures side by side"))
        form.add_row(self.tr("Captions"), self.captions, self.tr("The text under each picture"))
        box = AcceptButtons(self.tr("Save…"))
        self.save = box.go
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setContentsMargins(0, 24, 24, 16)
        right.setSpacing(12)
        right.addWidget(form)
        right.addWidget(self.problem)
        right.addStretch(1)
        right.addWidget(box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.page, 1)
        row.addLayout(right, 1)

    def options(self) -> SheetOptions:
        """Return the chosen options."""
        from desktop.storage.pictures.contact_sheet import SheetOptions

        return SheetOptions(
            format=self.format.value(),
            columns=int(self.columns.box.value()),
            captions=self.captions.value(),
        )

    def _draw(self) -> None:
        self._turn += 1
        turn, options, pictures = self._turn, self.options(), self._pictures
        self._background.run(
            lambda: draw_page(pictures, options),
            lambda image: self._take(turn, image),
            self._show_problem,
        )

    def _take(self, turn: int, image: QImage) -> None:
        if turn == self._turn and self._alive():
            self.page.show_page(image)

    def _show_problem(self, error: EaselError) -> None:
        if self._alive():
            self.problem.setText(translate_message(error.message))
            self.save.setEnabled(False)

    def _alive(self) -> bool:
        from shiboken6 import isValid

        return isValid(self)


def draw_page(pictures: Sequence[tuple[Path, str]], options: SheetOptions) -> QImage:
    """Return the first page. For background threads. Raises EaselError."""
    from desktop.storage.pictures.contact_sheet import first_page

    page = first_page(pictures, options)
    return rgb_image(page.width, page.height, page.tobytes())
