"""Runs the app as `easel` does, begins what the first argument says once its window stands, and
ends it in the middle of that, as the system does.

Garbage is collected all the time, so that what C++ and Python both believe to own is freed twice.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

import desktop.app as easel
from desktop.app import _end
from desktop.ui.shell.main_window import MainWindow

EVERY_MS = 5
MOST_TURNS = 12_000


class Scene(NamedTuple):
    """`begin` is called once, `is_on` until it holds: then the app ends."""

    begin: Callable[[MainWindow], object]
    is_on: Callable[[MainWindow], object]


def trigger(name: str) -> Callable[[MainWindow], object]:
    return lambda window: window.parts.actions[name].trigger()


def on_first_picture(name: str) -> Callable[[MainWindow], object]:
    def act(window: MainWindow) -> None:
        choose_first(window)
        QTimer.singleShot(0, window.parts.actions[name].trigger)

    return act


def choose_first(window: MainWindow) -> None:
    view = window.parts.gallery_view
    view.setCurrentIndex(view.model().index(0, 0))


def copy(window: MainWindow) -> None:
    choose_first(window)
    QTimer.singleShot(0, window.parts.picture_actions.copy)


def drag(window: MainWindow) -> None:
    choose_first(window)
    view = window.parts.gallery_view
    QTimer.singleShot(0, lambda: view.startDrag(Qt.DropAction.CopyAction))


def draw(window: MainWindow) -> None:
    window.parts.values.prompt = "red apple"
    window.parts.actions["generate"].trigger()


def draw_live(window: MainWindow) -> None:
    window.parts.actions["live"].setChecked(True)
    window.parts.values.prompt = "red apple"


def views(window: MainWindow) -> bool:
    return window.parts.view_actions.viewer.isVisible()


def opens_window(window: MainWindow) -> bool:
    return any(w.isVisible() for w in QApplication.topLevelWidgets() if w is not window)


def paints_mask(window: MainWindow) -> bool:
    editor = window.findChild(QWidget, "maskEditor")
    return editor is not None and editor.isVisible()


def is_dragged(window: MainWindow) -> bool:
    return bool(window.findChildren(QDrag))


def is_copied(_window: MainWindow) -> bool:
    return QGuiApplication.clipboard().mimeData().hasImage()


def is_drawing(window: MainWindow) -> bool:
    return window.parts.services.session.running is not None


def is_drawing_live(window: MainWindow) -> bool:
    return window.parts.live_actions.drawing._flight is not None


def decodes(window: MainWindow) -> bool:
    return window.parts.thumbnails._pool.activeThreadCount() > 0


SCENES = {
    "nothing": Scene(lambda _: None, lambda _: True),
    "a picture is copied": Scene(copy, is_copied),
    "a picture is dragged": Scene(drag, is_dragged),
    "it draws": Scene(draw, is_drawing),
    "it draws live": Scene(draw_live, is_drawing_live),
    "thumbnails are decoded": Scene(lambda _: None, decodes),
    "Models": Scene(trigger("get_models"), opens_window),
    "Settings": Scene(trigger("preferences"), opens_window),
    "the mask editor": Scene(on_first_picture("vary_part"), paints_mask),
    "Extend": Scene(on_first_picture("extend"), opens_window),
    "More Like This": Scene(on_first_picture("more_like_this"), opens_window),
    "the viewer": Scene(
        on_first_picture("open"), lambda w: w.parts.view_actions.viewer.isVisible()
    ),
}


class Ending(QObject):
    """Begins the scene and ends the app."""

    def __init__(self, app: QApplication, scene: Scene) -> None:
        super().__init__(app)
        self.app, self.scene = app, scene
        self.turns, self.begun = 0, False
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.turn)
        self.timer.start(EVERY_MS)

    @property
    def window(self) -> MainWindow | None:
        return next((w for w in self.app.topLevelWidgets() if isinstance(w, MainWindow)), None)

    def turn(self) -> None:
        self.turns += 1
        window = self.window
        if self.turns > MOST_TURNS:
            self.timer.stop()
            self.app.exit(9)
        elif window is None or not window.filled or not window.parts.registry.is_read:
            return
        elif not self.begun:
            if window.parts.pictures.paths:
                self.begun = True
                self.scene.begin(window)
        elif self.scene.is_on(window):
            self.timer.stop()
            print("ended", flush=True)
            _end(self.app)


def main(scene: str) -> int:
    make = easel.make_application

    def make_ending(arguments: list[str]) -> QApplication:
        app = make(arguments)
        Ending(app, SCENES[scene])
        return app

    easel.make_application = make_ending  # type: ignore[assignment]
    gc.set_threshold(50)
    return easel.main([])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
