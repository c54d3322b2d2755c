"""Windows over the real session, queue, settings and library; only the engine paints plainly."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from shiboken6 import isValid

from desktop.app.app_controller import install_language
from desktop.app.services import end_services, gallery_folders
from desktop.core.messages import Message
from desktop.models.library import ModelLibrary
from desktop.process.frames import ChildConfig
from desktop.process.jobs.job_runner import JobRunner
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.queue_file import QueueFile
from desktop.storage.settings_file import SettingsFile
from desktop.storage.window_state import WindowState
from desktop.ui.gallery.picture_store import IndexedStore
from desktop.ui.imaging.thumbnails import read_scaled
from desktop.ui.shell.compose import filled_window
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.window_services import WindowServices
from desktop.ui.theme.theme import Theme
from desktop.worker.background import Background
from desktop.worker.engine_pool import EnginePool
from desktop.worker.session import Session
from desktop.worker.window_downloads import Downloads
from tests.mac.mac_palette import system_palette
from tests.models.downloads.conftest import IMPATIENT
from tests.worker.immediate_background import ImmediateBackground

PAINTER = Path(__file__).parent / "fake_engine_child.py"
MakeWindow = Callable[..., MainWindow]

ON_A_MAC_TOO: dict[str, tuple[str, ...]] = {
    "test_focus": (),
    "test_mac_text_shortcuts": (),
    "test_menu_bar": (),
    "test_gallery_undo": (
        *("duplicate_keeps_stars", "tags_made_in_the_finder", "keys_rate", "inspectors_stars"),
        *("move_to_a_folder", "rename_undo", "two_undos"),
    ),
    "test_gallery_viewing": (
        *("arrows_slide", "command_with_plus", "full_screen", "return_opens"),
    ),
    "test_help": (
        *("about_says", "close_goes", "diagnostics", "keys_in_korean", "manual_shows_keys"),
        *("models_of_other_apps", "first_start_welcomes"),
    ),
    "test_job_status": (
        *("a_mac_takes", "awake_only", "a_click_brings", "dock_shows", "failure_is_told"),
        *("several_pictures", "end_is_told", "a_cancel_is_not", "plug_is_pulled"),
    ),
    "test_languages": ("chosen_by_its_own_name", "qts_own_buttons", "into_a_macs_menus"),
    "test_pictures": (
        *("a_drag_carries", "dropped_picture", "can_be_dropped", "a_heic_is_taken"),
        *("copy_puts_files", "trash_takes_files"),
    ),
    "test_window": (
        *("nothing_is_clipped", "smallest_window", "first_window_fits", "full_screen"),
        *("from_prompt_to_picture", "comes_back_as_it_was", "wide_panels"),
    ),
}
"""Tests of what is another branch on a Mac (palette, roles, menus, panels, tags, the Trash): words
of their names by file; () for all of its tests."""

# What the offscreen platform says of itself, not of us.
_HARMLESS = ("This plugin does not support", "propagateSizeHints")


@pytest.fixture(autouse=True)
def no_qt_warnings() -> Iterator[None]:
    """Anything that Qt warns of fails the test."""
    said: list[str] = []

    def note(kind: QtMsgType, _context: Any, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(words in text for words in _HARMLESS):
            said.append(text)

    before = qInstallMessageHandler(note)
    yield
    qInstallMessageHandler(before)
    assert said == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that `ON_A_MAC_TOO` names run a second time, with a Mac pretended around them."""
    name, words = metafunc.function.__name__, ON_A_MAC_TOO.get(metafunc.definition.path.stem)
    if words is not None and (not words or any(part in name for part in words)):
        metafunc.parametrize("this_desktop", ["here", "mac"], indirect=True)


@pytest.fixture(autouse=True)
def this_desktop(request: pytest.FixtureRequest) -> Iterator[None]:
    """This machine's own, or the pretended Mac with a Mac's palette."""
    if getattr(request, "param", "here") == "here":
        yield
        return
    request.getfixturevalue("pretended_mac")
    theme: Theme = request.getfixturevalue("themed")
    before, theme._system_palette = theme._system_palette, system_palette("blue")
    theme.show_as("light")
    yield
    theme._system_palette = before
    theme.show_as("light")


@pytest.fixture(scope="session")
def themed(qapp):
    install_language(qapp, "en")
    return Theme(qapp, "light")


@pytest.fixture
def app_paths(easel_home: Path) -> AppPaths:
    return AppPaths.under(easel_home)


@pytest.fixture
def make_window(qtbot, themed, app_paths: AppPaths) -> Iterator[MakeWindow]:
    made: list[MainWindow] = []

    def make(
        engine: str | EngineChild = "draw",
        *,
        read_only: Message | None = None,
        threads: bool = True,
        make_remote: Callable[[], JobRunner] | None = None,
        **services: Any,
    ) -> MainWindow:
        parts = make_parts(
            app_paths, engine, read_only=read_only, threads=threads, make_remote=make_remote
        )
        window = filled_window(dataclasses.replace(parts, **services))
        made.append(window)
        window.parts.column.banners.seconds = 600.0  # no notice goes while a slow test reads it
        window.resize(1120, 670)
        window.show()
        errors: list[Exception] = []
        window.parts.registry.failed.connect(errors.append)
        qtbot.waitUntil(lambda: window.parts.registry.is_read or bool(errors))
        assert errors == [], "the model folders could not be read"
        return window

    yield make
    for window in made:
        close(window)


def make_parts(
    app_paths: AppPaths,
    engine: str | EngineChild,
    *,
    read_only: Message | None = None,
    threads: bool = True,
    make_remote: Callable[[], JobRunner] | None = None,
) -> WindowServices:
    """What a window stands on; `engine` is a behaviour of the plain painter, or a real child."""
    app_paths.logs.mkdir(parents=True, exist_ok=True)
    if isinstance(engine, str):
        config, log = ChildConfig(cache_dir=str(app_paths.cache)), app_paths.logs / "engine.log"
        engine = EngineChild(config, log, [sys.executable, str(PAINTER), engine])
    settings = SettingsFile(app_paths.settings)
    session = Session(
        EnginePool(engine, make_remote), QueueFile(app_paths.queue), read_only=read_only
    )

    return WindowServices(
        session=session,
        settings=settings,
        app_paths=app_paths,
        state=WindowState(app_paths.window_state),
        background=Background() if threads else ImmediateBackground(),
        make_library=lambda: ModelLibrary(
            [app_paths.models, *map(Path, settings.values.model_folders)],
            overrides=app_paths.prediction_overrides,
            hashes=app_paths.cache,
        ),
        downloads=Downloads(app_paths.models, patience=IMPATIENT, spare_bytes=0),
        pictures=IndexedStore(
            app_paths.index,
            lambda: gallery_folders(app_paths, settings),
            read_only=bool(read_only),
        ),
        read=lambda path: read_recipe(Path(path)),
        load_thumbnail=read_scaled,
        read_only=read_only,
    )


def close(window: MainWindow) -> None:
    """Close it as a user does, and end what it stands on; a second time nothing happens."""
    if not isValid(window):
        return
    window.close()
    end_services(window.parts.services)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
