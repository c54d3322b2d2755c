"""A real window over a home of its own, and the requests that the benchmarks draw."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.core.request import GenerationRequest
from desktop.models.resources import resource

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
    return GenerationRequest(**(values | changes))  # type: ignore[arg-type]


def open_window(home: Path):
    """The application, the parts and the shown window, as the app makes them."""
    from desktop.app import make_application
    from desktop.app.parts import build_parts
    from desktop.storage.places import Places
    from desktop.storage.settings import SettingsFile
    from desktop.ui.main_window import MainWindow
    from desktop.ui.theme import Theme

    app = make_application([])
    Theme(app)
    places = Places.under(home)
    parts = build_parts(places, SettingsFile(places.settings), read_only="")
    window = MainWindow(parts)
    window.show()
    return app, parts, window


def close_window(app, parts, window) -> None:
    """End all of it in order."""
    from desktop.app.parts import end_parts

    window.close()
    end_parts(parts)
    app.processEvents()
