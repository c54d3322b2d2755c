"""The dialog of More Like This: how far from a picture its variations may be, and how many."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.ui.controls.form import AcceptButtons, Form, reason_label
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.theme.theme import scaled_font

_MOST = 16


@dataclass(frozen=True)
class Variations:
    """`distance` 0..1 from the picture; `by_noise`: in its noise, else in its pixels."""

    distance: float
    count: int
    by_noise: bool


class MoreDialog(QDialog):
    """The dialog. Signals: `wanted(Variations)`."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("More Like This"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.heading = QLabel(self.tr("More Like This"))
        self.heading.setFont(scaled_font(self.heading, 1.1, bold=True))
        self.distance = SliderField(0.05, 1, step=0.05, decimals=2)
        self.count = SliderField(1, _MOST)
        self.route = PopUpButton()
        self.reason = reason_label(self)
        self.buttons = AcceptButtons(self.tr("Generate"))
        self.go, self.stop = self.buttons.go, self.buttons.stop
        self._lay_out()
        self.distance.set_value(0.3)
        self.count.set_value(4)
        self.route.value_changed.connect(self._explain)
        self.buttons.accepted.connect(self._on_accept)
        self.buttons.rejected.connect(self.reject)

    def open_for(self, *, by_noise: bool) -> None:
        """Ask; `by_noise`: the picture's noise is known, and can be varied."""
        self.route.clear_entries()
        if by_noise:
            self.route.add_entry(self.tr("Its noise"), True)
        self.route.add_entry(self.tr("Its pixels"), False)
        self.route.set_value(by_noise)
        self.route.setEnabled(by_noise)
        self._explain()
        self.distance.setFocus()
        self.adjustSize()
        self.open()

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(
            self.tr("Distance"),
            self.distance,
            self.tr("How different the new pictures may be: 0 is the same picture, 1 another one."),
        )
        self.distance.set_names(self.tr("Distance"))
        self.form.add_row(self.tr("Pictures"), self.count, self.tr("How many are drawn."))
        self.count.set_names(self.tr("Pictures"))
        self.form.add_row(
            self.tr("Vary"), self.route, self.tr("What of the picture is kept and what changes.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.form)
        column.addWidget(self.reason)
        column.addSpacing(4)
        column.addWidget(self.buttons)
        self.setMinimumWidth(420)

    def _explain(self) -> None:
        words = self.tr(
            "The pictures are drawn with its settings, from its noise mixed with some of another "
            "seed: the composition stays alike."
        )
        if not self.route.value():
            words = self.tr(
                "The pictures start from this one: the smaller the distance, the more of it stays."
            )
        self.reason.setText(words)
        self.reason.show()

    def _on_accept(self) -> None:
        self.distance.box.finish()
        self.count.box.finish()
        distance, count = self.distance.box.value(), int(self.count.box.value())
        wanted = Variations(distance, count, self.route.value())
        self.accept()
        self.wanted.emit(wanted)
