"""Resolve a draft to the engine's task: the only way for window, command line and grids."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop.core.grids.grid import GridRequest
from desktop.core.grids.grid_axes import Axis
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Place
from desktop.models.asset import Asset, AssetKind
from desktop.models.loras.lora_fit import check_loras
from desktop.models.memory.picture_plan import PicturePlan, plan_picture
from desktop.models.model import Family, Model

from .draft import Draft
from .grid_request import grid_request
from .guidance_checks import check_guidance
from .prepare import advice, check_files, prepare
from .prepare_extras import checked_references
from .prompt_assets import expand_prompt_assets


class ResolvedTask(NamedTuple):
    """The task, and sentences about settings that are allowed but perhaps unintended."""

    task: GenerationRequest | GridRequest
    notices: list[Message]
    plan: PicturePlan | None = None
    """What the first picture needs, where its family plans that."""
    places: tuple[Place, ...] = ()
    """Where else it can be drawn, where whoever is free draws it."""

    @property
    def first(self) -> GenerationRequest:
        """The request of the first picture."""
        task = self.task
        return task.cells[0].request if isinstance(task, GridRequest) else task


class Resolver(msgspec.Struct, frozen=True, kw_only=True):
    """The context against which drafts are resolved.

    `assets` returns the assets for models of a family, `find_model` the model of a name (it raises
    BadInput for an unknown one), `known_models` all models, `wildcards` is the folder of the
    `__name__` files. `drawn_seed` is the seed of drafts without one; `axis_names` are the words for
    settings in a grid's labels.
    """

    assets: Callable[[AssetKind, Family], Sequence[Asset]]
    find_model: Callable[[str], Model]
    wildcards: Path | None
    drawn_seed: int
    known_models: Callable[[], Sequence[Model]] = tuple
    axis_names: Mapping[str, str] = {}

    def task(self, draft: Draft, model: Model, axes: Sequence[Axis] = ()) -> ResolvedTask:
        """Return the request of `draft` with `model`, or the grid over one or two `axes`.

        Raises BadInput, in one sentence, for wrong values or unsupported settings.
        """
        if axes:
            task = grid_request(
                draft,
                model,
                axes,
                find_model=self.find_model,
                resolve=self.request,
                drawn_seed=self.drawn_seed,
                names=self.axis_names,
            )
        else:
            task = self.request(draft, model)
        resolved = ResolvedTask(task, [])
        first = resolved.first
        plan = plan_picture(
            model,
            first.width,
            first.height,
            precision=first.precision,
            unit=first.compute_unit,
            references=len(first.references),
        )
        if first.model != model.path:
            return resolved._replace(notices=advice(first))
        return resolved._replace(notices=advice(first) + check_loras(first.loras, model), plan=plan)

    def request(self, draft: Draft, model: Model) -> GenerationRequest:
        """Return the request of `draft` with `model`. Raises BadInput.

        Names in the prompts are looked up first, so that they are checked like chosen assets.
        """
        checked_references(draft.references, model, self.known_models())
        find = partial(self._assets_for, model)
        expanded = expand_prompt_assets(draft, model, find, self.wildcards)
        request = prepare(
            expanded.draft,
            model,
            drawn_seed=self.drawn_seed,
            embeddings=expanded.embeddings,
            wildcards=expanded.wildcards,
        )
        check_files(request)
        check_loras(request.loras, model)
        check_guidance(request, model)
        return request

    def _assets_for(self, model: Model, kind: AssetKind) -> Sequence[Asset]:
        found = self.assets(kind, model.family)
        return [asset for asset in found if asset.server == model.server]


def draw_seed() -> int:
    """Return a random seed; 32 bits, so that every noise source takes it."""
    return secrets.randbelow(2**32)
