"""The gallery's list as any view sees it: rows and paths change together, in every order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView

from desktop.ui.gallery.list.gallery_model import GalleryModel, RunningTile

TILE = RunningTile("a house", QImage())
PATHS = [f"/p/{letter}.png" for letter in "abcdef"]
DEEDS = st.one_of(
    st.tuples(st.just("set"), st.lists(st.sampled_from(PATHS), unique=True)),
    st.tuples(st.just("add"), st.sampled_from(PATHS)),
    st.tuples(st.just("remove"), st.lists(st.sampled_from(PATHS), unique=True)),
    st.tuples(st.just("run"), st.booleans()),
    st.tuples(st.just("finish"), st.sampled_from(PATHS)),
)


def shown(model: GalleryModel) -> list[str]:
    """The rows by path, as a view reads them."""
    return [model.path_at(model.index_at(row)) for row in range(model.rowCount())]


@given(st.lists(DEEDS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_rows_follow_the_paths(qapp, operations) -> None:
    model = GalleryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    seen: list[list[str]] = []
    for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
        changed.connect(lambda *_: seen.append(shown(model)))
    wanted: list[str] = []
    running = False
    for operation, value in operations:
        if operation == "set":
            wanted = list(value)
            model.set_paths(value)
        elif operation == "remove":
            wanted = [path for path in wanted if path not in value]
            model.remove(value)
        elif operation == "run":
            running = value
            model.set_running(TILE if value else None)
        else:
            wanted = wanted if value in wanted else [value, *wanted]
            if operation == "finish":
                running = False
                model.finish_running(value)
            else:
                model.add_first(value)
        assert shown(model) == [*([""] if running else []), *wanted]
        assert all(model.path_at(model.index_of(path)) == path for path in wanted)
    assert all(len(rows) == len(set(rows)) for rows in seen), "rows and paths never disagree"


def test_a_chosen_picture_stays_chosen_when_others_come_and_go(qapp) -> None:
    model = GalleryModel()
    model.set_paths(PATHS)
    view = QListView()
    view.setModel(model)
    view.setCurrentIndex(model.index_of(PATHS[2]))
    kept = QPersistentModelIndex(model.index_of(PATHS[4]))
    model.set_running(TILE)
    model.finish_running("/p/new.png")
    model.remove([PATHS[0], PATHS[3]])
    assert model.path_at(view.currentIndex()) == PATHS[2]
    assert model.path_at(kept) == PATHS[4]
    heard: list[str] = []
    view.selectionModel().currentChanged.connect(lambda now, _: heard.append(model.path_at(now)))
    model.remove([PATHS[2]])
    assert len(heard) == 1
    assert heard[0] in model.paths
