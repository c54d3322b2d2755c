"""While a job runs: Dock, notifications and staying awake follow the real session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.core.events import READY
from desktop.core.messages import Message
from desktop.storage.settings_file import SettingsFile
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.i18n import progress_text
from desktop.ui.system.dock import LauncherDock, this_dock
from desktop.ui.system.job_status import JobStatus
from desktop.ui.system.notifier import Clicks, NotifySend
from desktop.ui.system.sleep_inhibitor import (
    SystemdSleepInhibitor,
    on_battery,
    this_sleep_inhibitor,
)
from desktop.worker.session_state import LoadingModel, Ready, Running
from tests.platforms import on_a_mac
from tests.waiting import LIMIT

from .conftest import MakeWindow
from .test_window import draw, is_idle


def test_a_loaded_model_draws_and_nobody_knows_how_far() -> None:
    ready = LoadingModel("job", READY, fraction=1.0, note=None, since=0.0)
    assert progress_text.title(ready) == "Drawing"
    assert progress_text.fraction(ready) is None
    loading = LoadingModel("job", Message("UNet"), fraction=0.5, note=None, since=0.0)
    assert progress_text.title(loading) == "Loading UNet"
    assert progress_text.fraction(loading) == 0.5


def test_where_room_is_short_whole_words_are_left_out(qapp) -> None:
    running = Running("job", 0, 1, step=12, steps=50, seconds_per_step=0.35, seconds_left=13.3)
    full = progress_text.detail(running)
    shorter = progress_text.shorter_details(running)
    assert (full, shorter) == (
        "step 12 of 50  ·  0.35 s/step  ·  13 s left",
        ("step 12 of 50  ·  13 s left", "13 s left"),
    )
    label = ElidedLabel()
    for text in (full, *shorter):
        label.resize(label.fontMetrics().horizontalAdvance(text) + 2, 20)
        label.set_full_text(full, *shorter)
        assert label.text() == text
    loading = LoadingModel("job", Message("engine"), fraction=None, note=None, since=0.0)
    assert progress_text.title(loading) == "Loading engine"
    assert progress_text.shorter_title(loading) == "Loading"


class Desk:
    """A desktop that writes down what it is told: Dock, Notifier and Awake in one."""

    def __init__(self) -> None:
        self.clicks = Clicks()
        self.progress: list[float | None] = []
        self.counts: list[int] = []
        self.told: list[tuple[str, str, str]] = []
        self.awake: bool | None = None
        self.held: list[bool | None] = []

    def show_progress(self, fraction: float | None) -> None:
        self.progress.append(fraction)

    def show_count(self, count: int) -> None:
        self.counts.append(count)

    def notify(self, title: str, body: str, picture: str = "") -> None:
        self.told.append((title, body, picture))

    def begin(self, *, stay_awake: bool) -> None:
        self.awake = stay_awake
        self.held.append(stay_awake)

    def end(self) -> None:
        self.awake = None


class Surroundings:
    def __init__(self) -> None:
        self.front, self.battery = False, False


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


@pytest.fixture
def follow(around: Surroundings):
    def start(window, **settings) -> Desk:
        desk = Desk()
        file: SettingsFile = window.parts.services.settings
        file.change(**settings)
        working = JobStatus(
            window.parts.services.session,
            file,
            desk,
            desk,
            desk,
            window,
            in_front=lambda: around.front,
            battery=lambda: around.battery,
        )
        desk.working = working
        return desk

    return start


def test_the_dock_shows_the_whole_job_and_the_queue(qtbot, make_window: MakeWindow, follow) -> None:
    window = make_window()
    desk = follow(window)
    draw(qtbot, window, "fox", count=2, steps=4)
    window.parts.actions["generate"].trigger()
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: is_idle(window))
    shown = [value for value in desk.progress if value is not None]
    first_job = shown[: shown.index(1.0) + 1]
    assert first_job == sorted(first_job)
    assert len(first_job) >= 4  # two pictures of four steps: not each of them begins again at 0
    assert desk.progress[-1] is None
    assert max(desk.counts) >= 1
    assert desk.counts[-1] == 0


@pytest.mark.parametrize(
    ("wish", "front", "told"),
    [
        ("off", False, False),
        ("on", True, True),
        ("on", False, True),
        ("away", True, False),
        ("away", False, True),
    ],
)
def test_the_end_is_told_as_wished(
    qtbot, make_window: MakeWindow, follow, around: Surroundings, wish: str, front: bool, told: bool
) -> None:
    around.front = front
    window = make_window()
    desk = follow(window, notifications=wish)
    path = draw(qtbot, window, "a fox\nin  snow", steps=1)
    qtbot.waitUntil(lambda: is_idle(window))
    assert desk.told == ([("1 picture ready", "a fox in snow", path)] if told else [])


def test_several_pictures_are_told_once(qtbot, make_window: MakeWindow, follow) -> None:
    window = make_window()
    desk = follow(window)
    draw(qtbot, window, "fox", steps=1, count=3)
    qtbot.waitUntil(lambda: is_idle(window))
    assert [title for title, _, _ in desk.told] == ["3 pictures ready"]


def test_a_failure_is_told_and_a_cancel_is_not(qtbot, make_window: MakeWindow, follow) -> None:
    window = make_window("fail")
    desk = follow(window)
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: bool(desk.told))
    assert desk.told == [("The picture was not drawn", "The model is broken.", "")]


def test_a_cancel_is_not_told(qtbot, make_window: MakeWindow, follow) -> None:
    window = make_window("slow")
    desk = follow(window)
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))
    window.parts.actions["cancel"].trigger()
    qtbot.waitUntil(lambda: is_idle(window))
    assert desk.told == []
    assert desk.awake is None


@pytest.mark.parametrize(
    ("keep", "on_its_battery", "also", "awake"),
    [
        (True, False, False, True),
        (True, True, False, False),
        (True, True, True, True),
        (False, False, True, False),
    ],
)
def test_awake_only_while_a_job_runs_and_as_allowed(
    qtbot,
    make_window: MakeWindow,
    follow,
    around: Surroundings,
    keep: bool,
    on_its_battery: bool,
    also: bool,
    awake: bool,
) -> None:
    around.battery = on_its_battery
    window = make_window("slow")
    desk = follow(window, keep_awake=keep, keep_awake_on_battery=also)
    assert desk.awake is None
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))
    assert desk.awake is awake  # False: only out of App Nap
    window.parts.actions["cancel"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Ready))
    assert desk.awake is None


def test_the_plug_is_pulled_meanwhile(
    qtbot, make_window: MakeWindow, follow, around: Surroundings
) -> None:
    window = make_window("slow")
    desk = follow(window)
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: desk.awake is True)
    around.battery = True
    desk.working.refresh()
    assert desk.awake is False
    desk.working.stop()
    assert desk.awake is None
    assert desk.progress[-1] is None


def test_a_click_brings_the_window_and_the_picture(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    first = draw(qtbot, window, "one", steps=1)
    draw(qtbot, window, "two", steps=1)
    window.show_picture(first)
    assert window.parts.gallery_view.selected_paths() == [first]


@pytest.fixture
def program(tmp_path: Path, monkeypatch):
    """Puts a program of that name before all others; it notes its arguments in a file."""

    def make(name: str, ends: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        notes = tmp_path / f"{name}.txt"
        script = folder / name
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{notes}"\n{ends}\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return notes

    return make


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has an interface of its own")
def test_the_lock_is_held_and_let_go(qtbot, program, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    notes = program("systemd-inhibit", f'cat\necho over > "{gone}"')
    owner = QObject()
    awake = SystemdSleepInhibitor(owner)
    awake.begin(stay_awake=True)
    awake.begin(stay_awake=True)
    qtbot.waitUntil(lambda: notes.exists() and "--what=idle:sleep" in notes.read_text())
    assert not gone.exists()
    awake.end()
    qtbot.waitUntil(gone.exists)
    awake.begin(stay_awake=False)
    awake.end()


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has an interface of its own")
def test_without_systemd_nothing_happens(qapp, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    owner = QObject()
    awake = this_sleep_inhibitor(owner)
    awake.begin(stay_awake=True)
    awake.end()
    NotifySend(owner).notify("title", "body")


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has an interface of its own")
def test_notify_send_gets_words_and_picture(qtbot, program) -> None:
    notes = program("notify-send", "")
    owner = QObject()
    NotifySend(owner).notify("--1 picture", "a fox", "/x/fox.png")
    qtbot.waitUntil(lambda: notes.exists() and "fox.png" in notes.read_text())
    assert notes.read_text().splitlines() == [
        "--app-name=Easel",
        "--icon=/x/fox.png",
        "--",
        "--1 picture",
        "a fox",
    ]


def test_the_battery_is_asked_for() -> None:
    assert on_battery() in (True, False)


_TELL = """
import sys
from PySide6.QtGui import QGuiApplication
from desktop.ui.system.dock import LauncherDock
app = QGuiApplication([])
app.setDesktopFileName("easel")
dock = LauncherDock()
dock.show_progress(0.5)
dock.show_progress(None)
"""


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("dbus-monitor")),
    reason="needs D-Bus's own programs",
)
def test_the_launcher_hears_of_progress(tmp_path: Path) -> None:
    script = tmp_path / "tell.py"
    script.write_text(_TELL)
    heard = tmp_path / "heard.txt"
    shell = (
        f'dbus-monitor --session "interface=com.canonical.Unity.LauncherEntry" > "{heard}" & '
        f'monitor=$!; until [ -s "{heard}" ]; do sleep 0.05; done; "{sys.executable}" "{script}"; '
        f'until [ "$(grep -c LauncherEntry "{heard}")" -ge 2 ]; do sleep 0.05; done; kill $monitor'
    )
    subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", shell],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        timeout=LIMIT,
    )
    text = heard.read_text()
    assert "application://easel.desktop" in text
    assert "double 0.5" in text
    assert "boolean false" in text


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has an interface of its own")
def test_without_a_bus_the_dock_stays_quiet(qapp, monkeypatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    dock = this_dock()
    assert isinstance(dock, LauncherDock)
    dock.show_progress(0.3)


@on_a_mac("needs a Mac's AppKit and Foundation")
def test_a_mac_takes_all_of_it(qapp) -> None:
    owner = QObject()
    dock = this_dock()
    dock.show_progress(0.5)
    dock.show_progress(None)
    awake = this_sleep_inhibitor(owner)
    awake.begin(stay_awake=True)
    awake.begin(stay_awake=False)
    awake.end()


def test_a_lock_that_is_refused_does_no_harm(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, where there is no login manager: systemd-inhibit ends at once."""
    program = tmp_path / "systemd-inhibit"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    owner = QObject()
    awake = SystemdSleepInhibitor(owner)
    for _ in range(2):
        awake.begin(stay_awake=True)
        process = awake._process
        assert process is not None
        qtbot.waitUntil(lambda ended=process: not isValid(ended))
        awake.end()
