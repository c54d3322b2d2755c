"""The window's commands on a model: its info, its conversion to Core ML, its check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.core.errors import EaselError
from desktop.core.events import EngineLost, Event, Failed, Reported
from desktop.core.request import LoraUse
from desktop.core.tasks import ConvertRequest, InspectRequest, Job, ShrinkRequest
from desktop.models.asset import Asset
from desktop.models.conversion.converted_folder import why_not
from desktop.models.conversion.shrinking import shrink_request, why_not_shrink
from desktop.models.model import Model, Prediction
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.ui.system.reveal import reveal, reveal_words
from desktop.worker.background import Background
from desktop.worker.session import Session

if TYPE_CHECKING:
    from .conversion.conversion_dialog import ConversionDialog
    from .info.model_info_dialog import ModelInfoDialog


class ModelActions(QObject):
    """The controller of the dialogs about the chosen model.

    Signals: `model_chosen(str)`, use the model at that path.
    """

    model_chosen = Signal(str)

    def __init__(
        self,
        registry: ModelRegistry,
        values: ControlValues,
        session: Session,
        background: Background,
        models_folder: Path,
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._registry, self._values, self._session = registry, values, session
        self._background, self._models_folder = background, models_folder
        self._banners, self._window = banners, parent
        self._info: ModelInfoDialog | None = None
        self._dialog: ConversionDialog | None = None
        self._checks: dict[str, str] = {}
        session.job_ended.connect(self._on_end)
        registry.changed.connect(self._show_again)
        registry.known.connect(self._use)
        registry.unknown.connect(self._say_unknown)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the menu entries to their slots."""
        self._actions = actions
        actions["model_info"].triggered.connect(lambda: self.show_info())
        actions["convert_model"].triggered.connect(lambda: self.convert())
        actions["shrink_model"].triggered.connect(lambda: self.shrink())

    def show_info(self, path: str = "") -> None:
        """Show the facts about the model at `path`; "" is the chosen model."""
        from .info.model_info_dialog import ModelInfoDialog

        model = self._registry.at(path or self._values.model)
        if model is None:
            return
        if self._info is None or not isValid(self._info):
            self._info = ModelInfoDialog(model, self._window)
            self._info.prediction_chosen.connect(self._answer)
            self._info.convert_requested.connect(self._convert_shown)
            self._info.reveal_requested.connect(self._reveal_shown)
            self._info.check_requested.connect(self._check_shown)
        else:
            self._info.show_model(model)
        self._info.show()
        self._info.raise_()
        self._info.activateWindow()

    def convert(self, path: str = "") -> None:
        """Open the conversion of the model at `path`; "" is the chosen model."""
        model = self._registry.at(path or self._values.model)
        reason = why_not(model) if model else ""
        if model is None or reason:
            if reason:
                self._banners.add(Banner(reason))
            return
        dialog = self._dialog
        if dialog is not None and isValid(dialog) and dialog.job is not None:
            dialog.show()  # one at a time: the conversion that runs comes to the front
        else:
            if dialog is not None and isValid(dialog):
                dialog.deleteLater()
            dialog = self._dialog = self._new_dialog(model)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def shrink(self, path: str = "") -> None:
        """Queue an eight-bit copy of the model at `path`; "" is the chosen model."""
        model = self._registry.at(path or self._values.model)
        if model is None:
            return
        reason = why_not_shrink(model)
        if reason is not None:
            self._banners.add(Banner(translate_message(reason)))
            return
        try:
            self._session.submit(shrink_request(model), "")
        except EaselError as error:
            self._banners.show_error(error)
            return
        sentence = self.tr("“{name}” is being made smaller; the queue shows how far it is.")
        self._banners.add(Banner(sentence.format(name=model.name)))

    def _new_dialog(self, model: Model) -> ConversionDialog:
        from .conversion.conversion_dialog import ConversionDialog, ConversionOffer

        registry = self._registry
        offer = ConversionOffer(
            folder=self._models_folder,
            vaes=registry.assets("vae", model.family),
            controlnets=[
                net
                for net in registry.assets("controlnet", model.family)
                if net.family == model.family
            ],
            loras=registry.assets("lora", model.family),
        )
        dialog = ConversionDialog(model, offer, self._session, self._background, self._window)
        dialog.use_requested.connect(registry.choose_when_known)
        dialog.reveal_requested.connect(reveal)
        return dialog

    def _use(self, thing: Model | Asset) -> None:
        """Use the item that was awaited: choose a model, add a LoRA; else show why not."""
        window = self._window
        window.raise_()
        window.activateWindow()
        if thing.problem:
            self._banners.add(
                Banner(f"{thing.name}: {translate_message(thing.problem)}", icon="warning")
            )
        elif isinstance(thing, Model):
            self.model_chosen.emit(thing.path)
        elif thing.kind == "lora":
            self._add_lora(thing)

    def _add_lora(self, asset: Asset) -> None:
        values = self._values
        model = self._registry.at(values.model)
        if model is None or not asset.fits(model.family) or not model.capabilities.loras:
            sentence = self.tr("“{name}” was added, but doesn’t fit the chosen model.")
            self._banners.add(Banner(sentence.format(name=asset.name)))
        elif asset.path not in {use.path for use in values.loras}:
            values.loras = (*values.loras, LoraUse(name=asset.name, path=asset.path))

    def _say_unknown(self, path: str) -> None:
        sentence = self.tr("“{name}” was not found in any model folder.")
        self._banners.add(Banner(sentence.format(name=Path(path).name)))

    def _show_again(self) -> None:
        """Refresh the info dialog, whose model may have changed."""
        if self._info is not None and isValid(self._info):
            model = self._registry.at(self._info.model.path)
            if model is not None and model != self._info.model:
                self._info.show_model(model)

    def follow_model(self, model: Model) -> None:
        """Offer to convert `model` and to shrink it, or show why that's impossible."""
        self._actions["shrink_model"].setEnabled(why_not_shrink(model) is None)
        self._actions["shrink_model"].setToolTip(translate_message(why_not_shrink(model)))
        self._actions["convert_model"].setEnabled(not why_not(model))
        self._actions["convert_model"].setToolTip(translate_message(why_not(model)))

    def _answer(self, prediction: str) -> None:
        """Save the user's choice of the shown model's prediction type."""
        if self._info is not None:
            path = self._info.model.path
            self._registry.set_prediction(path, cast("Prediction", prediction))

    def _convert_shown(self) -> None:
        if self._info is not None:
            path = self._info.model.path
            self._info.close()  # it would go on showing the model as it was
            self.convert(path)

    def _reveal_shown(self) -> None:
        if self._info is not None:
            reveal(self._info.model.path)

    def _check_shown(self) -> None:
        if self._info is None:
            return
        path = self._info.model.path
        try:
            job = self._session.submit(InspectRequest(model=path), "")
        except EaselError as error:
            self._info.engine.show_problem(error.message)
            return
        self._checks[job.id] = path

    def _on_end(self, job: Job, event: Event) -> None:
        if isinstance(job.task, ConvertRequest) and isinstance(event, Reported):
            self._on_made(
                self.tr("The Core ML model “{name}” is ready."), str(event.data.get("path", ""))
            )
        if isinstance(job.task, ShrinkRequest) and isinstance(event, Reported):
            self._on_made(self.tr("The smaller model “{name}” is ready."), job.task.output)
        path = self._checks.pop(job.id, "")
        info = self._info
        if not path or info is None or not isValid(info) or info.model.path != path:
            return
        if isinstance(event, Reported):
            info.engine.show_report(event.data)
        else:
            stopped = self.tr("Stopped.")
            problem = event.message if isinstance(event, Failed | EngineLost) else stopped
            info.engine.show_problem(problem)

    def _on_made(self, sentence: str, path: str) -> None:
        """Look for a newly made model, and announce it if no dialog does."""
        self._registry.refresh()
        dialog = self._dialog
        if dialog is not None and isValid(dialog) and dialog.isVisible():
            return
        self._banners.add(
            Banner(
                sentence.format(name=Path(path).name),
                choices=(
                    (self.tr("Use This Model"), lambda: self._registry.choose_when_known(path)),
                    (reveal_words(), lambda: reveal(path)),
                ),
            )
        )
