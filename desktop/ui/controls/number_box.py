"""A small field for a number: typed, or stepped with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget


class NumberBox(QDoubleSpinBox):
    """Holds an int where `decimals` is 0, else a float.

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
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setGroupSeparatorShown(False)
        self.setKeyboardTracking(True)
        self.valueChanged.connect(lambda: self.value_changed.emit(self.value()))

    def value(self) -> float:
        """The number, as int where there are no decimals."""
        number = super().value()
        return round(number) if self.decimals() == 0 else number

    def set_value(self, value: float) -> None:
        """Show `value`."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def textFromValue(self, value: float) -> str:
        """The number without needless zeros: 7.5, not 7.50."""
        text = self.locale().toString(value, "f", self.decimals())
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text

    def sizeHint(self) -> QSize:
        return QSize(52, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(52, 28)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
