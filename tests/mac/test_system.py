"""All that Easel asks of a Mac, asked of the pretended one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from desktop.files.trash import MacTrash, system_trash
from desktop.storage.gallery.file_tags import FinderTags, system_tags
from desktop.ui.system import quick_look_panel
from desktop.ui.system.cocoa import prepare_cocoa
from desktop.ui.system.dock import MacDock, this_dock
from desktop.ui.system.motion import reduced_motion
from desktop.ui.system.notifier import MacNotifier, NoNotifier, this_notifier
from desktop.ui.system.sharing import can_share, share
from desktop.ui.system.sleep_inhibitor import MacSleepInhibitor, this_sleep_inhibitor

from .fake_bridge import BridgeError
from .fake_cocoa import Mac

BOTH, SYSTEM_SLEEP = 0x00FFFFFF, 0x00EFFFFF  # NSActivityUserInitiated, ...AllowingIdleSystemSleep


@pytest.fixture
def mac(pretended_mac: Mac, qapp) -> Mac:
    return pretended_mac


def test_the_dock_shows_a_bar_and_takes_it_away(mac: Mac) -> None:
    dock = this_dock()
    assert isinstance(dock, MacDock)
    dock.show_progress(0.25)
    dock.show_progress(0.5)
    dock.show_progress(None)
    dock.show_progress(None)
    assert mac.bridge.sent("setDoubleValue:") == [(0.25,), (0.5,)]
    icon, nothing = (arguments[0] for arguments in mac.bridge.sent("setContentView:"))
    assert type(icon).__name__ == "NSImageView"
    assert nothing is None
    assert len(mac.bridge.sent("display")) == 3
    ((frame,), (bar,)) = mac.bridge.sent("initWithFrame:")
    assert bar.origin.x > frame.origin.x
    assert bar.size.width < frame.size.width


@pytest.mark.expects_warnings("This Mac could not show progress in the Dock")
def test_a_dock_that_raises_is_asked_once(mac: Mac) -> None:
    asked: list[object] = []

    def fail(_self: object) -> None:
        asked.append(None)
        raise BridgeError("no Dock")

    mac.bridge.behave("NSApplication", "-dockTile", fail)
    dock = this_dock()
    for fraction in (0.1, 0.2, None):
        dock.show_progress(fraction)
    assert len(asked) == 1


def test_the_mac_stays_awake_only_while_it_should(mac: Mac) -> None:
    awake = this_sleep_inhibitor(QObject())
    assert isinstance(awake, MacSleepInhibitor)
    awake.begin(stay_awake=True)
    awake.begin(stay_awake=True)
    assert [options for options, _ in mac.activities] == [BOTH]
    awake.begin(stay_awake=False)
    assert [options for options, _ in mac.activities] == [SYSTEM_SLEEP]
    awake.end()
    awake.end()
    assert mac.activities == []


def test_reduced_motion_is_asked_each_time(mac: Mac) -> None:
    assert not reduced_motion()
    mac.reduces_motion = True
    assert reduced_motion()


def test_qts_full_screen_entry_is_the_only_one(mac: Mac) -> None:
    prepare_cocoa()
    assert mac.bridge.sent("setBool:forKey:") == [(False, "NSFullScreenMenuItemEverywhere")]


def test_a_notification_shows_its_picture_and_hears_of_the_click(mac: Mac, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"picture")
    parent = QObject()
    notifier = this_notifier(tmp_path / "cache", parent)
    assert isinstance(notifier, MacNotifier)
    clicked: list[str] = []
    notifier.clicks.clicked.connect(clicked.append)
    notifier.notify("Ready", "a lighthouse", str(picture))
    (content,) = mac.notifications.shown
    assert (content.title(), content.body()) == ("Ready", "a lighthouse")
    assert len(content.attachments()) == 1
    assert picture.exists()  # the centre took a copy
    assert mac.notifications.click(content)
    assert clicked == [str(picture)]


def test_a_notification_without_a_picture(mac: Mac, tmp_path: Path) -> None:
    notifier = this_notifier(tmp_path / "cache", QObject())
    notifier.notify("Ready", "", str(tmp_path / "gone.png"))
    notifier.notify("Not drawn", "why")
    assert [content.title() for content in mac.notifications.shown] == ["Ready", "Not drawn"]
    assert mac.bridge.sent("setAttachments:") == []


def test_a_user_who_refuses_is_told_nothing(mac: Mac, tmp_path: Path) -> None:
    mac.notifications.grants = False
    this_notifier(tmp_path, QObject()).notify("Ready", "")
    assert mac.notifications.shown == []


def test_outside_the_bundle_nobody_is_notified(mac: Mac, tmp_path: Path) -> None:
    mac.bundle_id = "org.python.python"
    assert isinstance(this_notifier(tmp_path, QObject()), NoNotifier)
    assert mac.bridge.sent("currentNotificationCenter") == []


@pytest.mark.expects_warnings("This Mac could not show notifications")
def test_a_notification_centre_that_raises_leaves_the_window(mac: Mac, tmp_path: Path) -> None:
    def fail(_cls: object) -> None:
        raise BridgeError("bundleProxyForCurrentProcess is nil")

    mac.bridge.behave("UNUserNotificationCenter", "+currentNotificationCenter", fail)
    assert isinstance(this_notifier(tmp_path, QObject()), NoNotifier)


def test_the_share_menu_opens_beside_the_widget(mac: Mac, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    inner = QWidget(window)
    inner.move(10, 20)
    window.create()
    assert can_share()
    share(["/a/one.png", "/a/two.png"], inner, QPoint(1, 2))
    ((urls,),) = mac.bridge.sent("initWithItems:")
    assert [url.path() for url in urls] == ["/a/one.png", "/a/two.png"]
    ((box, view, _edge),) = mac.bridge.sent("showRelativeToRect:ofView:preferredEdge:")
    assert (box.origin.x, box.origin.y) == (11, 22)
    assert type(view).__name__ == "NSView"


def test_quick_look_takes_the_pictures_and_closes_again(mac: Mac) -> None:
    paths = ["/a/one.png", "/a/two.png"]
    assert quick_look_panel.open_system_panel(paths, 1)
    assert mac.panel.is_visible
    assert mac.panel.controller is mac.panel.delegate  # else the panel may be empty
    assert (mac.panel.paths, mac.panel.place) == (paths, 1)
    assert quick_look_panel.open_system_panel(paths, 0)
    assert not mac.panel.is_visible
    assert mac.panel.panel.dataSource() is None
    assert quick_look_panel.open_system_panel(paths[:1], 0)
    assert mac.panel.paths == paths[:1]


@pytest.mark.expects_warnings("This Mac could not open Quick Look's panel")
def test_a_panel_that_fails_is_closed_for_easels_own_layer(mac: Mac) -> None:
    mac.panel.raises = BridgeError("no items")
    assert not quick_look_panel.open_system_panel(["/a/one.png"], 0)
    assert not mac.panel.is_visible


def test_files_go_to_the_macs_trash_and_back(mac: Mac, tmp_path: Path, monkeypatch) -> None:
    from send2trash.mac import modern

    monkeypatch.setattr("send2trash.send2trash", modern.send2trash)
    path = tmp_path / "picture.png"
    trash = system_trash()
    assert isinstance(trash, MacTrash)
    for _ in range(2):
        path.write_bytes(b"picture")
        where = trash.put(path)
        assert where == Path.home() / ".Trash" / "picture.png"
        assert where is not None
        assert trash.take_back(where, path) == path
    trash.put(path)
    path.write_bytes(b"another")
    second = trash.put(path)
    assert second is not None
    assert second.name == "picture 2.png"
    with pytest.raises(FileNotFoundError):
        trash.put(path)


@pytest.mark.skipif(not hasattr(os, "getxattr"), reason="Python has no extended attributes here")
def test_finder_tags_are_kept_in_the_file(mac: Mac, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"picture")
    tags = system_tags()
    assert isinstance(tags, FinderTags)
    assert tags.read(path) == ()
    try:
        tags.write(path, ("Red", "둘째"))
    except OSError as error:
        pytest.skip(f"this disk has no extended attributes: {error}")
    assert tags.read(path) == ("Red", "둘째")
    tags.write(path, ())
    assert tags.read(path) == ()
    with pytest.raises(FileNotFoundError):
        tags.write(tmp_path / "gone.png", ("Red",))
