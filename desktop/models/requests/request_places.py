"""Where else a request can be drawn: on every place that has its model and all that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from desktop.core.errors import BadInput
from desktop.core.grids.grid import GridRequest
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.model_match import is_hash, is_hash_of
from desktop.core.request import GenerationRequest, ModelIdentity
from desktop.core.server import server_of, short_name
from desktop.core.tasks import Place
from desktop.models.asset import Asset, AssetKind
from desktop.models.library import ModelLibrary
from desktop.models.model import Family, Model

from .draft import Draft
from .resolve import Resolver

AssetsAt = Callable[[AssetKind, Family, str], Sequence[Asset]]
"""Gives what goes with models of a family on a server ("": this machine)."""


def same_models(model: Model, models: Iterable[Model]) -> list[Model]:
    """The models of other places that are the same file as `model`, one for each place.

    They are told by their hashes where both are known (ComfyUI servers tell none), else by the name
    of the file and the family.
    """
    found: dict[str, Model] = {}
    for other in models:
        if other.server != model.server and other.usable and _is_same(model, other):
            found.setdefault(other.server, other)
    return list(found.values())


def free_places(
    task: GenerationRequest | GridRequest,
    draft: Draft,
    model: Model,
    resolver: Resolver,
    library: ModelLibrary,
) -> tuple[Place, ...]:
    """Where else `task` can be drawn: all servers are asked. Raises BadInput for a grid."""
    if isinstance(task, GridRequest):
        raise BadInput("--where and --grid don’t go together: a grid is drawn in one place.")
    found = library.everywhere()

    def assets(kind: AssetKind, family: Family, server: str) -> list[Asset]:
        return [
            asset
            for asset in found.assets
            if asset.server == server
            and asset.kind == kind
            and asset.fits(family)
            and not asset.problem
        ]

    return places_for(task, draft, same_models(model, found.models), resolver, assets)


def places_for(
    request: GenerationRequest,
    draft: Draft,
    models: Iterable[Model],
    resolver: Resolver,
    assets: AssetsAt,
) -> tuple[Place, ...]:
    """The places of `models` that draw just what `request` asks for, as `draft` means it.

    `resolver` is the one that has made the request.
    """
    whole = msgspec.structs.replace(
        draft,
        seed=request.seed,
        width=request.width,
        height=request.height,
        steps=request.steps,
        guidance_scale=request.guidance_scale,
        sampler=request.sampler,
        noise_schedule=request.noise_schedule,
        variation_seed=request.variation_seed,
        compute_unit=None,
    )
    places: list[Place] = []
    for model in models:
        there = _draft_at(whole, model, assets)
        if there is None:
            continue
        resolver_there = msgspec.structs.replace(resolver, assets=_assets_at(model.server, assets))
        try:
            drawn_there = resolver_there.request(there, model)
        except BadInput:
            continue
        if _same_picture(request, drawn_there):
            places.append(Place.of(drawn_there))
    return tuple(places)


def _assets_at(server: str, assets: AssetsAt) -> Callable[[AssetKind, Family], Sequence[Asset]]:
    return lambda kind, family: assets(kind, family, server)


def _is_same(model: Model, other: Model) -> bool:
    if (model.family, model.variant) != (other.family, other.variant):
        return False
    if is_hash(model.sha256) and is_hash(other.sha256):
        return is_hash_of(model.sha256, other.sha256)
    return short_name(model.path).casefold() == short_name(other.path).casefold()


def _draft_at(draft: Draft, model: Model, assets: AssetsAt) -> Draft | None:
    """`draft` with the files that stand for its own beside `model`; None where one is missing."""

    def path_there(kind: AssetKind, path: str) -> str | None:
        if server_of(path) == model.server:
            return path
        wanted = short_name(path).casefold()
        for asset in assets(kind, model.family, model.server):
            if short_name(asset.path).casefold() == wanted and asset.server == model.server:
                return asset.path
        return None

    loras = [(use, path_there("lora", use.path)) for use in draft.loras]
    controlnets = [(use, path_there("controlnet", use.path)) for use in draft.controlnets]
    vae = path_there("vae", draft.vae) if draft.vae else None
    if (draft.vae and vae is None) or any(path is None for _, path in (*loras, *controlnets)):
        return None
    return msgspec.structs.replace(
        draft,
        loras=tuple(msgspec.structs.replace(use, path=path) for use, path in loras),
        controlnets=tuple(msgspec.structs.replace(use, path=path) for use, path in controlnets),
        vae=vae,
    )


def _same_picture(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Whether both ask for the same picture, wherever each is drawn.

    The models themselves are not compared.
    """
    return _placeless(one) == _placeless(other)


def _placeless(request: GenerationRequest) -> GenerationRequest:
    """`request` without what only one place knows: paths, precision, compute unit, and
    what follows from its memory.
    """

    def anywhere(use: Any) -> Any:
        return msgspec.structs.replace(use, name="", path="")

    return msgspec.structs.replace(
        request,
        model="",
        identity=ModelIdentity(family=request.identity.family, variant=request.identity.variant),
        loras=tuple(map(anywhere, request.loras)),
        embeddings=tuple(map(anywhere, request.embeddings)),
        controlnets=tuple(map(anywhere, request.controlnets)),
        vae=request.vae and short_name(request.vae).casefold(),
        compute_unit=ComputeUnit.ALL,
        precision="auto",
        reference_pixels=0,
        prediction="",
        safety_checker=True,
        portable_runtime=False,
    )
