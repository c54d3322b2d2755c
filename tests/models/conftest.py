"""Real tensor names and shapes of every family, and folders like those of other apps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from desktop.models.machine import Machine
from desktop.models.recognition.single_file_configs import assemble
from desktop.models.resources import resource
from tests.models import ldm_layout

settings.register_profile("easel-many", max_examples=3000, deadline=None)
FAMILIES = json.loads(resource("configs", "families.json").read_text())
MAC = Machine(system="Darwin", arm=True, memory_bytes=16 * 2**30)
LINUX = Machine(system="Linux", arm=False, memory_bytes=24 * 2**30)


@pytest.fixture(scope="session")
def shapes_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ldm_layout.Shapes]:
    """All tensors of a checkpoint, by its name in families.json; built once."""
    cache = tmp_path_factory.mktemp("configs")
    known: dict[str, ldm_layout.Shapes] = {}

    def shapes(name: str) -> ldm_layout.Shapes:
        parts = dict(FAMILIES[name]["parts"], scheduler="", sample_size="")
        parts["unet"] = parts["unet"].removesuffix("_turbo").removesuffix("_768")
        key = json.dumps(parts)
        if key not in known:
            known[key] = ldm_layout.checkpoint_shapes(assemble(name, cache))
        return known[key]

    return shapes


@pytest.fixture
def hollow(shapes_of: Callable[[str], ldm_layout.Shapes]) -> Callable[..., Path]:
    """Writes a whole checkpoint of a family, as a hole: `hollow(path, "sdxl", dtype="F16")`."""

    def write(path: Path, name: str, dtype: str = "F16", **notes: str) -> Path:
        return ldm_layout.write_hollow(path, shapes_of(name), dtype, notes or None)

    return write


def write_tensors(path: Path, shapes: dict[str, tuple[int, ...]], dtype: str = "F16") -> Path:
    """A small safetensors file with these tensors, all zeros."""
    return ldm_layout.write_hollow(path, shapes, dtype)
