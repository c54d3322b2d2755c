"""A number with a slider for rough and a field for exact input."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from .number_box import NumberBox


class CalmSlider(QSlider):
    """A horizontal slider that leaves the wheel to its scroll area."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SliderField(QWidget):
    """A number; the slider covers the useful part of the range, the field all of it.

    Signals: `value_changed(object)`: int if `decimals` is 0, else float.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        low: float,
        high: float,
        *,
        slider_high: float | None = None,
        step: float = 1,
        decimals: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self.slider = CalmSlider()
        self.slider.setRange(round(low / step), round((slider_high or high) / step))
        self.slider.setPageStep(5)
        self.box = NumberBox(low, high, step=step, decimals=decimals)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.slider.valueChanged.connect(self._on_slider)
        self.box.value_changed.connect(self._on_box)

    def set_value(self, value: float) -> None:
        """Show `value`."""
        self.box.set_value(value)
        self._show_on_slider(value)

    def set_names(self, name: str) -> None:
        """Set the accessible name of both parts."""
        self.slider.setAccessibleName(name)
        self.box.setAccessibleName(name)

    def _show_on_slider(self, value: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self._step))
        self.slider.blockSignals(False)

    def _on_slider(self, position: int) -> None:
        self.box.set_value(position * self._step)
        self.value_changed.emit(self.box.value())

    def _on_box(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)
