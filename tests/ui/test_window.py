"""The window as a whole: from prompt to picture, queue, cancel, loss of the engine, restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from desktop.app.app_controller import install_language
from desktop.core.messages import Message
from desktop.storage.metadata.reading import read_recipe
from desktop.ui.shell.compose import filled_window
from desktop.ui.shell.main_window import first_size
from desktop.ui.shell.panel_widths import fitted
from desktop.worker.session_state import Ready, Running

from .conftest import MakeWindow, close, make_parts


def draw(qtbot, window, prompt: str, **values) -> str:
    """Draw one picture through the controls; returns its path."""
    before = len(window.parts.pictures.paths)
    window.parts.panel.prompts.prompt.setPlainText(prompt)
    for name, value in values.items():
        setattr(window.parts.values, name, value)
    qtbot.mouseClick(window.parts.panel.bar.generate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) > before)
    path = window.parts.pictures.paths[0]
    qtbot.waitUntil(
        lambda: (
            window.parts.inspector_controller.path != ""
            and window.parts.gallery_view.has_selection()
        )
    )
    return path


def is_idle(window) -> bool:
    return (
        isinstance(window.parts.services.session.state, Ready)
        and not window.parts.services.session.waiting
    )


def sentences(window) -> list[str]:
    return [banner.sentence for banner in window.parts.column.banners.banners]


def button(parent, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text() == text)


def test_from_prompt_to_picture(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    path = draw(qtbot, window, "red apple", steps=3, seed=11, keep_seed=True)
    found = read_recipe(Path(path))
    assert found is not None
    assert found.recipe.text("prompt") == "red apple"
    assert found.recipe.integer("seed") == 11
    assert found.recipe.integer("steps") == 3
    assert window.parts.gallery_view.selected_paths() == [path]
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    assert window.parts.inspector.recipe.row("seed").value.text() == "11"
    assert window.parts.toolbar.status.accessibleName() == "Ready, 1 picture"
    assert (window.windowFilePath(), window.windowTitle()) == (path, "Easel")


def test_an_example_prompt_draws_at_once(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    qtbot.waitUntil(lambda: window.parts.column.pages.currentWidget() is window.parts.column.empty)
    chip = window.parts.column.empty.chips[3]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    assert window.parts.panel.prompts.prompt.toPlainText() == chip.text() == "rocket"
    assert window.parts.column.pages.currentWidget() is window.parts.gallery_view


def test_the_inspector_has_the_recipe_that_came_with_the_picture_and_keeps_the_last_few(
    qtbot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.gallery.gallery_controller._MOST_RECIPES", 3)
    window = make_window()
    read = []
    monkeypatch.setattr(window.parts.inspector_controller, "_read", read.append)
    path = draw(qtbot, window, "red apple", steps=1, seed=11, keep_seed=True)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    assert (
        window.parts.inspector_controller.recipe.as_dict()
        == read_recipe(Path(path)).recipe.as_dict()
    )
    assert read == []
    draw(qtbot, window, "fox", count=4)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 5)
    known = [window.parts.gallery.recipe_at(path) for path in window.parts.pictures.paths]
    assert [recipe and recipe["seed"] for recipe in known] == [14, 13, 12, None, None]
    window.parts.gallery.forget([window.parts.pictures.paths[0]])
    window.parts.gallery.after_deed([window.parts.pictures.paths[0]])
    assert window.parts.gallery.recipe_at(window.parts.pictures.paths[0]) is None


def test_generate_waits_for_the_models(qtbot, app_paths, themed) -> None:
    window = filled_window(make_parts(app_paths, "draw"))
    window.parts.values.prompt = "owl"
    assert not window.parts.registry.is_read
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    close(window)


def test_every_picture_of_a_job_has_the_next_seed(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    draw(qtbot, window, "fox", count=3, seed=2**64 - 1, keep_seed=True, steps=1)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 3)
    seeds = {read_recipe(Path(path)).recipe.integer("seed") for path in window.parts.pictures.paths}
    assert seeds == {2**64 - 1, 0, 1}


def test_jobs_line_up_and_one_can_be_moved_and_removed(qtbot, make_window: MakeWindow) -> None:
    window = make_window("slow")
    session = window.parts.services.session
    for prompt in ("one", "two", "three"):
        window.parts.values.prompt = prompt
        window.parts.actions["generate"].trigger()
    window.parts.values.prompt = "first"
    window.parts.actions["generate_first"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running))
    assert [job.task.prompt for job in session.waiting] == ["first", "two", "three"]
    assert window.parts.toolbar.queue.text() == "3"
    window.parts.actions["show_queue"].trigger()
    assert window.parts.generate_actions.queue_panel.isVisible()
    qtbot.mouseClick(
        window.parts.generate_actions.queue_panel.rows()[2].first, Qt.MouseButton.LeftButton
    )
    assert [job.task.prompt for job in session.waiting] == ["three", "first", "two"]
    qtbot.mouseClick(
        window.parts.generate_actions.queue_panel.rows()[1].second, Qt.MouseButton.LeftButton
    )
    assert [job.task.prompt for job in session.waiting] == ["three", "two"]
    assert window.parts.panel.bar.generate.text() == "Add to Queue"
    qtbot.keyClick(window.parts.generate_actions.queue_panel, Qt.Key.Key_Escape)
    assert not window.parts.generate_actions.queue_panel.isVisible()
    assert session.running is not None


def test_cancel_ends_the_running_job_only(qtbot, make_window: MakeWindow) -> None:
    window = make_window("slow")
    session = window.parts.services.session
    for prompt in ("one", "two"):
        window.parts.values.prompt = prompt
        window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running) and session.state.step > 1)
    assert window.parts.pictures.running is not None
    assert not window.parts.pictures.running.preview.isNull()
    qtbot.mouseClick(window.parts.panel.bar.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.running is not None and session.running.task.prompt == "two")
    assert sentences(window) == []


def test_the_running_tile_shows_preview_and_progress(qtbot, make_window: MakeWindow) -> None:
    window = make_window("slow")
    window.parts.values.prompt = "owl"
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(
        lambda: (
            window.parts.pictures.running is not None
            and window.parts.pictures.running.words[-3:] == "/20"
        )
    )
    tile = window.parts.pictures.running
    assert tile.prompt == "owl"
    assert tile.fraction
    assert "step" in window.parts.toolbar.status.accessibleName()
    assert window.parts.panel.bar.cancel.isVisible()


@pytest.mark.expects_warnings("EngineLost after")
def test_a_killed_engine_is_a_banner_and_the_next_job_runs(qtbot, make_window: MakeWindow) -> None:
    window = make_window("die")
    window.parts.values.steps = 5
    window.parts.values.prompt = "one"
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: bool(sentences(window)))
    banner = window.parts.column.banners.banners[0]
    button(banner, "Copy Report").click()
    from PySide6.QtGui import QGuiApplication

    assert banner.sentence in QGuiApplication.clipboard().text()
    window.parts.values.steps = 1
    path = draw(qtbot, window, "two")
    assert Path(path).exists()


def test_a_failure_shows_its_details(qtbot, make_window: MakeWindow) -> None:
    window = make_window("fail")
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: "The model is broken." in sentences(window))
    banner = window.parts.column.banners.banners[0]
    button(banner, "Details").click()
    from PySide6.QtWidgets import QPlainTextEdit

    box = banner.findChild(QPlainTextEdit)
    assert box.isVisible()
    assert box.toPlainText() == "KeyError: x"


def test_an_empty_prompt_is_allowed_and_said(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    draw(qtbot, window, "", steps=1)
    assert any("empty" in sentence for sentence in sentences(window))


def test_a_refusal_stands_in_a_banner(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.values.start_image = "/nowhere/picture.png"
    window.parts.actions["generate"].trigger()
    assert any("/nowhere/picture.png" in sentence for sentence in sentences(window))
    assert is_idle(window)


def test_the_window_comes_back_as_it_was(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.resize(1300, 700)
    window.parts.panel.prompts.prompt.setPlainText("하늘을 나는 고래\nwith a hat")
    window.parts.values.steps, window.parts.values.guidance_scale = 33, 6.5
    window.parts.values.seed, window.parts.values.keep_seed = 2**64 - 1, True
    window.parts.splitter.setSizes([350, 600, 350])
    window.parts.actions["show_inspector"].setChecked(False)
    window.parts.panel.groups["sampling"].heading.click()
    sizes = window.parts.splitter.sizes()
    close(window)
    again = make_window()
    assert again.width() == 1120  # make_window sets it: geometry is tested below
    assert again.parts.panel.prompts.prompt.toPlainText() == "하늘을 나는 고래\nwith a hat"
    assert (again.parts.values.steps, again.parts.values.guidance_scale) == (33, 6.5)
    assert (again.parts.values.seed, again.parts.values.keep_seed) == (2**64 - 1, True)
    assert again.parts.panel.seed.edit.text() == str(2**64 - 1)
    assert again.parts.inspector.isHidden()
    assert not again.parts.panel.groups["sampling"].is_open
    assert again.parts.services.state.get("geometry")
    assert sizes[0] == 350


@pytest.mark.parametrize(
    "room", [(1024, 640), (960, 560), (1440, 875), (2880, 1775)], ids=lambda room: f"{room[0]}"
)
def test_the_first_window_fits_the_screen(room: tuple[int, int]) -> None:
    size = first_size(QSize(*room))
    assert size.width() <= room[0]
    assert size.height() <= room[1]
    assert size.height() >= 520


def test_everything_is_reached_in_the_smallest_window(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.resize(window.minimumSize())
    qtbot.settle()
    parts = window.parts
    for widget in (parts.panel.bar.generate, parts.toolbar.search, parts.inspector):
        right = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(right), widget


def test_wide_panels_give_way_on_a_smaller_screen() -> None:
    assert fitted(450, 500, 2880, 1440) == (320, 296)
    assert fitted(450, 500, 2880, 2880) == (450, 500)
    assert fitted(304, 248, 2880, 1440) == (304, 248)
    assert fitted(400, 400, 1440, 2880) == (400, 400)


def test_leaving_full_screen_gives_a_maximised_window_back(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.showMaximized()
    window.parts.actions["full_screen"].trigger()
    assert window.isFullScreen()
    window.parts.actions["full_screen"].trigger()
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_what_is_typed_is_on_disk_before_the_window_is_closed(
    qtbot, app_paths, make_window: MakeWindow
) -> None:
    window = make_window()
    window.parts.panel.prompts.prompt.setPlainText("three others")
    window.parts.values.keep_seed = True
    qtbot.waitUntil(lambda: "three others" in kept_controls(app_paths))
    window.parts.values.keep_seed = False
    qtbot.waitUntil(lambda: '"keep_seed": false' in kept_controls(app_paths))


def kept_controls(app_paths) -> str:
    file = app_paths.window_state
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_jobs_of_a_crashed_window_are_offered_again(qtbot, make_window: MakeWindow) -> None:
    window = make_window("slow")
    for prompt in ("one", "two"):
        window.parts.values.prompt = prompt
        window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))
    close(window)
    again = make_window("slow")
    banner = again.parts.column.banners.banners[0]
    assert "2 jobs" in banner.sentence
    button(banner, "Resume").click()
    session = again.parts.services.session
    qtbot.waitUntil(lambda: session.running is not None)
    assert session.running.task.prompt == "one"
    assert [job.task.prompt for job in session.waiting] == ["two"]


def test_restored_jobs_can_be_forgotten(qtbot, make_window: MakeWindow) -> None:
    window = make_window("slow")
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))
    close(window)
    again = make_window("slow")
    button(again.parts.column.banners.banners[0], "Discard").click()
    close(again)
    assert make_window("slow").parts.services.session.restored() == ()


def test_a_second_window_says_why_it_only_reads(qtbot, make_window: MakeWindow) -> None:
    window = make_window(read_only=Message("Easel is already open."))
    assert sentences(window) == ["Easel is already open."]
    assert not window.parts.panel.bar.generate.isEnabled()
    assert window.parts.panel.bar.generate.toolTip() == "Easel is already open."
    assert not window.parts.actions["generate"].isEnabled()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(1120, 670), (880, 560)])
def test_nothing_is_clipped(
    qtbot, qapp, make_window: MakeWindow, size: tuple[int, int], language: str
) -> None:
    install_language(qapp, language)
    window = make_window()
    draw(qtbot, window, "red apple", steps=1)
    window.resize(*size)
    window.parts.values.seed, window.parts.values.keep_seed = 2**64 - 1, True
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)

    def everything_fits() -> None:
        assert clipped(window) == []

    qtbot.waitUntil(everything_fits)
    install_language(qapp, "en")


def clipped(window) -> list[tuple[str, int, int]]:
    """Texts that have less room than they need: the text, its room, what it needs."""
    found: list[tuple[str, int, int]] = []
    for kind in (QPushButton, QLabel):
        for widget in window.findChildren(kind):
            if not widget.isVisible() or not widget.text() or widget.property("elides"):
                continue
            if isinstance(widget, QLabel) and widget.wordWrap():
                room, needed = widget.height(), widget.heightForWidth(widget.width())
            else:
                room, needed = widget.width(), widget.sizeHint().width()
            if room < needed:
                found.append((widget.text(), room, needed))
    return found


@pytest.mark.parametrize("width", [880, 1024, 1440])
def test_the_status_display_stands_in_the_middle(
    qtbot, make_window: MakeWindow, width: int
) -> None:
    window = make_window()
    window.resize(width, 640)
    bar = window.parts.toolbar

    QApplication.processEvents()
    assert abs(bar.status.geometry().center().x() - bar.width() // 2) <= 1
    bar.queue.set_count(12)
    QApplication.processEvents()
    assert abs(bar.status.geometry().center().x() - bar.width() // 2) <= (15 if width < 900 else 1)
    inspector = window.parts.actions["show_inspector"]
    last = next(b for b in bar.findChildren(QToolButton) if b.defaultAction() is inspector)
    assert last.isVisible()
    assert last.geometry().right() < bar.width()
    assert bar.search.width() >= 100
