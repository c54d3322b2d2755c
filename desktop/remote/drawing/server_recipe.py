"""The recipes of pictures that a server has made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import desktop
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest


def server_recipe(
    server: str,
    runtime: str,
    request: GenerationRequest,
    resolved: GenerationRequest,
    index: int,
    *,
    device: str = "",
    sha256: str = "",
) -> dict[str, Any]:
    """Return the recipe of picture `index` of `request`, drawn by `server` as `resolved`.

    `sha256` is the model's hash, or its first digits, where the server tells it.
    """
    extra: dict[str, Any] = {"server": server}
    if resolved.prompt != request.prompt:
        extra["prompt_template"] = request.prompt
    identity = request.identity
    return recipe_of(
        resolved,
        index,
        model={"name": identity.name, "family": identity.family, "hash": sha256},
        runtime=runtime,
        device=device,
        precision="",
        created=datetime.now().astimezone().isoformat(timespec="seconds"),
        app=f"Easel {desktop.__version__}",
        extra=extra,
    )
