"""`--where free`: the places that could draw a picture as well."""

from __future__ import annotations

from desktop.core.errors import BadInput
from desktop.core.grids.grid import GridRequest
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Place
from desktop.models.asset import Asset, AssetKind
from desktop.models.library import ModelLibrary
from desktop.models.model import Family, Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.request_places import places_for, same_models
from desktop.models.requests.resolve import Resolver


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
