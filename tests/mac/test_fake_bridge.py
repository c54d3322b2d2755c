"""The pretended bridge refuses what the real one, or Apple's frameworks, would not take."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from .collect_apple_facts import used_names
from .fake_bridge import FACTS, BridgeError
from .fake_cocoa import Mac

LARGEST = 1_000_000


@pytest.fixture
def modules() -> dict[str, Any]:
    return dict(Mac().modules())


def test_the_facts_stay_small() -> None:
    assert FACTS.stat().st_size < LARGEST


def test_the_facts_hold_every_name_that_easel_asks_for() -> None:
    facts = Mac().bridge.facts
    held = {*facts["classes"], *facts["protocols"], *facts["values"], *facts["functions"]}
    _, asked = used_names()
    assert {name for name in asked if re.match(r"(NS|UN|QL)[A-Z]\w+$", name)} <= held


def test_what_is_right_is_taken(modules: dict[str, Any]) -> None:
    app_kit = modules["AppKit"]
    bar = app_kit.NSProgressIndicator.alloc().initWithFrame_(app_kit.NSMakeRect(0, 0, 9, 9))
    bar.setDoubleValue_(0.5)
    bar.setIndeterminate_(False)
    assert bar.doubleValue() == 0.5
    assert bar.isIndeterminate() is False
    assert app_kit.NSMinYEdge == 1


def _wrong(modules: dict[str, Any]) -> dict[str, Callable[[], object]]:
    app_kit, un, objc = modules["AppKit"], modules["UserNotifications"], modules["objc"]
    center = un.UNUserNotificationCenter.currentNotificationCenter()
    item = app_kit.NSURL.fileURLWithPath_
    root, picker = app_kit.NSObject, app_kit.NSSharingServicePicker
    return {
        "no NSBar": lambda: app_kit.NSBar,
        "no UNAuthorizationOptionNoise": lambda: un.UNAuthorizationOptionNoise,
        "NSApplication": lambda: modules["Foundation"].NSApplication,
        "NSDockTile has no -setProgress:": lambda: app_kit.NSDockTile.new().setProgress_(1.0),
        "has no -sharedWorkspace": lambda: app_kit.NSWorkspace.sharedWorkspace().sharedWorkspace(),
        "NSDockTile has no +init": lambda: app_kit.NSDockTile.init,
        "NSSharingServicePicker has no -init": lambda: picker.alloc().init(),
        "Need 1 arguments, got 0": item,
        "no @NSString": lambda: item(4),
        "no @NSView": lambda: app_kit.NSDockTile.new().setContentView_(root.new()),
        "no d": lambda: app_kit.NSProgressIndicator.new().setDoubleValue_("1"),
        "no Z": lambda: app_kit.NSProgressIndicator.new().setIndeterminate_(0.0),
        "no {NSRect}": lambda: app_kit.NSImageView.alloc().initWithFrame_((0, 0, 9, 9)),
        "too many positional arguments": lambda: (
            center.requestAuthorizationWithOptions_completionHandler_(4, lambda _granted: None)
        ),
        "no <@>?": lambda: center.addNotificationRequest_withCompletionHandler_(
            un.UNNotificationRequest.requestWithIdentifier_content_trigger_(
                "a", un.UNMutableNotificationContent.new(), None
            ),
            "no function",
        ),
        "no class QLPreviewPanel is loaded": lambda: objc.lookUpClass("QLPreviewPanel"),
        "no protocol Mine": lambda: objc.protocolNamed("Mine"),
        "takes no picture": lambda: setattr(root.new(), "picture", 1),
        "overriding existing": lambda: [type(root)("Twice", (root,), {}) for _ in range(2)],
        "no protocol has a method": lambda: type(root)(
            "Deaf", (root,), {"previewPanel_itemAt_": lambda _self, _panel, _place: None}
        ),
        "@QLPreviewPanel?, not v@:@": lambda: type(root)(
            "Odd",
            (root,),
            {
                "acceptsPreviewPanelControl_": objc.selector(
                    lambda _self, _panel: True,
                    selector=b"acceptsPreviewPanelControl:",
                    signature=b"v@:@",
                )
            },
        ),
    }


NAMES = list(_wrong(dict(Mac().modules())))


@pytest.mark.parametrize("says", NAMES)
def test_what_is_wrong_is_refused(modules: dict[str, Any], says: str) -> None:
    with pytest.raises((BridgeError, TypeError, AttributeError)) as caught:
        _wrong(modules)[says]()
    assert says in str(caught.value)


def test_a_block_without_a_signature_is_refused() -> None:
    mac = Mac()
    methods = mac.bridge.facts["classes"]["UNUserNotificationCenter"]["methods"]
    methods["-requestAuthorizationWithOptions:completionHandler:"] = "v i <?>"
    center = mac.bridge.named("UNUserNotificationCenter").currentNotificationCenter()
    with pytest.raises(BridgeError, match="no signature of this block"):
        center.requestAuthorizationWithOptions_completionHandler_(4, lambda _granted, _error: None)
