"""More Like This, Vary a Part, Extend: pictures made from another, controls unchanged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.core.errors import BadInput, EaselError
from desktop.core.recipe import Recipe
from desktop.core.request import Margins, ReferenceImage
from desktop.models.model import Model
from desktop.models.requests.pictures.picture_sizes import size_like
from desktop.models.requests.prepare_extras import can_edit
from desktop.ui.generate.mask.mask_actions import MaskActions
from desktop.ui.generate.recipes.use_recipe import use_recipe
from desktop.ui.imaging.picture_reader import shown_size
from desktop.ui.imaging.thumbnails import read_scaled
from desktop.ui.model_list.model_registry import MODELS_UNREAD, ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

if TYPE_CHECKING:
    from .extend_dialog import ExtendDialog, Extension
    from .more_dialog import MoreDialog, Variations

_PREVIEW = 1024
_PART_STRENGTH = 0.85
_NOT_FROM_NOISE = ("variation_strength", "upscaled", "grid", "image")
"""Recipes with one of these keys don't start from the noise of their seed alone."""


class VariationActions(QObject):
    """The controller of the variations.

    `generate` queues a job from the controls. Each request is made with the controls set for it,
    then restored at once.

    Signals: `failed(EaselError)`; `noticed(str)`, a setting of the picture that can't be used.
    """

    failed = Signal(object)
    noticed = Signal(str)

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        masks: MaskActions,
        generate: Callable[[], object],
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._values, self._registry, self._masks = values, registry, masks
        self._generate, self._background, self._window = generate, background, window
        self._more: MoreDialog | None = None
        self._extend: ExtendDialog | None = None
        self._path, self._recipe = "", None

    @property
    def more_dialog(self) -> MoreDialog:
        """The dialog of More Like This, created on first access."""
        from .more_dialog import MoreDialog

        if self._more is None:
            self._more = MoreDialog(self._window)
            self._more.wanted.connect(self._draw_more)
        return self._more

    @property
    def extend_dialog(self) -> ExtendDialog:
        """The dialog of Extend, created on first access."""
        from .extend_dialog import ExtendDialog

        if self._extend is None:
            self._extend = ExtendDialog(self._window)
            self._extend.wanted.connect(self._draw_extended)
        return self._extend

    def vary(self, name: str, path: str, recipe: Recipe | None) -> None:
        """Run the action `name` on the picture at `path`, which carries `recipe`.

        Refuses until the models are read: only then is the picture's own known.
        """
        if not self._registry.is_read:
            self.failed.emit(BadInput(MODELS_UNREAD))
            return
        ways = {
            "more_like_this": self.more_like,
            "vary_part": self.vary_part,
            "extend": self.extend,
        }
        ways[name](path, recipe)

    def more_like(self, path: str, recipe: Recipe | None) -> None:
        """Ask how many variations of the picture at `path`, and how far off; generate them."""
        self._path, self._recipe = path, recipe
        self.more_dialog.open_for(by_noise=self._has_noise(recipe))

    def vary_part(self, path: str, recipe: Recipe | None) -> None:
        """Ask for a mask on the picture at `path`, then regenerate the masked part."""
        model = self._model_of(recipe) if recipe is not None else None
        model = model or self._registry.at(self._values.model)
        if model is not None and not model.capabilities.inpainting:
            self.failed.emit(BadInput(model.capabilities.inpainting.refusal))
            return

        def draw(mask: str, feather: float) -> None:
            self._redraw(path, partial(self._set_part, path, recipe, mask, feather))

        self._masks.paint_for(path, draw)

    def extend(self, path: str, recipe: Recipe | None) -> None:
        """Ask how far to extend the picture at `path`, then generate the extension."""
        self._path, self._recipe = path, recipe
        self._background.run(
            lambda: (read_scaled(path, _PREVIEW), shown_size(path)),
            lambda found: self._ask_extension(path, *found),
            self.failed.emit,
        )

    def _ask_extension(self, path: str, image: QImage, size: QSize) -> None:
        if path != self._path:
            return
        if image.isNull() or size.isEmpty():
            self.failed.emit(EaselError("“{file}” can’t be shown.", file=Path(path).name))
            return
        prompt = self._recipe.text("prompt") if self._recipe is not None else ""
        model = self._registry.at(self._values.model)
        self.extend_dialog.open_for(image, size, prompt or self._values.prompt, model)

    def _draw_more(self, wanted: Variations) -> None:
        path, recipe = self._path, self._recipe
        if wanted.by_noise:
            self._draw(lambda: self._set_mixed(recipe, wanted))
        else:
            self._redraw(path, partial(self._set_varied, path, recipe, wanted))

    def _draw_extended(self, wanted: Extension) -> None:
        self._draw(lambda: self._set_extension(wanted))

    def _draw(self, set_values: Callable[[], None]) -> None:
        """Queue one job with other values, then restore the controls."""
        before = self._values.snapshot()
        try:
            set_values()
            self._generate()
        finally:
            self._values.restore(before)

    def _redraw(self, path: str, set_values: Callable[[QSize], None]) -> None:
        """Queue one job with the values for the size of the picture at `path`."""
        self._background.run(
            lambda: shown_size(path),
            lambda size: self._draw(lambda: set_values(size)),
            self.failed.emit,
        )

    def _use(self, recipe: Recipe | None) -> None:
        """Apply the picture's settings; only its prompts if the user lacks its model."""
        if recipe is not None:
            mine = self._model_of(recipe) is not None
            for only in ("",) if mine else ("prompt", "negative_prompt"):
                for notice in use_recipe(
                    values=self._values, registry=self._registry, recipe=recipe, only=only
                ):
                    self.noticed.emit(notice)
        self._values.grid_columns = self._values.grid_rows = ""

    def _set_mixed(self, recipe: Recipe | None, wanted: Variations) -> None:
        values = self._values
        self._use(recipe)
        values.count = wanted.count
        values.variation_strength, values.keep_variation_seed = wanted.distance, False

    def _set_varied(
        self, path: str, recipe: Recipe | None, wanted: Variations, size: QSize
    ) -> None:
        self._set_redrawn(path, recipe, wanted.distance, size)
        self._values.count = wanted.count

    def _set_part(
        self, path: str, recipe: Recipe | None, mask: str, feather: float, size: QSize
    ) -> None:
        self._set_redrawn(path, recipe, _PART_STRENGTH, size)
        values = self._values
        values.mask, values.mask_feather, values.mask_inverted = mask, feather, False

    def _set_redrawn(self, path: str, recipe: Recipe | None, strength: float, size: QSize) -> None:
        """Start from the picture at `path`, of `size`, with its settings and another seed."""
        values = self._values
        self._use(recipe)
        self._start_from(path, strength)
        model = self._registry.at(values.model)
        if model is not None and not size.isEmpty():
            values.width, values.height = size_like((size.width(), size.height()), model)
        values.variation_strength = 0.0
        values.keep_seed = False

    def _set_extension(self, wanted: Extension) -> None:
        values = self._values
        model = self._registry.at(values.model)
        self._start_from(self._path, 1.0)
        values.prompt, values.styles = wanted.prompt, ()
        values.width, values.height = wanted.size
        values.start_extend = wanted.margins
        values.grid_columns = values.grid_rows = ""
        edits = model is not None and can_edit(model)
        values.references = (ReferenceImage(path=self._path),) if edits else ()

    def _start_from(self, path: str, strength: float) -> None:
        """Start from the whole picture at `path`."""
        values = self._values
        values.start_image, values.start_fit = path, "fill"
        values.start_counting, values.start_strength = "strength", strength
        values.mask, values.start_extend = "", Margins()
        values.high_res = False

    def _has_noise(self, recipe: Recipe | None) -> bool:
        """Return whether the picture's initial noise is known and can be mixed with another's."""
        if recipe is None or recipe.integer("seed") is None:
            return False
        model = self._model_of(recipe)
        if model is None or model.server:
            return False
        return not any(recipe.get(key) for key in _NOT_FROM_NOISE)

    def _model_of(self, recipe: Recipe) -> Model | None:
        """Return the model that made the picture, if the user has it."""
        meant = self._registry.meant(recipe.model_name, recipe.model_hash)
        return self._registry.at(meant.path)
