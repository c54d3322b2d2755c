"""One window over the real engine, with a tiny model and one of everything beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from desktop.core.events import Finished
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.ui.shell.compose import filled_window
from tests.engines import tiny
from tests.engines.sample_models import furnish
from tests.waiting import ENGINE_LIMIT

from .conftest import make_parts


class WindowHarness:
    """One window over the real engine, with a tiny model and one of everything; reset each time."""

    def __init__(self, home: Path, child: EngineChild) -> None:
        self.app_paths = AppPaths.under(home)
        self.picture = tiny.make_picture(home / "start.png")
        self.mask = tiny.make_mask(home / "mask.png")
        self.model = str(furnish(self.app_paths.models))
        self.app_paths.wildcards.mkdir(parents=True)
        (self.app_paths.wildcards / "animal.txt").write_text("bird\n")
        self.window = filled_window(make_parts(self.app_paths, child))
        self.window.resize(1120, 670)
        self.window.show()
        self.panel, self.values = self.window.parts.panel, self.window.parts.values
        self._wait(lambda: self.window.parts.registry.is_read)
        self.use_model(self.model)
        values = self.values
        values.prompt, values.steps, values.width, values.height = "a red apple", 3, 64, 64
        values.guidance_scale, values.sampler, values.noise_schedule = 4.0, "euler", "default"
        values.seed, values.keep_seed = 7, True
        self._plain = values.remembered()
        self._drawn: dict[Any, Any] = {}

    def use_model(self, path: str) -> None:
        self.panel.model_row.choose(path)

    def reset(self) -> None:
        """All controls as they were at first."""
        self.use_model(self.model)
        self.values.recall(self._plain)
        self.values.seed, self.values.variation_seed = 7, None
        self.values.keep_variation_seed = False

    def plain(self, before: Callable[[WindowHarness], object]) -> Any:
        """What the window draws as `before` leaves it; drawn once."""
        self.reset()
        before(self)
        if before not in self._drawn:
            self._drawn[before], _ = self.draw()
        return self._drawn[before]

    def draw(self) -> tuple[Any, dict[str, Any]]:
        """The pixels and the recipe of the picture that Generate draws."""
        session, ends = self.window.parts.services.session, []
        session.picture_finished.connect(ends.append)
        session.failed.connect(ends.append)
        self.window.parts.actions["generate"].trigger()
        said = [banner.sentence for banner in self.window.parts.column.banners.banners]
        assert session.running, said
        self._wait(lambda: bool(ends) and not session.running)
        session.picture_finished.disconnect(ends.append)
        session.failed.disconnect(ends.append)
        (event,) = ends
        assert isinstance(event, Finished), event
        with Image.open(event.path) as picture:
            return np.asarray(picture.convert("RGB")), event.recipe

    def _wait(self, ready: Callable[[], bool]) -> None:
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if ready() else None)
        timer.start(5)
        QTimer.singleShot(int(ENGINE_LIMIT * 1000), loop, loop.quit)
        loop.exec()
        assert ready(), "it did not happen in time"
