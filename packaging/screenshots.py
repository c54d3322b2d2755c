"""Takes a picture of every window and state, in both appearances and languages, on one sheet.

    python packaging/screenshots.py OUT [--home HOME] [--languages en,ko] [--only gallery,banner]

What is taken stands in screens.py. Everything is real: the pictures in HOME (drawn with the starter
model the first time), the session, the engine child. Runs without a display. `OUT/sheet.png` holds
everything side by side; `--quick` leaves out what needs an engine. `--mac blue,yellow` shows the
window as on a Mac with these accent colours: its palette, menus and names, on any system.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import screens

PROMPTS = (
    *("red apple", "fox", "birthday cake", "고양이", "sunflower", "rocket"),
    *("무지개", "strawberry", "펭귄", "hot beverage", "cactus", "빨간 사과"),
)
_CELL, _GAP, _LABEL = 640, 16, 150


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--home", type=Path, default=Path("/tmp/easel-screenshots"))
    parser.add_argument("--languages", default="en,ko")
    parser.add_argument("--appearances", default="light,dark")
    parser.add_argument("--only", default="", help="names of screens.py, with commas")
    parser.add_argument("--mac", default="", help="accents of tests/mac/mac_palette.py, or 'all'")
    parser.add_argument("--quick", action="store_true", help="nothing is drawn: no engine")
    options = parser.parse_args()
    os.environ["EASEL_HOME"] = str(options.home)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.mac:
        pretend_a_mac()
    tour = Tour(options)
    tour.run()
    sheet = options.out / "sheet.png"
    contact_sheet(tour.taken, sheet)
    print(sheet)
    return 0


def pretend_a_mac() -> None:
    """Let the window take a Mac's ways, over stand-ins for Apple's frameworks.

    What Python and send2trash import by the platform's name is imported before.
    """
    import desktop.app.services
    import desktop.ui.shell.compose  # noqa: F401
    from tests.mac.fake_cocoa import Mac

    sys.modules.update(Mac().modules())
    sys.platform = "darwin"


class Tour:
    """Goes through the scenes; `taken` has the files by name and (language, appearance)."""

    def __init__(self, options: argparse.Namespace) -> None:
        from desktop.app import make_application
        from desktop.app.app_controller import install_language
        from desktop.ui.theme.application_font import application_font
        from desktop.ui.theme.theme import Theme
        from tests.mac.mac_palette import ACCENTS, system_palette

        self.options = options
        self.taken: dict[str, dict[tuple[str, str], Path]] = {}
        self.app = make_application([])
        self._speak = install_language
        self._cleanups: list[Callable[[], object]] = []
        accents = list(ACCENTS) if options.mac == "all" else options.mac.split(",")
        self._palettes = {accent: system_palette(accent) for accent in accents if accent}
        self.theme = Theme(self.app)
        if options.mac:  # a real one has a font for every script
            self.app.setFont(application_font(self.app.font()))
        self.window: Any = None

    def run(self) -> None:
        for language in self.options.languages.split(","):
            self._speak(self.app, language)
            for appearance in self.options.appearances.split(","):
                for accent, palette in (self._palettes or {"": None}).items():
                    if palette is not None:
                        self.theme._system_palette = palette
                    self.theme.show_as(appearance)
                    self._one((language, f"{appearance}-{accent}".rstrip("-")))

    def wait(self, seconds: float) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def until(self, ready: Callable[[], bool], seconds: float = 600) -> None:
        """Let it work until `ready()`; TimeoutError where that never comes."""
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.wait(0.02)

    def cleanup(self, work: Callable[[], object]) -> None:
        """Call `work` once the picture is taken."""
        self._cleanups.append(work)

    def stop_drawing(self) -> None:
        """Take back what a scene has queued."""
        from desktop.worker.session_state import Ready

        session = self.window.parts.services.session
        for job in session.waiting:
            session.remove(job.id)
        session.cancel()
        self.until(lambda: isinstance(session.state, Ready))

    def _wants(self, name: str) -> bool:
        only = self.options.only
        return (not only or name in only.split(",")) and not (
            self.options.quick and name in screens.DRAWS
        )

    def _one(self, look: tuple[str, str]) -> None:
        if self._wants("empty"):
            self.window = self._open(self.options.home / "empty")
            self._shoot(self.window, "empty", look)
            self._close()
        self.window = self._open(self.options.home)
        if not self.options.quick:
            self._draw_missing()
        for name, play in screens.SCENES.items():
            if self._wants(name):
                self.window.resize(1120, 670)
                made = play(self)
                for number, show in enumerate(made if isinstance(made, list) else [made]):
                    widget = show() if callable(show) else show
                    self._shoot(
                        widget, f"{name}-{number + 1}" if made is not widget else name, look
                    )
                for work in self._cleanups:
                    work()
                self._cleanups.clear()
                self.wait(0.1)
        for name in screens.WINDOWS:
            if self._wants(name) and name in self.window.parts.actions:
                self._open_by_action(name, look)
        self._close()

    def _open_by_action(self, name: str, look: tuple[str, str]) -> None:
        """Take what the entry opens, be it a dialog that waits, a window or a layer in this one."""
        from PySide6.QtCore import QTimer

        self.window.parts.gallery_view.setFocus()
        self.window.parts.gallery_view.selectAll()
        before = set(self._windows())
        done: list[bool] = []

        def take() -> None:
            opened = [widget for widget in self._windows() if widget not in before]
            self._shoot(opened[0] if opened else self.window, name, look)
            for widget in opened:
                widget.close()
            done.append(True)

        QTimer.singleShot(900, self.app, take)
        if self.window.parts.actions[name].isEnabled():
            self.window.parts.actions[name].trigger()
        self.until(lambda: bool(done))

    def _windows(self) -> list[Any]:
        return [w for w in self.app.topLevelWidgets() if w.isVisible() and w.isWindow()]

    def _open(self, home: Path) -> Any:
        from desktop.app.services import build_services
        from desktop.storage.app_paths import AppPaths
        from desktop.storage.settings_file import SettingsFile
        from desktop.ui.shell.compose import filled_window

        app_paths = AppPaths.under(home)
        app_paths.window_state.unlink(missing_ok=True)
        services = build_services(app_paths, SettingsFile(app_paths.settings), read_only=None)
        window = filled_window(services)
        window.resize(1120, 670)
        window.show()
        self.until(lambda: window.parts.registry.is_read)
        self.wait(0.5)
        return window

    def _close(self) -> None:
        from desktop.app.services import end_services

        self.window.close()
        end_services(self.window.parts.services)
        self.window.deleteLater()
        self.wait(0.1)

    def _draw_missing(self) -> None:
        from desktop.worker.session_state import Ready

        window = self.window
        have = {Path(path).stem.rsplit("-", 1)[0] for path in window.parts.pictures.paths}
        window.parts.values.seed, window.parts.values.keep_seed = 7, True
        for prompt in PROMPTS:
            if prompt.replace(" ", "-") not in have:
                window.parts.values.prompt = prompt
                window.parts.generate_actions.generate()
        session = window.parts.services.session
        self.until(lambda: isinstance(session.state, Ready) and not session.waiting, 1800)
        window.parts.values.keep_seed = False

    def _shoot(self, widget: Any, name: str, look: tuple[str, str]) -> None:
        self.wait(0.35)
        path = self.options.out / f"{name}-{look[1]}-{look[0]}.png"
        widget.grab().save(str(path))
        self.taken.setdefault(name, {})[look] = path
        print(path, flush=True)


def contact_sheet(taken: dict[str, dict[tuple[str, str], Path]], target: Path) -> None:
    """A row for each name, a column for each look; smaller windows keep their scale."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    looks = list(dict.fromkeys(look for row in taken.values() for look in row))
    rows: list[tuple[str, list[QImage | None]]] = []
    for name, pictures in taken.items():
        images = [QImage(str(pictures[look])) if look in pictures else None for look in looks]
        rows.append((name, [image and _shrunk(image) for image in images]))
    heights = [max((i.height() for i in images if i), default=0) for _, images in rows]
    width = _LABEL + len(looks) * (_CELL + _GAP)
    sheet = QImage(width, sum(heights) + _GAP * (len(rows) + 2), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    top = _GAP
    for (name, images), height in zip(rows, heights, strict=True):
        room = QRect(8, top, _LABEL - 16, height)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), name)
        for place, image in enumerate(images):
            if image is not None:
                painter.drawImage(_LABEL + place * (_CELL + _GAP), top, image)
        top += height + _GAP
    painter.end()
    sheet.save(str(target))


def _shrunk(image: Any) -> Any:
    from PySide6.QtCore import Qt

    if image.width() <= _CELL:
        return image
    return image.scaledToWidth(_CELL, Qt.TransformationMode.SmoothTransformation)


if __name__ == "__main__":
    sys.exit(main())
