"""Restore the window's last state, and fill the window once it is visible."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop.ui.controls.notices.banner import Banner
from desktop.ui.gallery.list.gallery_view import SIDE
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.shell.panel_widths import restore_widths
from desktop.ui.shell.window_parts import WindowParts

_AFTER_SHOWN_MS = 10


def restore(window: QMainWindow, parts: WindowParts) -> None:
    """Restore the window's last state, then look for models and pictures."""
    state, services, banners = parts.ui_state, parts.services, parts.column.banners
    parts.values.recall(state.mapping("controls"))
    parts.panel.model_row.default_model = services.settings.values.default_model
    parts.panel.prompts.complete_words(services.settings.values.complete_words)
    parts.panel.set_open_groups(state.mapping("groups"))
    restore_widths(state, parts.splitter, window.width())
    parts.filter_actions.restore_view(
        side=state.number("tile_side", SIDE), sort=state.text("sort", "newest")
    )
    parts.window_actions.restore_view(
        sidebar=state.flag("sidebar", True), inspector=state.flag("inspector", True)
    )
    state.watch(parts.values)
    if services.read_only:
        parts.panel.bar.block(translate_message(services.read_only))
        for name in ("generate", "generate_first", "live"):
            parts.actions[name].setEnabled(False)
        banners.add(Banner(services.read_only, closable=False))
    for notice in (*services.notices, services.settings.notice, services.session.notice):
        if notice:
            banners.add(Banner(notice, icon="warning"))
    parts.panel.prompts.prompt.setFocus()
    parts.generate_actions.offer_restored()
    parts.models_controller.offer_left_behind()
    QTimer.singleShot(_AFTER_SHOWN_MS, window, lambda: _look_around(window, parts))


def _look_around(window: QMainWindow, parts: WindowParts) -> None:
    """Fill the menu bar and read models and pictures, once the window is visible."""
    if QApplication.focusWidget() is None:  # the frame was active before the prompt was visible
        parts.panel.prompts.prompt.setFocus()
    parts.actions.fill_menu_bar(window)
    parts.registry.refresh()
    parts.gallery.refresh()
