"""The left panel: composition of the controls, and how they follow the chosen model."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.core.capabilities import YES
from desktop.models.memory.paces import PACES, Paces
from desktop.models.model import Model
from desktop.storage.app_paths import AppPaths
from desktop.storage.preset_files import PresetFolder
from desktop.ui.controls.column_area import ColumnArea
from desktop.ui.controls.form import Form
from desktop.ui.controls.group import CollapsibleGroup
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.generate.model.model_row import ModelRow
from desktop.ui.generate.presets.preset_picker import PresetPicker
from desktop.ui.generate.prompt.prompt_group import PromptGroup
from desktop.ui.generate.references.reference_group import ReferenceGroup
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background
from desktop.worker.session_state import Ready, State

from .advanced_group import AdvancedGroup
from .assets.controlnet_group import ControlNetGroup
from .assets.lora_group import LoraGroup
from .generate_bar import GenerateBar
from .grid_group import GridGroup
from .group_summaries import summarise
from .high_res_group import HighResGroup
from .noise_group import NoiseGroup
from .sampler_control import SamplerControl
from .seed_control import SeedControl
from .size_control import SizeControl
from .start_image_group import StartImageGroup

MIN_WIDTH, WIDTH, MAX_WIDTH = 304, 320, 450
_PROMPT_SHARE = 3
"""The prompt grows to one in `_PROMPT_SHARE` of the column's height."""
_TELL_THE_PLAN = (
    *("width", "height", "steps", "guidance_scale", "precision", "compute_unit"),
    *("start_image", "start_strength", "references"),
)
"""The values, besides the model, on which a picture's memory and time depend."""


class PromptPanel(QFrame):
    """All settings of the next picture; `ControlValues` holds the values, not this widget."""

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        actions: Actions,
        background: Background,
        inputs: InputImageStore,
        app_paths: AppPaths,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setMinimumWidth(MIN_WIDTH)
        self.setMaximumWidth(MAX_WIDTH)
        # Made from the outside in: Qt styles all that a widget holds anew when it is moved.
        self._content = QWidget()
        self._area = ColumnArea(self._content, self)
        self.prompts = PromptGroup(values, registry, background, app_paths, self._content)
        self.references = ReferenceGroup(values, registry, background, inputs, self._content)
        self.model_row = ModelRow(values, registry, self._content)
        self.presets = PresetPicker(values, registry, PresetFolder(app_paths.presets))
        self.bar = GenerateBar(values, actions)
        self.groups: dict[str, CollapsibleGroup] = {}
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(6)
        for widget in (self.prompts, self.references, self.model_row, self._basics(values)):
            self._column.addWidget(widget)
            if widget is not self.references:  # it may be hidden
                self._column.addSpacing(6)
        self._add_group("sampling", self.tr("Sampling"), self._sampling(values))
        self.noise = NoiseGroup(values)
        self._add_group("noise", self.tr("Variation and noise"), self.noise, opened=False)
        self.start_image = StartImageGroup(values, background, inputs)
        self._add_group("start", self.tr("Starting image"), self.start_image, opened=False)
        self.controlnets = ControlNetGroup(values, registry, background, inputs)
        self._add_group("controlnet", self.tr("ControlNet"), self.controlnets, opened=False)
        self.loras = LoraGroup(values, registry, background)
        self._add_group("loras", self.tr("LoRA"), self.loras, opened=False)
        self.high_res = HighResGroup(values)
        self._add_group("high_res", self.tr("High-resolution fix"), self.high_res, opened=False)
        self.grid = GridGroup(values, registry)
        self._add_group("grid", self.tr("Grid"), self.grid, opened=False)
        self.more = AdvancedGroup(values, registry)
        self._add_group("more", self.tr("More"), self.more, opened=False)
        self._column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self.bar)
        self._area.verticalScrollBar().valueChanged.connect(self.prompts.close_completions)
        self._area.verticalScrollBar().rangeChanged.connect(lambda: self._line_up())
        summarise(values, self.groups)
        self._size_reason = ""
        self.model_row.model_changed.connect(self._follow)
        self.references.model_wanted.connect(self.model_row.choose)
        self._paces = Paces(app_paths.cache / PACES)
        for name in _TELL_THE_PLAN:
            values.watch(name, lambda _: self._note_size())
        values.watch("start_image", lambda path: self._open_if("start", bool(path)))

    def show_state(self, state: State) -> None:
        """Refresh the plan once a picture is done, since its pace is known by then."""
        if isinstance(state, Ready):
            self._note_size()

    def open_groups(self) -> dict[str, bool]:
        """Return which groups are open, by name."""
        return {name: group.is_open for name, group in self.groups.items()}

    def set_open_groups(self, opened: dict[str, bool]) -> None:
        """Open and close groups as in `opened`."""
        for name, group in self.groups.items():
            if isinstance(opened.get(name), bool):
                group.set_open(opened[name])

    def _on_toggled(self, group: CollapsibleGroup, opened: bool) -> None:
        if opened:
            self._reveal(group)

    def _add_group(self, name: str, title: str, content: QWidget, *, opened: bool = True) -> None:
        group = CollapsibleGroup(title, content, self._content)
        group.set_open(opened)
        group.toggled.connect(partial(self._on_toggled, group))
        self.groups[name] = group
        self._column.addWidget(group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.prompts.grow_up_to(self.height() // _PROMPT_SHARE)
        self._line_up()

    def _line_up(self) -> None:
        self.bar.leave_at_right(self._area.width() - self._area.viewport().width())

    def _basics(self, values: ControlValues) -> Form:
        form = Form(self._content)
        form.add_row(self.tr("Compute unit"), self.model_row.units)
        self.size_control = SizeControl(values)
        self._size_row = form.add_row(
            self.tr("Size"),
            self.size_control,
            self.tr("Width and height of the picture in pixels."),
        )
        return form

    def _sampling(self, values: ControlValues) -> Form:
        form = Form()
        form.add_row(
            self.tr("Preset"),
            self.presets,
            self.tr("Settings with a name: of models that need few steps, and your own."),
        )
        self.steps = SliderField(1, 1000, slider_high=60)
        self.guidance = SliderField(0, 100, slider_high=20, step=0.5, decimals=2)
        form.add_row(
            self.tr("Steps"),
            self.steps,
            self.tr("How often the picture is refined. More takes longer; 20 to 30 is plenty."),
        )
        self._guidance_row = form.add_row(
            self.tr("Guidance"),
            self.guidance,
            self.tr(
                "How closely the picture follows the prompt. "
                "1 or below switches guidance and the negative prompt off."
            ),
        )
        self.sampler = SamplerControl(values, form)
        self.seed = SeedControl(values)
        form.add_row(
            self.tr("Seed"),
            self.seed,
            self.tr("Where the noise starts: the same seed and settings give the same picture."),
        )
        self.steps.set_names(self.tr("Steps"))
        self.guidance.set_names(self.tr("Guidance"))
        bind(values, "steps", self.steps)
        bind(values, "guidance_scale", self.guidance)
        return form

    def _open_if(self, name: str, wanted: bool) -> None:
        if wanted:
            self.groups[name].set_open(True)

    def _reveal(self, group: CollapsibleGroup) -> None:
        """Scroll to the group just opened, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self._area.reveal(group))

    def _follow(self, model: Model) -> None:
        """Disable what `model` doesn't support, with the reason."""
        capabilities = model.capabilities
        self.prompts.follow(model)
        self.references.follow(model)
        self._guidance_row.support(capabilities.guidance)
        for content in (
            self.start_image,
            self.controlnets,
            self.loras,
            self.high_res,
            self.more,
        ):
            content.follow(model)
        self._open_if("start", capabilities.needs_image or capabilities.needs_mask)
        reason = self.size_control.show_model(model)
        self._size_row.support(YES)
        self._size_reason = translate_message(reason.reason)
        self._note_size()

    def _note_size(self) -> None:
        """Show why the size is fixed, that it is far too large, or the picture's plan."""
        model = self.model_row.model
        if model is not None:
            lines = (
                self._size_reason or self.size_control.warning(model),
                self.size_control.plan(model, self._paces),
            )
            self._size_row.note("\n".join(line for line in lines if line))
