"""The Mac's Share menu for pictures; other systems have none."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from .cocoa import CocoaBridge, has_cocoa, view_of


def can_share() -> bool:
    """Return whether this system has a Share menu."""
    return sys.platform == "darwin"


def share(paths: Sequence[str], widget: QWidget, at: QPoint) -> None:
    """Open the Share menu for these files at the point `at` in `widget`."""
    if has_cocoa():
        CocoaBridge("open its Share menu").call(lambda: _open_menu(paths, widget, at), None)


def _open_menu(paths: Sequence[str], widget: QWidget, at: QPoint) -> None:
    import AppKit

    view = view_of(widget.window())
    spot = widget.mapTo(widget.window(), at)
    urls = [AppKit.NSURL.fileURLWithPath_(path) for path in paths]
    picker = AppKit.NSSharingServicePicker.alloc().initWithItems_(urls)
    # Qt's views count from the top, as their isFlipped says
    box = AppKit.NSMakeRect(spot.x(), spot.y(), 1, 1)
    picker.showRelativeToRect_ofView_preferredEdge_(box, view, AppKit.NSMinYEdge)
