"""Draws every state of the window in both appearances and languages into a folder, to look at.

    python packaging/screenshots.py OUT [--home HOME] [--language en|ko]

Everything is real: the pictures in HOME (drawn with the starter model the first time), the
session, the engine child. Runs without a display.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PROMPTS = (
    "red apple",
    "fox",
    "birthday cake",
    "고양이",
    "sunflower",
    "rocket",
    "무지개",
    "strawberry",
    "펭귄",
    "hot beverage",
    "cactus",
    "빨간 사과",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--home", type=Path, default=Path("/tmp/easel-screenshots"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default="", help="light or dark")
    parser.add_argument("--quick", action="store_true", help="nothing is drawn: no engine")
    options = parser.parse_args()
    os.environ["EASEL_HOME"] = str(options.home)
    options.out.mkdir(parents=True, exist_ok=True)
    Tour(options).run()
    return 0


class Tour:
    """Goes through the window's states and takes pictures of them."""

    def __init__(self, options: argparse.Namespace) -> None:
        from desktop.app import make_application
        from desktop.app.running import install_language
        from desktop.ui.theme import Theme

        self.options = options
        self.app = make_application([])
        install_language(self.app, options.language)
        self.theme = Theme(self.app)

    def run(self) -> None:
        for name in ("light", "dark"):
            if self.options.only in ("", name):
                self.theme.show_as(name)
                self._one_appearance(name)

    def _one_appearance(self, name: str) -> None:
        from PySide6.QtCore import QSize

        from desktop.ui.main_window import DEFAULT_SIZE, MINIMUM_SIZE

        empty = self._window(self.options.home / "empty")
        for label, size in (("", DEFAULT_SIZE), ("-small", MINIMUM_SIZE)):
            empty.resize(size)
            self._shoot(empty, f"empty{label}", name)
        self._close(empty)
        window = self._window(self.options.home)
        window.resize(DEFAULT_SIZE)
        if not self.options.quick:
            self._draw_missing(window)
        window.gallery_view.choose_row(1)
        self._wait(0.6)
        self._shoot(window, "gallery", name)
        window.resize(MINIMUM_SIZE)
        self._shoot(window, "gallery-small", name)
        window.resize(DEFAULT_SIZE)
        if not self.options.quick:
            self._running(window, name)
        self._banner(window, name)
        window.picture_actions.quick_look()
        self._shoot(window, "quick-look", name)
        window.picture_actions.look.close_layer()
        self._dialogs(window, name)
        window.resize(QSize(1680, 1000))
        self._shoot(window, "large", name)
        window.resize(DEFAULT_SIZE)
        self._close(window)

    def _running(self, window, name: str) -> None:
        from desktop.worker.state import Ready, Running

        window.values.prompt = "birthday cake"
        for _ in range(3):
            window.generating.generate()
        session = window.parts.session
        window.gallery_view.choose_row(0)
        self._until(lambda: isinstance(session.state, Running) and session.state.step >= 12)
        self._shoot(window, "running", name)
        window.actions_["show_queue"].trigger()
        self._shoot(window, "queue", name)
        window.queue_panel.close_panel()
        for job in session.waiting:
            session.remove(job.id)
        session.cancel()
        self._until(lambda: isinstance(session.state, Ready))

    def _banner(self, window, name: str) -> None:
        from desktop.core.events import EngineLost

        window.generating.show_failure(
            EngineLost(
                job="x",
                sentence="The engine was ended by the system, probably for lack of memory. "
                "Choose a smaller size, or close other apps.",
                details="exit status -9 after 41 s",
            )
        )
        self._shoot(window, "banner", name)
        for banner in window.column.banners.banners:
            banner.dismiss()
        self._wait(0.1)

    def _dialogs(self, window, name: str) -> None:
        window.actions_["preferences"].trigger()
        dialog = window.window_actions._preferences
        self._shoot(dialog, "preferences", name)
        dialog.show_models()
        self._shoot(dialog, "preferences-models", name)
        dialog.close()
        self._wait(0.1)

    def _draw_missing(self, window) -> None:
        from desktop.worker.state import Ready

        have = {Path(path).stem.rsplit("-", 1)[0] for path in window.pictures.paths}
        window.values.seed, window.values.keep_seed = 7, True
        for prompt in PROMPTS:
            if prompt.replace(" ", "-") not in have:
                window.values.prompt = prompt
                window.generating.generate()
        session = window.parts.session
        self._until(lambda: isinstance(session.state, Ready) and not session.waiting, 600)
        window.values.keep_seed = False

    def _window(self, home: Path):
        from desktop.app.parts import build_parts
        from desktop.storage.places import Places
        from desktop.storage.settings import SettingsFile
        from desktop.ui.main_window import MainWindow

        places = Places.under(home)
        places.window_state.unlink(missing_ok=True)
        window = MainWindow(build_parts(places, SettingsFile(places.settings), read_only=""))
        window.show()
        self._until(lambda: window.shelf.is_read)
        self._wait(0.5)
        return window

    def _close(self, window) -> None:
        from desktop.app.parts import end_parts

        window.close()
        end_parts(window.parts)
        window.deleteLater()
        self._wait(0.1)

    def _shoot(self, widget, state: str, appearance: str) -> None:
        self._wait(0.35)
        name = f"{state}-{appearance}-{self.options.language}.png"
        widget.grab().save(str(self.options.out / name))
        print(self.options.out / name, flush=True)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def _until(self, ready: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self._wait(0.02)


if __name__ == "__main__":
    sys.exit(main())
