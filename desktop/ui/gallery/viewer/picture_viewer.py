"""The full picture: one after the other with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.imaging.picture_canvas import PictureCanvas

from .viewer_overlay import ViewerOverlay


class PictureViewer(ViewerOverlay):
    """Signals: `step_requested(int)`, another picture; `edge_requested(int)`, the first (-1) or
    the last (1).
    """

    step_requested = Signal(int)
    edge_requested = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, PictureCanvas())
        self.setAccessibleName(self.tr("Picture"))
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
        }
