"""Runs the app as `easel` does, and tells on its Unix socket where things stand and how they are.

A line of JSON asks, a line of JSON answers: {"where": "Generate"} gives the middle of the visible
widget with that text or accessible name in pixels of the screen (null where there is none),
{"menu": "Steps"} that of an entry in an open list, {"state": true} what a test wants to know;
{"reset": true} takes back what an earlier test has set.
The hands that use the app are xdotool's.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QMenu, QWidget

import desktop.app as easel
from desktop.ui.shell.main_window import MainWindow


def widgets() -> list[QWidget]:
    """All that can be seen; those of the window in front come first, and those that
    take the focus: a field before its label.
    """
    shown = [
        w for w in QApplication.allWidgets() if w.isVisible() and not w.visibleRegion().isEmpty()
    ]
    return sorted(shown, key=lambda w: (not w.window().isActiveWindow(), not w.focusPolicy().value))


def words_of(widget: QWidget) -> set[str]:
    texts = {widget.accessibleName(), widget.toolTip(), widget.objectName()}
    for name in ("text", "title"):
        tell = getattr(widget, name, None)
        if callable(tell):
            said = tell()
            texts.add(said if isinstance(said, str) else "")
    return texts - {""}


def where(name: str) -> list[int] | None:
    found = next((w for w in widgets() if name in words_of(w)), None)
    if found is None:
        return None
    middle = found.mapToGlobal(found.rect().center())
    return [middle.x(), middle.y(), found.width(), found.height()]


def entry(text: str) -> list[int] | None:
    """Where the entry `text` of an open pop-up or menu is."""
    for menu in (w for w in widgets() if isinstance(w, QMenu)):
        for action in menu.actions():
            if action.text() == text:
                return _middle(menu, menu.actionGeometry(action).center())
    for view in (w for w in widgets() if isinstance(w, QAbstractItemView)):
        model = view.model()
        for row in range(model.rowCount() if model is not None else 0):
            index = model.index(row, 0)
            if index.data() == text and view.visualRect(index).isValid():
                return _middle(view.viewport(), view.visualRect(index).center())
    return None


def _middle(widget: QWidget, point: QPoint) -> list[int]:
    place = widget.mapToGlobal(point)
    return [place.x(), place.y(), 0, 0]


def state() -> dict[str, Any]:
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    if not window.filled or not window.parts.registry.is_read:
        return {"ready": False}
    parts = window.parts
    values, session, focus = parts.values, parts.services.session, QApplication.focusWidget()
    view, bar = parts.gallery_view, parts.gallery_view.verticalScrollBar()
    return {
        "ready": parts.gallery._watch._began > 0,
        "prompt": values.prompt,
        "start_image": values.start_image,
        "mask": values.mask,
        "keep_seed": values.keep_seed,
        "width": values.width,
        "pictures": parts.pictures.rowCount(),
        "tile_side": view.tile_side,
        "scrolled": bar.value(),
        "chosen": len(view.selectionModel().selectedIndexes()),
        "running": type(session.state).__name__,
        "waiting": len(session.waiting),
        "banners": [banner.words.text() for banner in parts.column.banners.banners],
        "focus": sorted(words_of(focus)) if focus is not None else [],
        "windows": [w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()],
        "size": [window.width(), window.height()],
        "maximised": window.isMaximized(),
        "sidebar": parts.panel.isVisible(),
        "viewer": parts.view_actions.viewer.isVisible(),
        "pressed": [
            w.accessibleName() for w in widgets() if isinstance(w, QComboBox) and w.underMouse()
        ],
    }


def reset() -> bool:
    """Let the next steps begin from nothing: no starting image, no chosen picture."""
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    window.parts.values.start_image = ""
    window.parts.gallery_view.clearSelection()
    return True


class Teller:
    def __init__(self, app: QApplication, name: str) -> None:
        self.server = QLocalServer(app)
        self.server.newConnection.connect(self.take)
        assert self.server.listen(name), self.server.errorString()

    def take(self) -> None:
        socket = self.server.nextPendingConnection()
        socket.readyRead.connect(lambda: self.answer(socket))

    def answer(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            asked = json.loads(bytes(socket.readLine().data()))
            if "reset" in asked:
                told: Any = reset()
            elif "where" in asked:
                told = where(asked["where"])
            else:
                told = entry(asked["menu"]) if "menu" in asked else state()
            socket.write(json.dumps(told).encode() + b"\n")
            socket.flush()


def main() -> int:
    make, tellers = easel.make_application, list[Teller]()

    def make_told(arguments: list[str]) -> QApplication:
        app = make(arguments)
        tellers.append(Teller(app, sys.argv[1]))
        return app

    easel.make_application = make_told  # type: ignore[assignment]
    return easel.main([])


if __name__ == "__main__":
    sys.exit(main())
