"""Whether and how Qt's windows are AppKit's, and how Easel calls AppKit."""

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
    """Whether AppKit shows the windows. Under other platform plugins a window's id is a number."""
    return sys.platform == "darwin" and QGuiApplication.platformName() == "cocoa"


def view_of(window: QWidget) -> Any:
    """The NSView of a top-level window; only where `has_cocoa`, else the id would be no address."""
    import objc

    return objc.objc_object(c_void_p=int(window.winId()))


class CocoaBridge:
    """Calls into Apple's frameworks for something that Easel can do without.

    The bridge raises what the system raises, an exception of Objective-C too. The first one is
    logged, and nothing is tried again.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self.works = True

    def call(self, do: Callable[[], T], default: T) -> T:
        """What `do` returns; `default` where it raised, now or before."""
        if not self.works:
            return default
        try:
            return do()
        except Exception:
            self.works = False
            logger.exception("This Mac could not %s", self._what)
            return default


def prepare_cocoa() -> None:
    """Tell AppKit, before there is a menu bar, that View has an entry for full screen already."""
    if not has_cocoa():
        return

    def set_defaults() -> None:
        import Foundation

        defaults = Foundation.NSUserDefaults.standardUserDefaults()
        defaults.setBool_forKey_(False, "NSFullScreenMenuItemEverywhere")

    CocoaBridge("keep its menu entry for full screen away").call(set_defaults, None)
