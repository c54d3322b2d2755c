"""The number of pictures, Generate and Cancel, always visible below the controls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop.ui.controls.number_box import NumberBox
from desktop.ui.menus.actions import Actions
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues
from desktop.ui.theme.icons import icon
from desktop.ui.theme.theme import scaled_font
from desktop.worker.session_state import Cancelling, Ready, State

_PADDING = 8
"""Pixels left and right of the button's text, at the least."""


class GenerateBar(QFrame):
    """The bar of buttons, which follow the session's state and trigger the window's actions."""

    def __init__(
        self, values: ControlValues, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("generateBar")
        self._generate_action = actions["generate"]
        self.generate = QPushButton(self.tr("Generate"))
        self.generate.setProperty("kind", "primary")
        self.generate.setAccessibleName(self.generate.text())
        self.generate.setProperty("size", "large")
        self.cancel = QPushButton()
        self.cancel.setProperty("size", "large")
        self.cancel.setProperty("kind", "icon")
        self.cancel.setIcon(icon("stop"))
        self.cancel.setFixedWidth(40)
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.live = QToolButton()
        self.live.setObjectName("live")
        actions["live"].setIcon(icon("live"))
        actions["live"].setIconVisibleInMenu(False)
        self.live.setDefaultAction(actions["live"])
        self.live.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.live.setAccessibleName(actions["live"].text())
        self.live.hide()
        self.count = NumberBox(1, 1000)
        self.count.setFixedWidth(48)
        words = QLabel(self.tr("Pictures"))
        words.setProperty("tone", "secondary")
        words.setFont(scaled_font(words, 0.92))
        words.setBuddy(self.count)
        self._count_words = words
        self.count.setAccessibleName(words.text())
        bind(values, "count", self.count)
        for name in ("grid_columns", "grid_rows"):
            values.watch(name, lambda _: self._follow_grid(bool(values.grid_axes())))
        self._row = row = QHBoxLayout(self)
        self.leave_at_right(0)
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.count)
        row.addSpacing(4)
        row.addWidget(self.generate, 1)
        row.addWidget(self.live)
        row.addWidget(self.cancel)
        self.generate.clicked.connect(actions["generate"].trigger)
        self.cancel.clicked.connect(actions["cancel"].trigger)
        self._blocked = ""
        self.show_state(Ready())

    def leave_at_right(self, gutter: int) -> None:
        """Align with the column above, whose scroll bar takes `gutter` pixels."""
        self._row.setContentsMargins(16, 12, 16 + gutter, 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """Leave out the count's word where the button's would be cut."""
        words, button = self._count_words, self.generate
        usual = button.minimumSizeHint().width()
        least = button.fontMetrics().horizontalAdvance(button.text()) + 2 * _PADDING
        spare = self.width() - self._row.minimumSize().width() + usual - least
        if words.isHidden():
            words.setVisible(spare >= words.sizeHint().width() + self._row.spacing())
        elif spare < 0:
            words.hide()

    def _follow_grid(self, grid: bool) -> None:
        """Disable the count for a grid, which makes one picture per cell."""
        tip = self.tr("How many pictures to draw; each has the next seed.")
        if grid:
            tip = self.tr("The grid decides how many pictures there are.")
        for widget in (self._count_words, self.count):
            widget.setToolTip(tip)
            widget.setEnabled(not grid)

    def show_state(self, state: State) -> None:
        """Enable what `state` allows."""
        busy = not isinstance(state, Ready)
        self.cancel.setVisible(busy)
        stopping = isinstance(state, Cancelling)
        self.cancel.setEnabled(not stopping)
        self.cancel.setToolTip(self.tr("Stopping…") if stopping else self.tr("Cancel"))
        self.generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self.generate.setAccessibleName(self.generate.text())
        self._show_tip(busy)

    def block(self, reason: str) -> None:
        """Disable Generate, with the reason as tooltip; "" enables it again."""
        self._blocked = reason
        self.generate.setEnabled(not reason)
        self._show_tip(self.cancel.isVisible())

    def _show_tip(self, busy: bool) -> None:
        tip = (
            self.tr("Draws after what is in the queue.") if busy else self.tr("Draws the picture.")
        )
        keys = self._generate_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.generate.setToolTip(self._blocked or f"{tip}  ({keys})")
