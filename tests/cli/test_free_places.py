"""The places that could draw a picture as well, as `--where free` finds them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest

from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.models.asset import Asset
from desktop.models.library import Contents, ModelLibrary
from desktop.models.requests.draft import Draft
from desktop.models.requests.request_places import free_places
from desktop.models.requests.resolve import Resolver
from tests.models.conftest import write_tensors
from tests.models.test_prepare import torch_model


@pytest.mark.parametrize(
    ("problem", "places"), [(None, 1), (Message("This safetensors file is damaged."), 0)]
)
def test_a_place_whose_lora_is_unusable_draws_nothing(
    tmp_path: Path, problem: Message | None, places: int
) -> None:
    model = msgspec.structs.replace(torch_model(), path="server:box/checkpoints/a.safetensors")
    here = msgspec.structs.replace(torch_model(), path=str(tmp_path / "a.safetensors"))
    Path(here.path).touch()
    lora = str(write_tensors(tmp_path / "ink.safetensors", {"x.diff": (1,)}))
    there = "server:box/loras/ink.safetensors"
    assets = [
        Asset(name="ink", path=there, kind="lora", family="sd1"),
        Asset(name="ink", path=lora, kind="lora", family="sd1", problem=problem),
    ]
    found = Contents([model, here], assets, [])
    library = cast("ModelLibrary", SimpleNamespace(everywhere=lambda: found))
    resolver = Resolver(
        assets=lambda _kind, _family: assets,
        find_model=lambda _name: model,
        wildcards=None,
        drawn_seed=1,
    )
    draft = Draft(prompt="x", loras=(LoraUse(name="ink", path=there),))
    task = resolver.request(draft, model)
    assert len(free_places(task, draft, model, resolver, library)) == places
