"""The four compute units that Core ML knows, and the plain words for them."""

from __future__ import annotations

from enum import StrEnum


class ComputeUnit(StrEnum):
    """Where Core ML may run a model; the names are Apple's own."""

    ALL = "ALL"
    CPU_AND_GPU = "CPU_AND_GPU"
    CPU_ONLY = "CPU_ONLY"
    CPU_AND_NE = "CPU_AND_NE"

    @property
    def label(self) -> str:
        """The words shown in the compute-unit picker."""
        return _LABELS[self]


_LABELS = {
    ComputeUnit.ALL: "Automatic (all units)",
    ComputeUnit.CPU_AND_GPU: "CPU & GPU",
    ComputeUnit.CPU_ONLY: "CPU only",
    ComputeUnit.CPU_AND_NE: "CPU & Neural Engine",
}
