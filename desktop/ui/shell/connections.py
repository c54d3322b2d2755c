"""Connect the window's parts with each other, and restore the window's last state."""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop.core.errors import EaselError
from desktop.core.tasks import Job
from desktop.process.diagnostics import bug_report
from desktop.ui.controls.banner import Banner
from desktop.ui.gallery.follow_newest import FollowNewest
from desktop.ui.gallery.list.gallery_view import SIDE
from desktop.ui.gallery.undo_stack import WindowDeed
from desktop.ui.generate.first_use import FirstUseBanner
from desktop.ui.help.help_actions import HelpActions
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.models.model_watch import ModelWatch
from desktop.ui.models.other_apps_banner import OtherAppsBanner
from desktop.ui.system.reveal import reveal
from desktop.ui.theme.focus_keeper import FocusKeeper

from .edit_actions import EditActions
from .mac_text_shortcuts import MacTextShortcuts
from .panel_widths import restore_widths
from .window_parts import WindowParts

_AFTER_SHOWN_MS = 10


def connect(window: QMainWindow, parts: WindowParts) -> None:
    """Connect every signal of the window's parts."""
    _connect_actions(window, parts)
    _connect_generating(parts)
    _connect_live(parts)
    _connect_undo(parts)
    _connect_gallery(window, parts)
    _connect_inspector(parts)
    _connect_models(window, parts)
    _connect_help(window, parts)
    _connect_settings(parts)
    _connect_servers(parts)
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


def _connect_generating(parts: WindowParts) -> None:
    panel, banners, generating = parts.panel, parts.column.banners, parts.generate_actions
    generating.state_shown.connect(parts.toolbar.status.show_state)
    generating.state_shown.connect(parts.panel.show_state)
    generating.waiting_counted.connect(parts.toolbar.queue.set_count)
    generating.connect_bar(panel.bar)
    generating.submitted.connect(panel.prompts.remember)
    generating.submitted.connect(parts.ui_state.save_soon)
    generating.submitted.connect(lambda: _follow_new_picture(parts))
    panel.model_row.manage_requested.connect(parts.actions["model_folders"].trigger)
    panel.start_image.paint_requested.connect(parts.mask_actions.open_editor)
    references, prompt = panel.references, panel.prompts.prompt
    references.paint_requested.connect(parts.mask_actions.open_editor)
    references.strip.failed.connect(banners.show_error)
    references.instruction_wanted.connect(prompt.begin_anew)
    parts.picture_actions.edit_requested.connect(references.edit)
    parts.picture_actions.references_requested.connect(references.add)
    parts.gallery_view.current_changed.connect(references.set_chosen)
    varying = parts.variation_actions
    parts.picture_actions.variation_requested.connect(varying.vary)
    prompt.pasted.connect(parts.drop_handler.offer_text)

    def show_sentence(sentence: str) -> None:
        banners.add(Banner(sentence))

    def tell_lastingly(sentence: str) -> None:
        banners.add(Banner(sentence, passing=False))

    panel.presets.said.connect(show_sentence)
    varying.noticed.connect(show_sentence)
    panel.model_row.said.connect(tell_lastingly)
    parts.picture_actions.use_requested.connect(generating.use_recipe)
    parts.picture_actions.start_requested.connect(partial(setattr, parts.values, "start_image"))


def _connect_live(parts: WindowParts) -> None:
    """Connect live drawing, whose pane sits above the gallery that receives kept pictures."""
    live, panel, column = parts.live_actions, parts.panel, parts.column
    prompt = panel.prompts.prompt
    column.put_above(live.pane)
    live.pane.hide()
    live.switched.connect(live.pane.setVisible)
    live.switched.connect(column.make_room)
    live.switched.connect(partial(setattr, prompt, "takes_return"))
    live.offered.connect(panel.bar.live.setVisible)
    live.kept.connect(parts.gallery.take_in)
    live.kept.connect(panel.prompts.remember)
    live.kept.connect(parts.ui_state.save_soon)
    prompt.returned.connect(live.keep)


def _follow_new_picture(parts: WindowParts) -> None:
    """Follow the picture that begins now, until the user chooses another one.

    A job that merely waits leaves the user's choice as it is.
    """
    if not parts.services.session.waiting:
        parts.gallery_view.clear_choice()


def _connect_undo(parts: WindowParts) -> None:
    """Put changes of settings and queue on the Edit menu's undo stack, with file operations."""
    values, generating = parts.values, parts.generate_actions
    stack = parts.file_actions.undo_stack

    def on_settings(verb: str, before: dict[str, object]) -> None:
        after: dict[str, object] = {}

        def undo() -> None:
            after.update(values.snapshot())
            values.restore(before)

        stack.note(WindowDeed(verb, undo, lambda: values.restore(after)))

    def on_queue(before: tuple[Job, ...], jobs: list[Job]) -> None:
        def undo() -> None:
            generating.put_back(before, jobs)

        def redo() -> None:
            generating.take_out_again(jobs)

        stack.note(WindowDeed("Remove from Queue", undo, redo, len(jobs)))

    values.undo_kept.connect(on_settings)
    generating.taken_out.connect(on_queue)


def _connect_gallery(window: QMainWindow, parts: WindowParts) -> None:
    view, gallery, inspecting = parts.gallery_view, parts.gallery, parts.inspector_controller
    toolbar = parts.toolbar

    def search(text: str) -> None:
        gallery.narrow(text=text.strip())

    def say(sentence: str) -> None:
        parts.column.banners.add(Banner(sentence))

    def follow_recipe(path: str) -> None:
        parts.view_actions.follow_recipe(path, inspecting.recipe)
        parts.origin_actions.follow_recipe(path, inspecting.recipe)

    toolbar.search_changed.connect(search)
    toolbar.tile_side_changed.connect(view.set_tile_side)
    view.selection_changed.connect(lambda: inspecting.show_selection(view.selected_count()))
    view.current_changed.connect(inspecting.show_path)
    view.current_changed.connect(window.setWindowFilePath)  # a Mac's title bar gets a proxy icon
    gallery.preview_changed.connect(inspecting.show_running)
    gallery.preview_changed.connect(parts.view_actions.show_running)
    gallery.ended.connect(inspecting.show_running)
    gallery.rewritten.connect(inspecting.look_again)
    gallery.wanted.connect(view.select_paths)
    gallery.found.connect(view.scrollToTop)
    gallery.arrived.connect(FollowNewest(view, parts.pictures, window).arrived)
    gallery.counted.connect(toolbar.status.show_picture_count)
    parts.column.cleared.connect(toolbar.search.clear)
    parts.column.cleared.connect(parts.column.header.filters.clear.click)
    gallery.counted.connect(lambda: parts.column.set_searching(gallery.query.narrows))
    gallery.annotations_changed.connect(parts.view_actions.refresh_facts)
    inspecting.shown.connect(follow_recipe)
    parts.origin_actions.said.connect(say)
    parts.picture_actions.look_requested.connect(parts.view_actions.open)
    parts.view_actions.stars_requested.connect(parts.annotation_actions.set_stars)
    parts.column.empty.example_chosen.connect(parts.generate_actions.draw_example)
    parts.window_actions.open_requested.connect(parts.drop_handler.offer)


def _connect_inspector(parts: WindowParts) -> None:
    inspector, annotating = parts.inspector, parts.annotation_actions
    annotating.shown.connect(inspector.show_annotations)
    inspector.stars_requested.connect(annotating.set_stars)
    inspector.tag_requested.connect(annotating.toggle_tag)
    inspector.albums_requested.connect(annotating.ask_albums)
    inspector.use_requested.connect(parts.picture_actions.use)
    parts.origin_actions.chain_found.connect(inspector.show_chain)
    inspector.chain.wanted.connect(parts.origin_actions.show)
    inspector.picture.menu_requested.connect(parts.gallery_view.menu_requested)
    inspector.picture.double_clicked.connect(parts.view_actions.open)
    inspector.picture.drag_wanted.connect(
        lambda: parts.gallery_view.startDrag(Qt.DropAction.CopyAction)
    )


def _connect_models(window: QMainWindow, parts: WindowParts) -> None:
    services, row = parts.services, parts.panel.model_row
    models, one_model = parts.models_controller, parts.model_actions
    models.button.placed_by(parts.toolbar.insert_after_queue(models.button))
    models.info_requested.connect(one_model.show_info)
    models.shrink_requested.connect(one_model.shrink)
    one_model.model_chosen.connect(row.choose)
    row.get_requested.connect(models.open)
    parts.panel.loras.get_requested.connect(lambda: models.open("LoRA"))
    parts.panel.controlnets.get_requested.connect(lambda: models.open("ControlNet"))
    parts.upscale_actions.get_requested.connect(lambda: models.open("Upscaler"))
    row.model_changed.connect(models.ask_prediction)
    row.model_changed.connect(one_model.follow_model)
    banners = parts.column.banners
    others = OtherAppsBanner(
        parts.registry,
        services.find_others,
        lambda: services.settings.values.model_folders,
        services.add_model_folders,
        parts.ui_state,
        services.background,
        banners,
        window,
    )
    others.choose_requested.connect(parts.actions["model_folders"].trigger)
    FirstUseBanner(services.session, banners, window)
    ModelWatch(parts.registry, services.model_folders, services.background, window)


def _connect_help(window: QMainWindow, parts: WindowParts) -> None:
    services, welcome = parts.services, parts.welcome

    def facts() -> dict[str, object]:
        model = parts.registry.at(parts.values.model)
        return {
            "language": window.locale().name(),
            "screen": f"{window.devicePixelRatioF():g}x",
            "models": len(parts.registry.models),
            "model": f"{model.kind} {model.family}" if model is not None else "none",
        }

    HelpActions(
        parts.actions,
        services.app_paths,
        parts.column.banners,
        services.background,
        services.output_folder,
        facts,
        window,
    )
    parts.actions["welcome"].triggered.connect(lambda: welcome.show())
    welcome.folder_wanted.connect(partial(_add_model_folder, parts))
    welcome.model_wanted.connect(parts.models_controller.get_entry)


def _add_model_folder(parts: WindowParts, path: str) -> None:
    try:
        parts.services.add_model_folders(path)
    except EaselError as error:
        parts.column.banners.show_error(error)
    parts.registry.refresh()


def _connect_settings(parts: WindowParts) -> None:
    """Connect the settings in Preferences that apply at once."""
    settings = parts.services.settings

    def on_setting(name: str) -> None:
        if name == "model_folders":
            parts.registry.refresh()
        elif name == "servers":
            parts.served_models.refresh()
        elif name == "output_folder":
            parts.gallery.refresh()
        elif name == "default_model":
            parts.panel.model_row.default_model = settings.values.default_model

    parts.window_actions.setting_changed.connect(on_setting)


def _connect_servers(parts: WindowParts) -> None:
    """Poll a server that has gone while jobs wait for it."""
    session, served = parts.services.session, parts.served_models
    served.answered.connect(session.server_answers)

    def look_out(*_: object) -> None:
        served.look_out(on=bool(session.away))

    session.queue_changed.connect(look_out)


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


def restore(window: QMainWindow, parts: WindowParts) -> None:
    """Restore the window's last state, then look for models and pictures."""
    state, services, banners = parts.ui_state, parts.services, parts.column.banners
    parts.values.recall(state.mapping("controls"))
    parts.panel.model_row.default_model = services.settings.values.default_model
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
    parts.actions.fill_menu_bar(window)
    parts.registry.refresh()
    parts.gallery.refresh()
