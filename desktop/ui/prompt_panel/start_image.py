"""The starting image: a well to drop a picture in, how strongly it is changed, how it is fitted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.core.capabilities import Support
from desktop.ui.bindings import bind
from desktop.ui.control_values import ControlValues
from desktop.ui.controls.form import Form, reason_label
from desktop.ui.controls.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.gallery.shapes import draw_rounded, fitted
from desktop.ui.gallery.store import SUFFIXES
from desktop.ui.gallery.thumbnails import read_scaled
from desktop.ui.icons import icon
from desktop.ui.theme import scaled_font, translucent
from desktop.worker.background import Background

_HEIGHT = 88
_SIDE = 320


class ImageWell(QWidget):
    """Signals: `chosen(str)`, the path of a picture that was dropped or picked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._name = ""
        self._hovered = False
        self.setAcceptDrops(True)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Starting image"))

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture and its name; a null image shows the invitation."""
        self._image, self._name = image, name
        self.setAccessibleDescription(name)
        self.setToolTip(name)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self._pick()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _picture_in(event):
            event.acceptProposedAction()
            self._hovered = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hovered = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hovered = False
        self.update()
        path = _picture_in(event)
        if path:
            event.acceptProposedAction()
            self.chosen.emit(path)

    def _pick(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Starting Image"), "", self.tr("Pictures ({list})").format(list=patterns)
        )
        if path:
            self.chosen.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        palette, role = self.palette(), QPalette.ColorRole
        lively = self.isEnabled() and (self._hovered or self.hasFocus())
        edge = palette.color(role.Accent if lively else role.Dark)
        line = Qt.PenStyle.SolidLine if not self._image.isNull() else Qt.PenStyle.DashLine
        painter.setPen(QPen(edge, 2 if lively else 1, line))
        fill = palette.color(role.Accent)
        painter.setBrush(
            translucent(fill, 0.14) if self._hovered else palette.color(role.AlternateBase)
        )
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 6, 6)
        if not self._image.isNull():
            inner = box.adjusted(5, 5, -5, -5)
            draw_rounded(painter, fitted(QSizeF(self._image.size()), inner), self._image, 4)
            return
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        color = role.PlaceholderText if self.isEnabled() else role.WindowText
        painter.setPen(palette.color(group, color))
        painter.setFont(scaled_font(self, 0.92))
        painter.drawText(
            box.adjusted(12, 0, -12, 0),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            self._name or self.tr("Drop a picture here, or click to choose one"),
        )


class StartImage(QWidget):
    """The group's content; it follows `ControlValues` and the model's capability."""

    def __init__(
        self, values: ControlValues, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._background = background
        self.well = ImageWell()
        self.clear = QToolButton()
        self.clear.setIcon(icon("close"))
        self.clear.setIconSize(QSize(14, 14))
        self.clear.setToolTip(self.tr("Start without a picture"))
        self.clear.setAccessibleName(self.clear.toolTip())
        self.strength = SliderField(0, 1, step=0.05, decimals=2)
        self.fit = PopUpButton()
        self.fit.add_entry(self.tr("Fill, cut off what is over"), "fill", short=self.tr("Fill"))
        self.fit.add_entry(self.tr("Fit, with borders"), "fit", short=self.tr("Fit"))
        self.fit.add_entry(self.tr("Stretch"), "stretch")
        self.steps = reason_label(self)
        self.reason = reason_label(self)
        self._lay_out()
        self.well.chosen.connect(lambda path: setattr(values, "start_image", path))
        self.clear.clicked.connect(lambda: setattr(values, "start_image", ""))
        bind(values, "start_strength", self.strength)
        bind(values, "start_fit", self.fit)
        values.watch("start_image", self._show)
        for name in ("start_strength", "steps"):
            values.watch(name, lambda _: self._show_steps())

    def support(self, support: Support) -> None:
        """Enable the group, or switch it off and say why."""
        for widget in (self.well, self.form):
            widget.setEnabled(bool(support))
        self.reason.setText(support.reason)
        self.reason.setVisible(not support)

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(
            self.tr("Strength"),
            self.strength,
            self.tr("How much of the picture is drawn anew: 0 keeps it, 1 replaces it."),
        )
        self.form.add_row(
            self.tr("Fit"), self.fit, self.tr("How the picture is brought to the wanted size.")
        )
        self.strength.set_names(self.tr("Strength"))
        self.form.add_wide(self.steps)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.well, 1)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.form)

    def _show(self, path: str) -> None:
        self.clear.setVisible(bool(path))
        self.form.setVisible(bool(path))
        self.well.show_image(QImage(), "")
        self._show_steps()
        if path:
            self._background.run(
                lambda: read_scaled(path, _SIDE), lambda image: self._take(path, image)
            )

    def _take(self, path: str, image: QImage) -> None:
        if path == self._values.start_image:
            name = Path(path).name
            if image.isNull():
                name = self.tr("“{name}” can't be shown").format(name=name)
            self.well.show_image(image, name)

    def _show_steps(self) -> None:
        steps, strength = self._values.steps, self._values.start_strength
        self.steps.setVisible(bool(self._values.start_image))
        self.steps.setText(
            self.tr("{run} of {steps} steps run.").format(
                run=min(int(steps * strength), steps), steps=steps
            )
        )


def _picture_in(event: QDropEvent) -> str:
    """The first dropped file that is a picture, "" for none."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path.lower().endswith(SUFFIXES):
            return path
    return ""
