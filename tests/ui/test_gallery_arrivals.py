"""A picture that comes while the gallery's list is being read stays in it, and chosen."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator

import pytest

from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.arrivals import Arrivals
from desktop.ui.gallery.picture_store import IndexedStore
from desktop.ui.shell.compose import filled_window
from desktop.ui.shell.main_window import MainWindow

from .conftest import close, make_parts
from .test_window import draw


class SlowStore(IndexedStore):
    """The index, whose first list is there only when it is let go: as on a busy, new machine."""

    def __init__(self, *arguments, **more) -> None:
        super().__init__(*arguments, **more)
        self.has_read = threading.Event()
        self.let_go = threading.Event()

    def paths(self, query: GalleryQuery) -> list[str]:
        found = super().paths(query)
        if not self.has_read.is_set():
            self.has_read.set()
            self.let_go.wait()
        return found


@pytest.fixture
def slow(qtbot, themed, app_paths) -> Iterator[tuple[MainWindow, SlowStore]]:
    services = make_parts(app_paths, "draw")
    store = SlowStore(app_paths.index, lambda: [app_paths.pictures])
    window = filled_window(dataclasses.replace(services, pictures=store))
    window.show()
    qtbot.waitUntil(lambda: window.parts.registry.is_read and store.has_read.is_set())
    yield window, store
    store.let_go.set()
    close(window)


def test_a_list_that_was_asked_for_before_it_does_not_take_it_away(qtbot, slow) -> None:
    window, store = slow
    path = draw(qtbot, window, "red apple", steps=1)
    with qtbot.waitSignal(window.parts.gallery.counted):
        store.let_go.set()
    assert list(window.parts.pictures.paths) == [path]
    assert window.parts.gallery_view.selected_paths() == [path]
    assert window.parts.inspector_controller.path == path


def test_what_came_stands_before_a_list_that_is_older_than_it() -> None:
    arrivals = Arrivals()
    arrivals.note("/a.png")
    arrivals.note("/b.png")
    assert arrivals.missing(["/old.png"], 1) == ["/b.png", "/a.png"]
    arrivals.note_indexed("/a.png", latest=2)
    assert arrivals.missing(["/a.png", "/old.png"], 2) == ["/b.png"]
    assert arrivals.missing(["/old.png"], 3) == ["/b.png"]  # not what was asked for
    arrivals.note_indexed("/b.png", latest=3)
    assert arrivals.missing(["/old.png"], 4) == []
    arrivals.note_indexed("/gone.png", latest=9)
    assert arrivals.missing([], 5) == []
