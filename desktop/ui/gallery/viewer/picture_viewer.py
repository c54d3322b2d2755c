"""The viewer of full pictures, stepped through with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.gallery.picture_menu import GO_ON
from desktop.ui.imaging.finder_colours import COLOURS
from desktop.ui.imaging.picture_canvas import PictureCanvas
from desktop.ui.menus.actions import Actions

from .filmstrip import Filmstrip
from .viewer_overlay import ViewerOverlay


class PictureViewer(ViewerOverlay):
    """The overlay of a single full picture.

    Signals: `step_requested(int)`, another picture; `edge_requested(int)`, the first (-1) or the
    last (1); `menu_requested(QPoint)`, a global position; `before_wanted(bool)`, show the picture's
    source while B is held.
    """

    step_requested = Signal(int)
    edge_requested = Signal(int)
    menu_requested = Signal(QPoint)
    before_wanted = Signal(bool)

    def __init__(self, window: QWidget, actions: Actions, strip: Filmstrip) -> None:
        super().__init__(window, PictureCanvas())
        self.setAccessibleName(self.tr("Picture"))
        self.strip = strip
        self.insert_above_bar(strip)
        self._add_picture_buttons(actions)
        step = self.step_requested.emit
        back = self.bar.add_button("chevron-left", self.tr("Previous picture (←)"))
        back.clicked.connect(lambda: step(-1))
        forward = self.bar.add_button("chevron-right", self.tr("Next picture (→)"))
        forward.clicked.connect(lambda: step(1))
        self.bar.add_gap()
        self.add_zoom_buttons()
        self.keys |= {
            Qt.Key.Key_Right: lambda: step(1),
            Qt.Key.Key_Down: lambda: step(1),
            Qt.Key.Key_Left: lambda: step(-1),
            Qt.Key.Key_Up: lambda: step(-1),
            Qt.Key.Key_Home: lambda: self.edge_requested.emit(-1),
            Qt.Key.Key_End: lambda: self.edge_requested.emit(1),
            Qt.Key.Key_Space: self.close_layer,
            Qt.Key.Key_B: lambda: self.before_wanted.emit(True),
            Qt.Key.Key_C: self.original.click,
        }

    def _add_picture_buttons(self, actions: Actions) -> None:
        """Add the most frequent picture actions; all of them are in the menus, too."""
        bar = self.bar
        self.rate = bar.add_menu(
            "star", self.tr("Rating"), [actions[f"stars_{number}"] for number in range(6)]
        )
        self.tag = bar.add_menu(
            "album", self.tr("Tags"), [actions[f"tag_{colour}"] for colour in COLOURS]
        )
        self.use = bar.add_action("adjust", actions["use_settings"])
        self.go_on = bar.add_menu(
            "pencil", self.tr("Continue from here"), [actions[name] for name in GO_ON]
        )
        self.original = bar.add_action("compare", actions["compare_original"])
        self.original.setToolTip(self.tr("Compare with its original (C)"))
        self.trash = bar.add_action("trash", actions["trash"])
        bar.add_gap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_B or not event.isAutoRepeat():
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat():
            self.before_wanted.emit(False)
        else:
            super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())
