"""Connect the window's parts with each other."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from desktop.process.diagnostics import bug_report
from desktop.ui.shell.actions.edit_actions import EditActions
from desktop.ui.shell.actions.mac_text_shortcuts import MacTextShortcuts
from desktop.ui.shell.window_parts import WindowParts
from desktop.ui.system.reveal import reveal
from desktop.ui.theme.focus_keeper import FocusKeeper

from .connect_drawing import connect_drawing
from .connect_models import connect_models
from .connect_pictures import connect_pictures


def connect(window: QMainWindow, parts: WindowParts) -> None:
    """Connect every signal of the window's parts."""
    _connect_actions(window, parts)
    connect_drawing(parts)
    connect_pictures(window, parts)
    connect_models(window, parts)
    _connect_failures(parts)


def _connect_actions(window: QMainWindow, parts: WindowParts) -> None:
    """Connect the menu entries and shortcuts."""
    actions = parts.actions
    EditActions(
        actions,
        {
            "copy": parts.picture_actions.copy,
            "select_all": parts.gallery_view.selectAll,
            "undo": parts.file_actions.undo_stack.undo,
            "redo": parts.file_actions.undo_stack.redo,
            "paste": parts.drop_handler.paste,
        },
        window,
    )
    app = QApplication.instance()
    assert isinstance(app, QApplication), "a window needs an application"
    FocusKeeper(app, window, parts.gallery_view)
    if sys.platform == "darwin":
        MacTextShortcuts(app, window)
    for controller in (
        parts.generate_actions,
        parts.live_actions,
        parts.picture_actions,
        parts.file_actions,
        parts.annotation_actions,
        parts.album_actions,
        parts.view_actions,
        parts.origin_actions,
        parts.filter_actions,
        parts.export_actions,
        parts.upscale_actions,
        parts.window_actions,
        parts.model_actions,
        parts.models_controller,
    ):
        controller.connect_actions(actions)
    actions["paint_mask"].triggered.connect(
        lambda: parts.mask_actions.paint_on(parts.gallery_view.selected_paths()[0])
    )
    actions["show_queue"].triggered.connect(
        lambda: parts.generate_actions.queue_panel.toggle(parts.toolbar.queue)
    )
    actions["reveal_model"].triggered.connect(lambda: _reveal_model(parts))


def _reveal_model(parts: WindowParts) -> None:
    if parts.values.model:
        reveal(parts.values.model)


def _connect_failures(parts: WindowParts) -> None:
    """Show every failure as a banner."""
    banners, prompts, services = parts.column.banners, parts.panel.prompts, parts.services
    for source in (
        parts.gallery,
        parts.picture_actions,
        parts.filter_actions,
        parts.export_actions,
        parts.file_actions.undo_stack,
        parts.window_actions,
        parts.ui_state,
        parts.mask_actions,
        parts.variation_actions,
        parts.origin_actions,
        parts.upscale_actions,
        parts.live_actions.keeper,
        prompts,
        services.background,
    ):
        source.failed.connect(banners.show_error)
    banners.report = lambda sentence, details: bug_report(
        services.app_paths, sentence, details, prompts.known()
    )
