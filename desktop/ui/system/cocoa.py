"""Access to AppKit: whether Qt's windows are AppKit's, and guarded calls."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)
T = TypeVar("T")


def has_cocoa() -> bool:
    """Return whether AppKit shows the windows; on other platforms a window's id is a number."""
    return sys.platform == "darwin" and QGuiApplication.platformName() == "cocoa"


def view_of(window: QWidget) -> Any:
    """Return a top-level window's NSView; only where `has_cocoa`, else the id is no address."""
    import objc

    return objc.objc_object(c_void_p=int(window.winId()))


class CocoaBridge:
    """Guarded calls into Apple's frameworks for something that Easel can do without.

    The bridge raises whatever the system raises, Objective-C exceptions included. The first
    exception is logged, and later calls are skipped.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self.works = True

    def call(self, do: Callable[[], T], default: T) -> T:
        """Return the result of `do`; `default` if it raises, or has raised before."""
        if not self.works:
            return default
        try:
            return do()
        except Exception:
            self.works = False
            logger.exception("This Mac could not %s", self._what)
            return default


def prepare_cocoa() -> None:
    """Tell AppKit, before the menu bar exists, that View has a full screen entry already."""
    if not has_cocoa():
        return

    def set_defaults() -> None:
        import Foundation

        defaults = Foundation.NSUserDefaults.standardUserDefaults()
        defaults.setBool_forKey_(False, "NSFullScreenMenuItemEverywhere")

    CocoaBridge("keep its menu entry for full screen away").call(set_defaults, None)
