"""What strangers wrote is never taken apart on the main thread, however long that takes."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QUrl

from desktop.storage.metadata import reading
from desktop.storage.metadata.tools import a1111

from .conftest import MakeWindow
from .gallery_window import choose, picture

PASTED = "a fox\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, Seed: 7, Size: 512x512"


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads on which recipes were read, one for each reading."""
    threads: list[threading.Thread] = []
    for module, name in ((reading, "read_recipe"), (a1111, "read_parameters")):
        read = getattr(module, name)

        def watched(*values: object, read=read) -> object:
            threads.append(threading.current_thread())
            return read(*values)

        monkeypatch.setattr(module, name, watched)
    return threads


def test_recipes_are_read_in_the_background(
    qtbot, app_paths, readers: list[threading.Thread], make_window: MakeWindow
) -> None:
    paths = [picture(app_paths.pictures, number) for number in range(3)]
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 3)
    banners = window.parts.column.banners

    def seen(count: int) -> None:
        qtbot.waitUntil(lambda: len(readers) >= count)

    choose(qtbot, window, paths[0])
    seen(1)
    before = len(readers)
    choose(qtbot, window, *paths)
    seen(before + 1)
    before = len(readers)
    window.parts.actions["export"].trigger()
    seen(before + 1)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(paths[1])])
    window.parts.drop_handler.drop(mime)
    qtbot.waitUntil(lambda: bool(banners.banners))
    before = len(readers)
    window.parts.drop_handler.offer_text(PASTED)
    qtbot.waitUntil(lambda: any("pasted text" in one.sentence for one in banners.banners))
    assert len(readers) > before
    assert threading.main_thread() not in readers
