"""The app's Dock icon: the job's progress and the number of waiting jobs."""

from __future__ import annotations

import sys
from typing import Any, Protocol

from PySide6.QtGui import QGuiApplication

from .cocoa import CocoaBridge

_BAR_HEIGHT = 14.0
_MARGIN = 8.0


class Dock(Protocol):
    """The icon of the running app, wherever the desktop shows it."""

    def show_progress(self, fraction: float | None) -> None:
        """Show `fraction` (0..1); None: idle."""
        ...

    def show_count(self, count: int) -> None:
        """Show a badge with `count`; 0: none."""
        ...


def this_dock() -> Dock:
    """Return the implementation for this desktop."""
    return MacDock() if sys.platform == "darwin" else LauncherDock()


class MacDock:
    """NSDockTile with a bar across the icon's foot; the badge is Qt's own."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._bridge = CocoaBridge("show progress in the Dock")

    def show_progress(self, fraction: float | None) -> None:
        """Draw or remove the bar."""
        self._bridge.call(lambda: self._show(fraction), None)

    def _show(self, fraction: float | None) -> None:
        import AppKit

        tile = AppKit.NSApplication.sharedApplication().dockTile()
        if fraction is None:
            if self._bar is not None:
                self._bar = None
                tile.setContentView_(None)
                tile.display()
            return
        if self._bar is None:
            self._bar = _mac_bar(tile)
        self._bar.setDoubleValue_(fraction)
        tile.display()

    def show_count(self, count: int) -> None:
        """Set the red badge."""
        _badge(count)


def _badge(count: int) -> None:
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.setBadgeNumber(count)


def _mac_bar(tile: Any) -> Any:
    """Return a progress bar on a copy of the app's icon, set as the tile's content view."""
    import AppKit

    size = tile.size()
    icon = AppKit.NSImageView.alloc().initWithFrame_(
        AppKit.NSMakeRect(0.0, 0.0, size.width, size.height)
    )
    icon.setImage_(AppKit.NSApplication.sharedApplication().applicationIconImage())
    bar = AppKit.NSProgressIndicator.alloc().initWithFrame_(
        AppKit.NSMakeRect(_MARGIN, _MARGIN, size.width - 2 * _MARGIN, _BAR_HEIGHT)
    )
    bar.setStyle_(AppKit.NSProgressIndicatorStyleBar)
    bar.setIndeterminate_(False)
    bar.setMinValue_(0.0)
    bar.setMaxValue_(1.0)
    icon.addSubview_(bar)
    tile.setContentView_(icon)
    return bar


class LauncherDock:
    """The LauncherEntry signal, supported by Ubuntu's dock, KDE's and others."""

    def show_progress(self, fraction: float | None) -> None:
        """Notify the launcher; do nothing without a session bus."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        message = QDBusMessage.createSignal(
            "/io/github/easel", "com.canonical.Unity.LauncherEntry", "Update"
        )
        name = QGuiApplication.desktopFileName() or "easel"
        state = {"progress": float(fraction or 0.0), "progress-visible": fraction is not None}
        message.setArguments([f"application://{name}.desktop", state])
        bus.send(message)

    def show_count(self, count: int) -> None:
        """Set the badge through Qt, which notifies the launcher."""
        _badge(count)
