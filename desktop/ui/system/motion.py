"""The system's reduced motion setting."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

from .cocoa import CocoaBridge


def reduced_motion() -> bool:
    """Return whether animations are unwanted; queried each time on a Mac."""
    if sys.platform == "darwin":
        return CocoaBridge("say whether things may move").call(_asked_of_the_mac, False)
    return _portal_says_no_animations()


def _asked_of_the_mac() -> bool:
    import AppKit

    shared = AppKit.NSWorkspace.sharedWorkspace()
    return bool(shared.accessibilityDisplayShouldReduceMotion())


@lru_cache(maxsize=1)
def _portal_says_no_animations() -> bool:
    """Return whether the settings portal disables animations; False without a session bus."""
    from PySide6.QtDBus import QDBusConnection, QDBusInterface

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    portal = QDBusInterface(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
        bus,
    )
    if not portal.isValid():
        return False
    portal.setTimeout(300)
    answer = portal.call("ReadOne", "org.gnome.desktop.interface", "enable-animations")
    values: list[Any] = answer.arguments()
    value = values[0] if values else None
    return getattr(value, "variant", lambda: value)() is False
