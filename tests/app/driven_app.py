"""Runs the app as `easel` does, does what the first argument says once its window stands, and
prints as JSON what could be seen.

"look": nothing; "everywhere": an exception of another kind in each place that has no caller who
could take it; "flood": the same exception 200 times a second; "fill": the window's contents can't
be built; "draw": waits for the picture that the first start draws; "idle":
waits for the engine child that an idle window starts; "screenshot FILE": writes a picture of it;
"spy DISKS FOLDER ...": notes what was opened or listed in these folders since the start, where
DISKS stands for /Volumes; "search DISKS FOLDER ...": the same, and searches there as a user asks.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

import desktop.app as easel
from desktop.app import app_controller
from desktop.app.idle_engine_start import IdleEngineStart
from desktop.models.locations import other_apps
from desktop.ui.shell.main_window import MainWindow

SCENE = sys.argv[1]
EVERY_MS = 20
MOST_TURNS = 6000
SETTLED_TURNS = 25


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


class FailingThread(QThread):
    def run(self) -> None:
        failing(KeyError("in QThread.run"))()


def fail_everywhere(window: MainWindow) -> None:
    window.parts.actions["shortcuts"].triggered.connect(failing(ZeroDivisionError("in a slot")))
    window.parts.actions["shortcuts"].trigger()
    QTimer.singleShot(0, failing(IndexError("in a timer")))
    thread = FailingThread(window)
    thread.start()
    thread.wait()
    threading.Thread(target=failing(AttributeError("in a thread"))).start()
    window.parts.thumbnails._pool.begin(failing(TypeError("in a pool")))
    window.parts.services.background.run(failing(LookupError("in background work")), lambda _: None)


def fail_often(window: MainWindow) -> None:
    timer = QTimer(window)
    timer.timeout.connect(failing(ZeroDivisionError("often")))
    timer.start(5)


def draw(window: MainWindow) -> None:
    window.parts.values.prompt = "red apple"
    window.parts.actions["generate"].trigger()


PROVOKE: dict[str, Callable[[MainWindow], object]] = {
    "everywhere": fail_everywhere,
    "flood": fail_often,
    "draw": draw,
    "search": lambda _window: other_apps.other_places(),
}
BANNERS = {"everywhere": 3, "flood": 1}


touched: list[str] = []


def spy_on(folders: list[str]) -> None:
    """Note each file that Python opens or lists below one of `folders`."""

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(("open", "os.", "shutil.", "sqlite3.", "glob.")) and arguments:
            path = arguments[0]
            text = os.fsdecode(path) if isinstance(path, str | bytes | Path) else ""
            if any(text == folder or text.startswith(f"{folder}/") for folder in folders):
                touched.append(f"{event} {text}")

    sys.addaudithook(note)


class Driver:
    """Looks at the app a few times a second, and ends it once it has seen enough."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.turns = 0
        self.provoked = 0
        self.busy = 0
        self.timer = QTimer(app)
        self.timer.timeout.connect(self.turn)
        self.timer.start(EVERY_MS)

    @property
    def window(self) -> MainWindow:
        return next(w for w in self.app.topLevelWidgets() if isinstance(w, MainWindow))

    def turn(self) -> None:
        self.turns += 1
        box = next((w for w in self.app.topLevelWidgets() if isinstance(w, QMessageBox)), None)
        if box is not None and box.isVisible():
            self.tell(dialog=self.box_facts(box))
            box.accept()
        elif self.turns > MOST_TURNS:
            self.tell(problem="it did not come up")
            self.app.exit(9)
        elif self.window.filled and self.window.parts.registry.is_read:
            self.look()

    def look(self) -> None:
        window = self.window
        if not self.provoked:
            PROVOKE.get(SCENE, lambda _: None)(window)
            self.provoked = self.turns
        banners = window.parts.column.banners
        seen = len(banners.banners) >= BANNERS.get(SCENE, 0)
        if SCENE == "draw":
            seen = bool(window.parts.pictures.paths)
        if SCENE == "idle":
            seen = self.engine(window) is not None
        if self.looks_around(window):
            self.busy = self.turns
        if not seen or self.turns - max(self.provoked, self.busy) < SETTLED_TURNS:
            return
        for button in banners.findChildren(QPushButton):
            if button.text() == "Copy Report":
                button.click()
        if SCENE == "screenshot":
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            window.grab().save(sys.argv[2])
        self.tell(
            banners=[banner.words.text() for banner in banners.banners],
            errors=banners.errors,
            report=QGuiApplication.clipboard().text(),
            engine=self.engine(window),
            starts_engine=window.findChild(IdleEngineStart) is not None,
            models=[model.name for model in window.parts.registry.models if model.usable],
            touched=touched,
        )
        window.close()

    def looks_around(self, window: MainWindow) -> bool:
        """Whether the gallery's folders are still to be looked at, or something is read."""
        began = window.parts.gallery._watch._began > 0
        return not began or window.parts.services.background._pool.activeThreadCount() > 0

    def engine(self, window: MainWindow) -> int | None:
        """The engine child's process id."""
        return window.parts.services.session.engines.child.pid

    def box_facts(self, box: QMessageBox) -> dict[str, Any]:
        buttons = {button.text(): button for button in box.findChildren(QPushButton)}
        buttons["Copy Report"].click()
        if len(sys.argv) > 2:
            box.grab().save(sys.argv[2])
        return {
            "sentence": box.informativeText(),
            "details": box.detailedText(),
            "stays": box.isVisible(),
            "report": QGuiApplication.clipboard().text(),
        }

    def tell(self, **facts: Any) -> None:
        self.timer.stop()
        print(json.dumps(facts), flush=True)


def main() -> int:
    make = easel.make_application
    drivers: list[Driver] = []

    def make_driven(arguments: list[str]) -> QApplication:
        app = make(arguments)
        drivers.append(Driver(app))
        return app

    if SCENE in ("spy", "search"):
        other_apps._OTHER_DISKS = Path(sys.argv[2])
        spy_on(sys.argv[3:])
    easel.make_application = make_driven  # type: ignore[assignment]
    if SCENE == "fill":
        app_controller.build_services = failing(ZeroDivisionError("no parts"))  # type: ignore[assignment]
    return easel.main([])


sys.exit(main())
