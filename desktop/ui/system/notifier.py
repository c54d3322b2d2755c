"""Notifications of finished pictures."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QProcess, Signal

from desktop import APP_NAME, BUNDLE_ID

from .cocoa import CocoaBridge


class Clicks(QObject):
    """Signals: `clicked(str)`, the path of the picture whose notification was clicked."""

    clicked = Signal(str)


class Notifier(Protocol):
    """A way to notify the user while the app is in the background."""

    clicks: Clicks

    def notify(self, title: str, body: str, picture: str = "") -> None:
        """Show a notification; `picture` is the path of a PNG to show with it."""
        ...


def this_notifier(cache: Path, parent: QObject) -> Notifier:
    """Return the implementation for this desktop; `cache` may hold a copy of a picture."""
    if sys.platform == "darwin":
        made = CocoaBridge("show notifications").call(lambda: _mac_notifier(cache, parent), None)
        return made or NoNotifier(parent)
    return NotifySend(parent)


def _mac_notifier(cache: Path, parent: QObject) -> Notifier | None:
    return MacNotifier(cache, parent) if _in_bundle() else None


class NoNotifier:
    """The fallback without notifications: a Mac's need an app bundle."""

    def __init__(self, parent: QObject) -> None:
        self.clicks = Clicks(parent)

    def notify(self, title: str, body: str, picture: str = "") -> None:
        """Do nothing."""


class NotifySend:
    """`notify-send`, where it is installed."""

    def __init__(self, parent: QObject) -> None:
        self.clicks = Clicks(parent)

    def notify(self, title: str, body: str, picture: str = "") -> None:
        """Run `notify-send`."""
        program = shutil.which("notify-send")
        if program is not None:
            icon = [f"--icon={picture}"] if picture else []
            QProcess.startDetached(program, [f"--app-name={APP_NAME}", *icon, "--", title, body])


class MacNotifier:
    """UNUserNotificationCenter; asks for permission with the first notification.

    The center moves an attached file into its own store, so a copy is attached.
    """

    def __init__(self, cache: Path, parent: QObject) -> None:
        import UserNotifications

        self.clicks = Clicks(parent)
        self._cache = cache
        self._center = UserNotifications.UNUserNotificationCenter.currentNotificationCenter()
        self._delegate = _mac_delegate(self.clicks)  # the center holds a weak reference
        self._center.setDelegate_(self._delegate)
        self._bridge = CocoaBridge("show a notification")

    def notify(self, title: str, body: str, picture: str = "") -> None:
        """Show the notification, replacing the previous one."""
        self._bridge.call(lambda: self._notify(title, body, picture), None)

    def _notify(self, title: str, body: str, picture: str) -> None:
        import UserNotifications as un

        content = un.UNMutableNotificationContent.alloc().init()
        content.setTitle_(title)
        content.setBody_(body)
        content.setUserInfo_({"picture": picture})
        attachment = self._attachment(picture)
        if attachment is not None:
            content.setAttachments_([attachment])
        request = un.UNNotificationRequest.requestWithIdentifier_content_trigger_(
            "picture", content, None
        )

        def add(granted: bool, _error: object) -> None:
            if granted:
                self._center.addNotificationRequest_withCompletionHandler_(request, None)

        options = un.UNAuthorizationOptionAlert | un.UNAuthorizationOptionSound
        self._center.requestAuthorizationWithOptions_completionHandler_(options, add)

    def _attachment(self, picture: str) -> Any:
        import Foundation
        import UserNotifications as un

        if not picture:
            return None
        copy = self._cache / "notification.png"
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, copy)
        except OSError:
            return None  # notify without the picture
        url = Foundation.NSURL.fileURLWithPath_(str(copy))
        made, _error = un.UNNotificationAttachment.attachmentWithIdentifier_URL_options_error_(
            "picture", url, None, None
        )
        return made


def _in_bundle() -> bool:
    """Return whether this is Easel.app: the notification center kills any other caller."""
    import Foundation

    return Foundation.NSBundle.mainBundle().bundleIdentifier() == BUNDLE_ID


def _mac_delegate(clicks: Clicks) -> Any:
    """Return an NSObject that handles clicks and shows notifications also in the foreground."""
    import objc
    import UserNotifications as un
    from Foundation import NSObject

    protocol = objc.protocolNamed("UNUserNotificationCenterDelegate")

    class EaselNotificationDelegate(NSObject, protocols=[protocol]):
        def userNotificationCenter_willPresentNotification_withCompletionHandler_(
            self, _center: Any, _notification: Any, handler: Any
        ) -> None:
            handler(un.UNNotificationPresentationOptionBanner)

        def userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(
            self, _center: Any, response: Any, handler: Any
        ) -> None:
            info = response.notification().request().content().userInfo()
            clicks.clicked.emit(str(info.get("picture") or ""))
            handler()

    return EaselNotificationDelegate.alloc().init()
