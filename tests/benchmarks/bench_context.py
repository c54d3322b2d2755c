"""A real window over a home of its own, and the requests that the benchmarks draw."""

from __future__ import annotations

import os
import time
from pathlib import Path

from desktop.core.request import GenerationRequest
from desktop.models.resources import resource
from tests.identified import identified

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def starter_request(**changes: object) -> GenerationRequest:
    """Twenty steps with guidance on the starter model."""
    values: dict[str, object] = {
        "prompt": "red apple",
        "model": str(resource("starter")),
        "seed": 7,
        "width": 256,
        "height": 256,
        "steps": 20,
        "guidance_scale": 4.0,
        "sampler": "euler",
    }
    return identified(GenerationRequest(**(values | changes)))  # type: ignore[arg-type]


def open_window(home: Path):
    """The application, what runs in it, and the shown window, as the app makes them."""
    from desktop.app import make_application
    from desktop.app.app_controller import AppController
    from desktop.storage.app_paths import AppPaths
    from desktop.storage.window_state import WindowState
    from desktop.ui.help.welcome import SEEN
    from desktop.ui.shell.main_window import MainWindow

    app = make_application([])
    app_paths = AppPaths.under(home)
    state = WindowState(app_paths.window_state)
    window = MainWindow()
    window.take_place(state)
    window.show()
    running = AppController(app, window, app_paths, state)
    window.parts.ui_state.keep(SEEN, True)  # not the first start
    return app, running, window


def finish_start(app) -> None:
    """Let pass what happens before the user can act: start-up, which is measured elsewhere."""
    for _ in range(20):
        app.processEvents()
        time.sleep(0.05)


def close_window(app, running, window) -> None:
    """End all of it in order."""
    window.close()
    running.end()
    app.processEvents()
