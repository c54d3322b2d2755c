"""Puts models into a window's registry so that a later reading of the folders finds them too.

The folders of a test are new, so they are read a second time a moment after the window has come.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop

from desktop.models.asset import Asset
from desktop.models.library import Contents
from desktop.models.model import Model
from desktop.ui.model_list.model_registry import ModelRegistry, ModelSource
from tests.waiting import LIMIT


class GivenModels:
    """The library of a window, but for what it holds."""

    def __init__(self, source: ModelSource, contents: Contents) -> None:
        self._source, self._contents = source, contents

    def contents(self) -> Contents:
        return self._contents

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def give_models(
    registry: ModelRegistry, models: Iterable[Model], assets: Iterable[Asset] = ()
) -> None:
    """Let these be all that there is, now and from now on."""
    make, contents = registry._make_source, Contents([*models], [*assets], [])
    end = time.monotonic() + LIMIT
    while registry._reading:  # what it finds would take their place
        assert time.monotonic() < end, "the model folders are read for ever"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    registry._make_source = lambda: GivenModels(make(), contents)
    registry._take(contents)
