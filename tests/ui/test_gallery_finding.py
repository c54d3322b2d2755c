"""Chips, folders and orders: what the gallery shows of all there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QMenu

from desktop.core.events import Finished
from desktop.ui.gallery.filters.date_spans import DateSpan, SpanDialog, span_of, usual_spans
from desktop.ui.gallery.list.path_list import PathList
from desktop.ui.gallery.list.tile_delegate import day_text

from .conftest import MakeWindow
from .gallery_window import choose, names, picture


@pytest.fixture
def mixed(app_paths) -> list[str]:
    folder = app_paths.pictures
    other = {"name": "DreamShaper & co", "family": "sd1", "hash": "1"}
    return [
        picture(folder, 0, prompt="apple"),
        picture(folder, 1, 96, 64, prompt="pear", model=other),
        picture(folder, 2, prompt="plum", loras=[{"name": "ink", "weight": 1.0}]),
        picture(folder / "sub", 3, prompt="fig", image={"path": "/a.png", "strength": 0.5}),
    ]


@pytest.fixture
def window(qtbot, mixed, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 4)
    qtbot.waitUntil(lambda: bool(made.parts.gallery.facets.models))
    made.parts.actions["show_filters"].trigger()
    return made


def pick(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if words in action.text()).trigger()


def shows(qtbot, window, *prompts: str) -> None:
    wanted = {f"{prompt}-" for prompt in prompts}
    qtbot.waitUntil(lambda: {name.split("-")[0] + "-" for name in names(window)} == wanted)


@pytest.mark.parametrize(
    ("chip", "entry", "left"),
    [
        ("models", "DreamShaper", ("pear",)),
        ("sizes", "96 × 64", ("pear",)),
        ("loras", "ink", ("plum",)),
        ("start", "With a starting image", ("fig",)),
        ("start", "Without one", ("apple", "pear", "plum")),
    ],
)
def test_each_chip_narrows_and_clear_shows_all(qtbot, window, chip, entry, left) -> None:
    filters = window.parts.column.header.filters
    assert filters.isVisible()
    assert not filters.clear.isVisible()
    pick(getattr(filters, chip).make_menu(), entry)
    shows(qtbot, window, *left)
    assert getattr(filters, chip).isChecked()
    filters.clear.click()
    shows(qtbot, window, "apple", "pear", "plum", "fig")
    assert not getattr(filters, chip).isChecked()


def test_several_values_of_one_chip_mean_or(qtbot, window) -> None:
    filters = window.parts.column.header.filters
    menu = filters.sizes.make_menu()
    pick(menu, "96 × 64")
    shows(qtbot, window, "pear")
    pick(menu, "64 × 64")
    shows(qtbot, window, "apple", "pear", "plum", "fig")
    assert filters.sizes.text().strip().endswith("+1")


def test_rating_and_tags_narrow(qtbot, window, mixed) -> None:
    choose(qtbot, window, mixed[0])
    window.parts.annotation_actions.set_stars(4)
    window.parts.annotation_actions.change_tags({"Green": True, "my own": True})
    qtbot.waitUntil(lambda: dict(window.parts.gallery.facets.tags) == {"Green": 1, "my own": 1})
    filters = window.parts.column.header.filters
    pick(filters.stars.make_menu(), "★★★★ or more")
    shows(qtbot, window, "apple")
    pick(filters.stars.make_menu(), "★★★★ or more")
    shows(qtbot, window, "apple", "pear", "plum", "fig")
    pick(filters.tags.make_menu(), "my own")
    shows(qtbot, window, "apple")


def test_days_narrow(qtbot, window) -> None:
    filters = window.parts.column.header.filters
    filters._ask_days()
    dialog = next(one for one in window.findChildren(SpanDialog) if one.isVisible())
    dialog.first.setDate(QDate(2026, 11, 24))
    dialog.last.setDate(QDate(2026, 11, 20))
    dialog.accept()
    shows(qtbot, window, "apple", "pear", "plum", "fig")
    assert filters.dates.isChecked()
    since, until = DateSpan(QDate(2026, 11, 23), None).seconds()
    window.parts.gallery.narrow(since=since, until=until)
    qtbot.waitUntil(lambda: not window.parts.pictures.paths)
    assert window.parts.column.pages.currentWidget() is window.parts.column.nothing
    assert window.parts.column.header.isVisible(), "or one could not clear the filter"


def test_spans_come_back_from_their_seconds() -> None:
    for _, span in usual_spans():
        assert span_of(*span.seconds()) == span
    assert span_of(None, None) == DateSpan()
    day = QDate(2026, 3, 29)
    assert span_of(*DateSpan(day, day).seconds()) == DateSpan(day, day)


def test_folders_are_added_shown_and_taken_out(qtbot, window, tmp_path, mixed) -> None:
    other = tmp_path / "더 많은 그림"
    extra = picture(other, 9, prompt="kiwi")
    window.parts.filter_actions.add_folder(str(other))
    shows(qtbot, window, "apple", "pear", "plum", "fig", "kiwi")
    qtbot.waitUntil(lambda: str(other) in window.parts.gallery.facets.folders)
    source = window.parts.column.header.source
    pick(source.make_menu(), other.name)
    shows(qtbot, window, "kiwi")
    assert source.text() == other.name
    new = picture(other, 10, prompt="lime")
    qtbot.waitUntil(lambda: new in window.parts.pictures.paths)
    source.remove_folder_requested.emit(str(other))
    shows(qtbot, window, "apple", "pear", "plum", "fig")
    assert source.text() == "All Pictures"
    assert Path(extra).exists()
    assert window.parts.services.settings.values.gallery_folders == ()


def test_a_folder_inside_the_gallery_is_not_added_twice(qtbot, window, app_paths) -> None:
    window.parts.filter_actions.add_folder(str(app_paths.pictures / "sub"))
    assert window.parts.services.settings.values.gallery_folders == ()


def test_a_subfolder_is_an_album(qtbot, window) -> None:
    pick(window.parts.column.header.source.make_menu(), "sub")
    shows(qtbot, window, "fig")
    pick(window.parts.column.header.source.make_menu(), "All Pictures")
    shows(qtbot, window, "apple", "pear", "plum", "fig")


def test_orders_and_the_choice_that_stays(qtbot, window, mixed) -> None:
    choose(qtbot, window, mixed[1])
    window.parts.annotation_actions.set_stars(5)
    qtbot.waitUntil(lambda: window.parts.pictures.shown_of(mixed[1]).stars == 5)
    window.parts.actions["sort_stars"].trigger()
    qtbot.waitUntil(lambda: window.parts.pictures.paths[0] == mixed[1])
    window.parts.actions["sort_oldest"].trigger()
    qtbot.waitUntil(lambda: list(window.parts.pictures.paths) == mixed)
    assert window.parts.gallery_view.selected_paths() == [mixed[1]]
    assert window.parts.inspector_controller.path == mixed[1]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("abc", "abc", None),
        ("abc", "abxc", (2, 2, "x")),
        ("abc", "ac", (1, 2, "")),
        ("abc", "axc", (1, 2, "x")),
        ("", "ab", (0, 0, "ab")),
        ("ab", "", (0, 2, "")),
        ("aaa", "aa", (2, 3, "")),
        ("abc", "bca", (0, 3, "bca")),
    ],
)
@pytest.mark.parametrize("newest", [0, 1, 2])
def test_lists_differ_in_one_block(old: str, new: str, change, newest: int) -> None:
    shown, wanted = PathList(old[newest:], old[:newest]), PathList(new[newest:], new[:newest])
    found = shown.change_to(wanted)
    assert (found and (*found[:2], "".join(wanted[found.start : found.new_end]))) == change
    for other in (PathList(new), PathList(new[:1] + new[1:])):
        assert shown.change_to(other) == found


def test_places_are_right_after_every_change() -> None:
    paths = PathList("abcdef")
    paths.add_first("x")
    paths.remove(2, 4)
    paths.add_first("w")
    assert "".join(paths) == "".join(paths[:]) == "wxadef"
    assert [paths.place(path) for path in paths] == list(range(6))
    assert paths.places("fwbe") == {"w": 0, "e": 4, "f": 5}
    assert "b" not in paths
    paths.remove(1, 3)
    paths.remove_all("wez")
    assert "".join(paths) == "df"
    assert paths[-1] == "f"


def test_very_many_paths_are_compared_and_found_by_blocks() -> None:
    names = [f"/p/{'é' if number % 7 == 0 else ''}{number:05}.png" for number in range(20_000)]
    paths, again = PathList(names[3:], names[:3]), PathList(names)
    assert paths.change_to(again) is None
    assert paths.change_to(PathList([*names[:9000], "/q/new.png", *names[9001:]])) == (
        *(9000, 9001, 9001),
    )
    again.remove(10_000, 10_002)
    assert paths.change_to(again) == (10_000, 10_002, 10_000)
    assert again.places(names[9990:10_010]) == {
        **{name: at for at, name in enumerate(names[:10_000]) if at >= 9990},
        **{name: at for at, name in enumerate(names[10_002:], 10_000) if at < 10_008},
    }
    assert [again.place(name) for name in (names[0], names[10_000], names[-1])] == [0, None, 19_997]
    assert [again[at] for at in (0, 9999, 10_000, -1)] == [
        *(names[0], names[9999], names[10_002], names[-1]),
    ]
    assert again[9_998:10_002] == [*names[9998:10_000], *names[10_002:10_004]]


def test_a_search_shows_its_results_from_the_first(
    qtbot, app_paths, make_window: MakeWindow
) -> None:
    for number in range(60):
        picture(app_paths.pictures, number, prompt="pear" if number % 2 else "plum")
    window = make_window()
    view, bar = window.parts.gallery_view, window.parts.gallery_view.verticalScrollBar()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 60)
    choose(qtbot, window, window.parts.pictures.paths[-2])
    view.scrollToBottom()
    window.parts.toolbar.search.setText("pear")
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 30)
    assert bar.maximum() > 0
    assert bar.value() == 0
    view.scrollToBottom()
    window.parts.toolbar.search.clear()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 60)
    assert bar.value() > 0, "what was looked at among the results is still in sight"


def test_a_chip_counts_the_pictures_that_came_since(qtbot, window, app_paths) -> None:
    filters = window.parts.column.header.filters
    assert any(
        "Starter (draws icons)  (3)" in a.text() for a in filters.models.make_menu().actions()
    )
    path = picture(app_paths.pictures, 7, prompt="kiwi")
    event = Finished(
        job="j", index=0, count=1, path=path, recipe={}, seconds=1.0, seconds_per_step=0.1
    )
    window.parts.services.session.picture_finished.emit(event)
    qtbot.waitUntil(
        lambda: any(
            "Starter (draws icons)  (4)" in a.text() for a in filters.models.make_menu().actions()
        )
    )


def test_the_first_picture_of_each_day_bears_the_date(
    qtbot, app_paths, make_window: MakeWindow
) -> None:
    days = ["2026-11-20", "2026-11-20", "2026-11-21", "2026-12-02"]
    paths = [
        picture(
            app_paths.pictures, number, created=f"{day}T12:0{number}:00+00:00", prompt=f"p{number}"
        )
        for number, day in enumerate(days)
    ]
    window = make_window()
    model = window.parts.pictures
    ordinals = [date.fromisoformat(day).toordinal() for day in days]
    newest = {paths[3]: ordinals[3], paths[2]: ordinals[2], paths[1]: ordinals[1]}
    qtbot.waitUntil(lambda: model._days == newest)
    window.parts.gallery.narrow(sort="oldest")
    oldest = {paths[0]: ordinals[0], paths[2]: ordinals[2], paths[3]: ordinals[3]}
    qtbot.waitUntil(lambda: model._days == oldest)
    window.parts.gallery.narrow(text="p1")
    qtbot.waitUntil(lambda: model._days == {paths[1]: ordinals[1]})
    window.parts.gallery.narrow(sort="name")
    qtbot.waitUntil(lambda: model._days == {})
    assert "2026" in day_text(ordinals[0]) or "26" in day_text(ordinals[0])


def test_a_days_date_follows_the_language(qapp) -> None:
    before, day = QLocale(), date(2026, 3, 14).toordinal()
    try:
        written = []
        for code in ("en", "ko"):
            QLocale.setDefault(QLocale(code))
            written.append(day_text(day))
    finally:
        QLocale.setDefault(before)
    assert written[0] != written[1]
