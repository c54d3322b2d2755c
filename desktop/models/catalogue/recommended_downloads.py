"""Which real model to offer first: the one that suits this machine's chip and memory."""

from __future__ import annotations

from desktop.models.machine import Machine

from .catalogue import CatalogueEntry, catalogue

_GB = 2**30
_FOR_METAL = (
    # (memory in GB, catalogue ids from the one that draws best to the one that needs least)
    (24, "sdxl-base"),
    (15, "coreml-xl-base-ios"),
    (7, "coreml-v1-5-palettized-split-einsum-compiled"),
)
_ELSEWHERE = ((15, "ssd-1b"), (0, "sd-1.5"))


def recommended_entry(machine: Machine) -> CatalogueEntry | None:
    """The one catalogue entry to offer; None where nothing in the catalogue would run."""
    choices = _FOR_METAL if machine.has_metal_gpu else _ELSEWHERE
    memory = machine.memory_bytes / _GB
    wanted = next((name for least, name in choices if memory >= least), "")
    return next((entry for entry in catalogue() if entry.id == wanted), None)
