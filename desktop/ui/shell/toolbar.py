"""The toolbar: panels left and right, the status in the middle, search and tile size."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from desktop.ui.controls.search_field import SearchField
from desktop.ui.controls.slider_field import CalmSlider
from desktop.ui.gallery.list.gallery_view import MAX_SIDE, MIN_SIDE
from desktop.ui.menus.actions import Actions
from desktop.ui.theme.icons import ICON, icon

from .status_view import StatusView

_SEARCH_DELAY_MS = 150
_RIGHT_EDGE = 16
_LEAST_STATUS, _MOST_STATUS = 220, 400
_LEAST_SEARCH, _SEARCH = 116, 168
_LEAST_SLIDER, _SLIDER = 60, 88


class QueueButton(QToolButton):
    """The button that opens the queue, with the number of waiting jobs.

    Signals: `counted()`, the number changed, and the button's width with it.
    """

    counted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon("queue"))
        self.setIconSize(QSize(ICON, ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show that `count` jobs wait."""
        self.setText(str(count) if count else "")
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if count else style.ToolButtonIconOnly
        )
        words = self.tr("Queue: {n} waiting").format(n=count) if count else self.tr("Queue")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.counted.emit()


class ToolBar(QToolBar):
    """The toolbar. Signals: `search_changed(str)`, delayed; `tile_side_changed(int)`.

    `search_changed` follows a moment after typing.
    """

    search_changed = Signal(str)
    tile_side_changed = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._is_laid_out = False
        self.setWindowTitle(self.tr("Toolbar"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(ICON, ICON))
        self.status = StatusView()
        self.queue = QueueButton()
        self.search = self._search_field()
        self.tile_slider = self._size_slider()
        self._add_button(actions["show_sidebar"], "sidebar")
        self._before = self._add_space()
        self.addWidget(self.status)
        self.addWidget(self.queue)
        self._after = self._add_space()
        self.addWidget(self.tile_slider)
        self.addWidget(self.search)
        self._add_button(actions["show_inspector"], "inspector")
        self._is_laid_out = True
        self.queue.counted.connect(self._centre)
        self.queue.clicked.connect(actions["show_queue"].trigger)
        self.status.clicked.connect(actions["show_queue"].trigger)

    def insert_after_queue(self, widget: QWidget) -> QAction:
        """Insert `widget` right of the queue's button; return its visibility action."""
        actions = self.actions()
        queue = next(a for a in actions if self.widgetForAction(a) is self.queue)
        return self.insertWidget(actions[actions.index(queue) + 1], widget)

    def _add_button(self, action: QAction, name: str) -> None:
        action.setIcon(icon(name))
        action.setIconVisibleInMenu(False)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(action.text())
        self.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        """Center the status display in the window, as far as the other items leave room."""
        left = self._before.x()
        self._give_way(0)
        right = self._width_after_status()
        missing = right - (self.width() - _LEAST_STATUS) // 2
        if missing > 0:
            self._give_way(missing)
            right = self._width_after_status()
        room = self.width() - 2 * right
        status = max(_LEAST_STATUS, min(_MOST_STATUS, room))
        spacing = self._spacing()
        most = self.width() - left - status - right - spacing
        self.status.setFixedWidth(status)
        self._before.setFixedWidth(max(0, min((self.width() - status) // 2 - left - spacing, most)))

    def _give_way(self, pixels: int) -> None:
        """Shrink the search field and the slider by `pixels`, down to their minimum widths."""
        taken = min(pixels, _SEARCH - _LEAST_SEARCH)
        self.search.setFixedWidth(_SEARCH - taken)
        self.tile_slider.setFixedWidth(max(_LEAST_SLIDER, _SLIDER - (pixels - taken)))

    def _width_after_status(self) -> int:
        """Return the width in pixels of everything right of the status display, with spacing."""
        spacing = self._spacing()
        actions = [action for action in self.actions() if action.isVisible()]
        widgets = [self.widgetForAction(action) for action in actions]
        after = widgets[widgets.index(self.status) + 1 :]
        fixed = [widget for widget in after if widget is not self._after]
        needed = sum(_width_of(widget) for widget in fixed)
        return needed + spacing * (len(after) + 1) + _RIGHT_EDGE

    def _spacing(self) -> int:
        layout = self.layout()
        assert layout is not None, "a toolbar lays its buttons out"
        return layout.spacing()

    def actionEvent(self, event: QActionEvent) -> None:
        """Center again after an action is added, removed or renamed (Qt calls it)."""
        super().actionEvent(event)
        if self._is_laid_out:
            self._centre()

    def _add_space(self) -> QWidget:
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        return space

    def _search_field(self) -> SearchField:
        field = SearchField(self.tr("Search in prompts"), self.tr("Search"))
        field.setFixedWidth(_SEARCH)
        timer = QTimer(field)
        timer.setSingleShot(True)
        timer.setInterval(_SEARCH_DELAY_MS)
        timer.timeout.connect(lambda: self.search_changed.emit(field.text()))
        field.textChanged.connect(timer.start)
        return field

    def _size_slider(self) -> CalmSlider:
        slider = CalmSlider()
        slider.setRange(MIN_SIDE, MAX_SIDE)
        slider.setFixedWidth(_SLIDER)
        slider.setToolTip(self.tr("Size of the tiles"))
        slider.setAccessibleName(self.tr("Size of the tiles"))
        slider.valueChanged.connect(self.tile_side_changed)
        return slider


def _width_of(widget: QWidget) -> int:
    return min(max(widget.sizeHint().width(), widget.minimumWidth()), widget.maximumWidth())
