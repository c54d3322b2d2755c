"""A Mac around Easel: the modules of pyobjc over `fake_bridge`, and what its system does.

Only what Easel waits for is acted out: who controls the Quick Look panel, what becomes of files in
the Trash and of a notification's picture, on which thread a block is called.
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from PySide6.QtGui import QGuiApplication

from desktop import BUNDLE_ID

from .fake_bridge import Bridge, BridgeError, NSPoint, NSRect, NSSize, Selector, check_method

_PARENTS = {
    "Foundation": ("Foundation",),
    "AppKit": ("AppKit", "Foundation"),
    "UserNotifications": ("UserNotifications", "Foundation"),
}


class Mac:
    """The system; tests set what it says and ask what came to it."""

    def __init__(self) -> None:
        self.bridge = Bridge()
        self.bundle_id: str | None = BUNDLE_ID
        self.reduces_motion = False
        self.panel = PreviewPanel(self.bridge)
        self.notifications = NotificationCenter(self.bridge)
        self.drag = DragBoard(self.bridge)
        self.activities: list[Any] = []
        self._act()

    def modules(self) -> dict[str, ModuleType]:
        """What `sys.modules` has to hold."""
        made: dict[str, ModuleType] = {name: _Framework(name, self.bridge) for name in _PARENTS}
        return {**made, "objc": _objc(self.bridge)}

    def _act(self) -> None:
        bridge = self.bridge
        app = _make(bridge, "NSApplication")
        bridge.behave("NSApplication", "+sharedApplication", lambda _cls: app)
        bridge.kept(app)["delegate"] = self.panel.delegate
        bridge.kept(app)["applicationiconimage"] = _make(bridge, "NSImage")
        bridge.behave("NSBundle", "-bundleIdentifier", lambda _self: self.bundle_id)
        workspace = "-accessibilityDisplayShouldReduceMotion"
        bridge.behave("NSWorkspace", workspace, lambda _self: self.reduces_motion)
        bridge.behave("NSURL", "+fileURLWithPath:", self._url)
        bridge.behave("NSFileManager", "-trashItemAtURL:resultingItemURL:error:", self._trash)
        begin = "-beginActivityWithOptions:reason:"
        bridge.behave("NSProcessInfo", begin, self._begin)
        bridge.behave("NSProcessInfo", "-endActivity:", self._end)

    def _url(self, _cls: Any, path: str) -> Any:
        made = _make(self.bridge, "NSURL")
        self.bridge.kept(made)["path"] = path
        return made

    def _trash(self, _self: Any, url: Any, _place: Any, _error: Any) -> tuple[bool, Any, Any]:
        """Move the file to the home's Trash, under a name that is free there."""
        path, trash = Path(url.path()), Path.home() / ".Trash"
        if not path.exists():
            return False, None, _make(self.bridge, "NSError")
        trash.mkdir(exist_ok=True)
        place = trash / path.name
        number = 2
        while place.exists():
            place = trash / f"{path.stem} {number}{path.suffix}"
            number += 1
        shutil.move(path, place)
        return True, self._url(None, str(place)), None

    def _begin(self, _self: Any, options: int, _reason: str) -> Any:
        self.activities.append((options, token := _make(self.bridge, "NSObject")))
        return token

    def _end(self, _self: Any, token: Any) -> None:
        before = len(self.activities)
        self.activities = [each for each in self.activities if each[1] is not token]
        if len(self.activities) != before - 1:
            raise BridgeError("this activity isn't under way")


class PreviewPanel:
    """QLPreviewPanel: asks the app for a controller, and its source for the pictures."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.delegate = type(bridge.named("NSObject"))(
            "QCocoaApplicationDelegate", (bridge.named("NSObject"),), {}
        )
        self.delegate = self.delegate.alloc().init()
        self.is_visible = False
        self.controller: Any = None
        self.paths: list[str] = []
        self.place = 0
        self.raises: Exception | None = None
        panel = _make(bridge, "QLPreviewPanel")
        bridge.behave("QLPreviewPanel", "+sharedPreviewPanel", lambda _cls: panel)
        self.panel = panel
        for signed, body in {
            "-isVisible": lambda _self: self.is_visible,
            "-makeKeyAndOrderFront:": self._open,
            "-orderOut:": self._close,
            "-currentController": lambda _self: self.controller,
            "-reloadData": self._reload,
            "-setCurrentPreviewItemIndex:": self._choose,
            "-currentPreviewItemIndex": lambda _self: self.place,
        }.items():
            bridge.behave("QLPreviewPanel", signed, body)

    def _open(self, panel: Any, _sender: Any) -> None:
        self.is_visible = True
        accepts = getattr(self.delegate, "acceptsPreviewPanelControl_", None)
        if accepts is not None and accepts(panel):
            self.controller = self.delegate
            self.delegate.beginPreviewPanelControl_(panel)

    def _close(self, panel: Any, _sender: Any) -> None:
        self.is_visible = False
        if self.controller is not None:
            self.delegate.endPreviewPanelControl_(panel)
            self.controller = None

    def _reload(self, panel: Any) -> None:
        if self.raises is not None:
            raise self.raises
        source = panel.dataSource()
        if source is None:
            raise BridgeError("the panel has no data source")
        count = source.numberOfPreviewItemsInPreviewPanel_(panel)
        items = [source.previewPanel_previewItemAtIndex_(panel, place) for place in range(count)]
        self.paths = [item.path() for item in items]

    def _choose(self, _panel: Any, place: int) -> None:
        if not 0 <= place < len(self.paths):
            raise BridgeError(f"the panel has no item {place}")
        self.place = place


class DragBoard:
    """The pasteboard of the drag; `promises` are files that are written once they are taken."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.promises: list[tuple[str, bytes] | None] = []
        """Name and contents; None: the other app breaks its promise."""
        board = _make(bridge, "NSPasteboard")
        bridge.behave(
            "NSPasteboard", "+pasteboardWithName:", lambda _cls, name: self._of(name, board)
        )
        bridge.behave("NSPasteboard", "-canReadObjectForClasses:options:", self._can_read)
        bridge.behave("NSPasteboard", "-readObjectsForClasses:options:", self._read)
        receiver = "NSFilePromiseReceiver"
        types = ["com.apple.NSFilePromiseItemMetaData"]
        bridge.behave(receiver, "+readableDraggedTypes", lambda _cls: types)
        self._selector = "-receivePromisedFilesAtDestination:options:operationQueue:reader:"
        bridge.behave(receiver, self._selector, self._receive)

    @staticmethod
    def _of(name: str, board: Any) -> Any:
        if name != "NSPasteboardNameDrag":
            raise BridgeError(f"nothing is dragged on {name}")
        return board

    def _can_read(self, _self: Any, kinds: list[Any], _options: Any) -> bool:
        return bool(self._read(None, kinds, None))

    def _read(self, _self: Any, kinds: list[Any], _options: Any) -> list[Any]:
        wanted = self._bridge.named("NSFilePromiseReceiver") in kinds
        made: list[Any] = []
        for promise in self.promises if wanted else ():
            made.append(_make(self._bridge, "NSFilePromiseReceiver"))
            self._bridge.kept(made[-1])["promise"] = promise
        return made

    def _receive(
        self, receiver: Any, folder: Any, _options: Any, _queue: Any, reader: Callable[..., None]
    ) -> None:
        """Write the file, and tell so on a thread of the queue."""
        promise = self._bridge.kept(receiver)["promise"]
        url, error = _make(self._bridge, "NSURL"), None
        if promise is None:
            error = _make(self._bridge, "NSError")
        else:
            path = Path(folder.path()) / promise[0]
            path.write_bytes(promise[1])
            self._bridge.kept(url)["path"] = str(path)
        thread = threading.Thread(target=reader, args=(url, error))
        thread.start()
        thread.join()


class NotificationCenter:
    """UNUserNotificationCenter, which calls back on a thread of its own."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self.grants = True
        self.shown: list[Any] = []
        name = "UNUserNotificationCenter"
        bridge.behave(name, "-requestAuthorizationWithOptions:completionHandler:", self._ask)
        bridge.behave(name, "-addNotificationRequest:withCompletionHandler:", self._add)
        bridge.behave(
            "UNNotificationRequest", "+requestWithIdentifier:content:trigger:", self._request
        )
        bridge.behave(
            "UNNotificationAttachment",
            "+attachmentWithIdentifier:URL:options:error:",
            self._attach,
        )

    def click(self, content: Any) -> bool:
        """Click the notification; True: the app has said that it is done with it."""
        request = self._request(None, "picture", content, None)
        notification = self._holding("UNNotification", request=request)
        response = self._holding("UNNotificationResponse", notification=notification)
        done: list[bool] = []
        center = self._bridge.named("UNUserNotificationCenter").currentNotificationCenter()
        method = "userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_"
        getattr(center.delegate(), method)(center, response, lambda: done.append(True))
        return bool(done)

    def _ask(self, _self: Any, _options: int, block: Callable[[bool, Any], None]) -> None:
        thread = threading.Thread(target=block, args=(self.grants, None))
        thread.start()
        thread.join()

    def _add(self, _self: Any, request: Any, _block: Any) -> None:
        self.shown.append(request.content())

    def _request(self, _cls: Any, _identifier: str, content: Any, _trigger: Any) -> Any:
        return self._holding("UNNotificationRequest", content=content)

    def _attach(self, _cls: Any, _name: str, url: Any, _options: Any, _error: Any) -> Any:
        """The centre moves the file away."""
        Path(url.path()).unlink()
        return _make(self._bridge, "UNNotificationAttachment"), None

    def _holding(self, name: str, **values: Any) -> Any:
        made = _make(self._bridge, name)
        self._bridge.kept(made).update(values)
        return made


def _make(bridge: Bridge, name: str) -> Any:
    return bridge.named(name).alloc()


class _Framework(ModuleType):
    """A framework's module: its own classes and constants, and those of the ones below it."""

    def __init__(self, name: str, bridge: Bridge) -> None:
        super().__init__(name)
        self._bridge, self._from = bridge, _PARENTS[name]

    def __getattr__(self, name: str) -> Any:
        facts = self._bridge.facts
        about = facts["classes"].get(name)
        if about is not None and about["from"] in self._from:
            return self._bridge.named(name)
        module, value = facts["values"].get(name, ("", None))
        if module in self._from:
            return value
        if name in facts["functions"]:
            return globals()[f"_{name}"]
        raise AttributeError(
            f"{self.__name__} has no {name} (or the facts are to be collected anew)"
        )


def _NSMakeRect(x: float, y: float, width: float, height: float) -> NSRect:
    return NSRect(NSPoint(x, y), NSSize(width, height))


def _objc(bridge: Bridge) -> ModuleType:
    def load_bundle(name: str, _globals: dict[str, Any], bundle_path: str) -> None:
        if bundle_path != f"/System/Library/Frameworks/{name}.framework":
            raise ImportError(bundle_path)
        bridge.loaded.add("QuickLookUI")  # a part of Quartz

    def look_up_class(name: str) -> Any:
        if bridge.facts["classes"].get(name, {}).get("from") not in bridge.loaded:
            raise BridgeError(f"no class {name} is loaded")
        return bridge.named(name)

    def objc_object(*, c_void_p: int) -> Any:
        """The view of a window with this id. A real bridge takes any number, and may crash."""
        if c_void_p not in {int(window.winId()) for window in QGuiApplication.allWindows()}:
            raise BridgeError(f"no object lies at {c_void_p}")
        return bridge.views.setdefault(c_void_p, _make(bridge, "NSView"))

    def protocol_named(name: str) -> str:
        if name not in bridge.facts["protocols"]:
            raise BridgeError(f"no protocol {name}")
        return name

    def class_add_methods(owner: Any, methods: list[Selector]) -> None:
        for method in methods:
            check_method(bridge, owner, method)
            setattr(owner, method.selector.replace(":", "_"), method.function)

    made = ModuleType("objc")
    vars(made).update(
        loadBundle=load_bundle,
        lookUpClass=look_up_class,
        objc_object=objc_object,
        protocolNamed=protocol_named,
        classAddMethods=class_add_methods,
        selector=Selector,
        error=BridgeError,
    )
    return made


def forget_classes() -> None:
    """Empty Easel's caches of classes: they belong to a bridge that is gone."""
    from desktop.ui.system import quick_look_panel

    for each in ("_panel_class", "_make_controller", "_source_class"):
        getattr(quick_look_panel, each).cache_clear()
    sys.modules.pop("send2trash.mac.modern", None)
