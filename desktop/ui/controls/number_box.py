"""A small number field: typed, or stepped with the arrow keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class NumberBox(QLineEdit):
    """A number within a range: int if `decimals` is 0, else float.

    While invalid text is typed, the last valid number is kept, and shown again on focus out.
    Signals: `value_changed(object)`, for the user's changes only.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        low: float,
        high: float,
        *,
        step: float = 1,
        decimals: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self._step = step
        self._decimals = decimals
        self._value: float = low
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(12)
        self._multiple = 0
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.finish)
        self._show()

    def value(self) -> float:
        """Return the number, an int if `decimals` is 0."""
        return round(self._value) if self._decimals == 0 else self._value

    def set_value(self, value: float) -> None:
        """Show `value`, clamped to the range."""
        if value != self._value or not self.hasFocus():
            self._value = min(self._high, max(self._low, value))
            self._show()

    def set_step(self, step: float) -> None:
        """Set the step of the arrow keys."""
        self._step = step

    def set_multiple(self, multiple: int) -> None:
        """Round typed numbers to the nearest multiple; 0 accepts every number."""
        self._multiple = multiple

    def finish(self) -> None:
        """Commit the typed text as the nearest valid number and show that."""
        if self._multiple:
            nearest = round(self._value / self._multiple) * self._multiple
            lowest = math.ceil(self._low / self._multiple) * self._multiple
            highest = math.floor(self._high / self._multiple) * self._multiple
            self._take(min(highest, max(lowest, nearest)))
        self._show()

    def _show(self) -> None:
        text = self.locale().toString(float(self._value), "f", self._decimals)
        text = text.replace(self.locale().groupSeparator(), "")
        point = self.locale().decimalPoint()
        if point in text:
            text = text.rstrip("0").removesuffix(point)
        if text != self.text():
            self.setText(text)

    def _on_typed(self, text: str) -> None:
        number, good = self.locale().toDouble(text.replace(" ", ""))
        if not good:
            number, good = _plain_number(text)
        if good and self._low <= number <= self._high:
            self._take(number)

    def _take(self, number: float) -> None:
        number = round(number, self._decimals)
        if number != self._value:
            self._value = number
            self.value_changed.emit(self.value())

    def _step_by(self, count: int) -> None:
        steps = self._value / self._step
        whole = math.floor(steps + 1e-9) if count > 0 else math.ceil(steps - 1e-9)
        number = (whole + count) * self._step
        self._take(min(self._high, max(self._low, number)))
        self._show()
        self.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(52, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(44, 28)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = _STEPS.get(Qt.Key(event.key()))
        if count is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step_by(count)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the scroll area, unless this field has the focus."""
        if self.hasFocus() and event.angleDelta().y():
            self._step_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()


def _plain_number(text: str) -> tuple[float, bool]:
    """Parse a number written with a decimal point, whatever the locale; return (value, valid)."""
    try:
        number = float(text)
    except ValueError:
        return 0.0, False
    return number, math.isfinite(number)
