"""Whether and how Qt's windows are AppKit's."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def has_cocoa() -> bool:
    """Whether AppKit shows the windows. Under other platform plugins a window's id is a number."""
    return sys.platform == "darwin" and QGuiApplication.platformName() == "cocoa"


def view_of(window: QWidget) -> Any:
    """The NSView of a top-level window; only where `has_cocoa`, else the id would be no address."""
    import objc  # pyright: ignore[reportMissingImports]

    return objc.objc_object(c_void_p=int(window.winId()))
