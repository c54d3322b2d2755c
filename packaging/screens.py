"""What `screenshots.py` takes pictures of: one function a state, one line a window.

To add a window that a menu entry opens: put the entry's name into `WINDOWS`. For anything else
write a function with `@scene("its name")` that brings the window there and returns what to grab.
Scenes are shown in this order, each in a window that stands in its default size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Scene = Callable[[Any], Any]

WINDOWS = (
    "about",
    "shortcuts",
    "manual",
    "get_models",
    "installed_models",
    "downloads",
    "model_info",
    "convert_model",
    "export",
    "contact_sheet",
    "paint_mask",
    "upscale",
    "albums",
)
"""Menu entries that open something; one that this Easel doesn't have is left out."""

SCENES: dict[str, Scene] = {}
DRAWS = {"running", "queue"}
"""Scenes that need an engine at work."""


def scene(name: str) -> Callable[[Scene], Scene]:
    def add(function: Scene) -> Scene:
        SCENES[name] = function
        return function

    return add


@scene("gallery")
def gallery(tour: Any) -> Any:
    tour.window.parts.gallery_view.choose_row(1)
    tour.wait(0.6)
    return tour.window


@scene("gallery-small")
def gallery_small(tour: Any) -> Any:
    from desktop.ui.shell.main_window import MINIMUM_SIZE

    tour.window.resize(MINIMUM_SIZE)
    return tour.window


@scene("gallery-large")
def gallery_large(tour: Any) -> Any:
    tour.window.resize(1680, 1000)
    return tour.window


@scene("controls-closed")
def controls_closed(tour: Any) -> Any:
    """Every group of the left panel folded."""
    _open_groups(tour, opened=False)
    return tour.window


@scene("controls-open")
def controls_open(tour: Any) -> Any:
    """Every group open, from the first to the last, a window's height at a time."""
    _open_groups(tour, opened=True)
    bar = _groups_area(tour).verticalScrollBar()
    spots = range(0, bar.maximum() + bar.pageStep(), bar.pageStep() or 1)
    return [_scrolled(tour, bar, spot) for spot in spots]


def _open_groups(tour: Any, *, opened: bool) -> None:
    panel = tour.window.parts.panel
    before = panel.open_groups()
    bar = _groups_area(tour).verticalScrollBar()
    tour.cleanup(lambda: (panel.set_open_groups(before), bar.setValue(0)))
    panel.set_open_groups(dict.fromkeys(before, opened))
    tour.wait(0.3)


def _groups_area(tour: Any) -> Any:
    from desktop.ui.controls.column_area import ColumnArea

    return tour.window.parts.panel.findChild(ColumnArea)


def _scrolled(tour: Any, bar: Any, spot: int) -> Callable[[], Any]:
    def show() -> Any:
        bar.setValue(spot)
        return tour.window

    return show


@scene("welcome")
def welcome(tour: Any) -> Any:
    from desktop.models.catalogue.catalogue import recommended_entry
    from desktop.models.machine import Machine
    from desktop.ui.help.welcome import Found, Welcome
    from desktop.ui.i18n.model_text import entry_size

    card = Welcome()
    card.show_found([Found("ComfyUI", "/Users/me/ComfyUI/models", 4)])
    entry = recommended_entry(Machine(system="Darwin", arm=True, memory_bytes=16 * 2**30))
    card.show_entry(entry, entry_size(entry))
    tour.window.parts.column.set_card(card)
    tour.cleanup(card.dismiss)
    return tour.window


@scene("running")
def running(tour: Any) -> Any:
    from desktop.worker.session_state import Running

    window = tour.window
    window.parts.values.prompt = "birthday cake"
    for _ in range(3):
        window.parts.generate_actions.generate()
    session = window.parts.services.session
    window.parts.gallery_view.choose_row(0)
    tour.until(lambda: isinstance(session.state, Running) and session.state.step >= 8)
    return window


@scene("queue")
def queue(tour: Any) -> Any:
    window = tour.window
    window.parts.actions["show_queue"].trigger()
    tour.cleanup(window.parts.generate_actions.queue_panel.close_panel)
    tour.cleanup(tour.stop_drawing)
    return window


@scene("banner")
def banner(tour: Any) -> Any:
    from desktop.core.events import EngineLost
    from desktop.core.messages import Message

    window = tour.window
    message = Message(
        "The engine was stopped by the system, most likely because memory ran out: close other "
        "apps, or choose a smaller size or model. The queue goes on."
    )
    window.parts.services.session.failed.emit(
        EngineLost(job="x", message=message, details="exit status -9")
    )
    tour.cleanup(lambda: [shown.dismiss() for shown in window.parts.column.banners.banners])
    return window


@scene("quick-look")
def quick_look(tour: Any) -> Any:
    tour.window.parts.picture_actions.quick_look()
    tour.cleanup(tour.window.parts.view_actions.viewer.close_layer)
    return tour.window


@scene("compare")
def compare(tour: Any) -> Any:
    view = tour.window.parts.gallery_view
    view.select_paths(tour.window.parts.pictures.paths[:2])
    tour.window.parts.actions["compare"].trigger()
    tour.wait(0.6)
    tour.cleanup(tour.window.parts.view_actions.comparer.close_layer)
    return tour.window


@scene("preferences")
def preferences(tour: Any) -> Any:
    tour.window.parts.actions["preferences"].trigger()
    dialog = tour.window.parts.window_actions._preferences
    tour.cleanup(dialog.close)
    return [_page(dialog, page) for page in range(dialog.pages.count())]


def _page(dialog: Any, page: int) -> Callable[[], Any]:
    def show() -> Any:
        dialog.pages.setCurrentIndex(page)
        return dialog

    return show


@scene("menus")
def menus(tour: Any) -> Any:
    """Every menu of the bar, opened."""
    return [_menu(tour, action.menu()) for action in tour.window.menuBar().actions()]


def _menu(tour: Any, menu: Any) -> Callable[[], Any]:
    def show() -> Any:
        menu.popup(tour.window.pos())
        tour.cleanup(menu.close)
        return menu

    return show
