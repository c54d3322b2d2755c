"""The one real model that suits a machine."""

from __future__ import annotations

import pytest

from desktop.models.catalogue.catalogue import recommended_entry
from desktop.models.machine import Machine

GB = 2**30


@pytest.mark.parametrize(
    ("system", "arm", "gigabytes", "runs_on", "most"),
    [
        ("Darwin", True, 8, "coreml", 2e9),
        ("Darwin", True, 16, "coreml", 4e9),
        ("Darwin", True, 36, "torch", 8e9),
        ("Linux", False, 8, "torch", 3e9),
        ("Linux", False, 32, "torch", 5e9),
    ],
)
def test_it_fits_chip_and_memory(
    system: str, arm: bool, gigabytes: int, runs_on: str, most: float
) -> None:
    machine = Machine(system=system, arm=arm, memory_bytes=gigabytes * GB)
    entry = recommended_entry(machine)
    assert entry is not None
    assert (entry.kind, entry.runs_on) == ("model", runs_on)
    assert entry.memory_gb <= gigabytes
    assert entry.size_bytes <= most
    if runs_on == "torch" and system == "Linux":
        assert "Neural Engine" not in entry.suits


def test_too_small_a_mac_is_offered_nothing() -> None:
    assert recommended_entry(Machine(system="Darwin", arm=True, memory_bytes=4 * GB)) is None
