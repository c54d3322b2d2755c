"""Connect models, servers, settings and help."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMainWindow

from desktop.core.errors import EaselError
from desktop.ui.generate.first_use import FirstUseBanner
from desktop.ui.help.help_actions import HelpActions
from desktop.ui.models.model_watch import ModelWatch
from desktop.ui.models.other_apps_banner import OtherAppsBanner
from desktop.ui.shell.window_parts import WindowParts


def connect_models(window: QMainWindow, parts: WindowParts) -> None:
    """Connect models, servers, settings and help."""
    _connect_models(window, parts)
    _connect_help(window, parts)
    _connect_settings(parts)
    _connect_servers(parts)


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
    welcome.folder_wanted.connect(partial(add_model_folder, parts))
    welcome.model_wanted.connect(parts.models_controller.get_entry)


def add_model_folder(parts: WindowParts, path: str) -> None:
    """Add a model folder to the settings and read the models again; show why it can't be added."""
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
        elif name == "complete_words":
            parts.panel.prompts.complete_words(settings.values.complete_words)
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
