"""The four compute units of Core ML and their plain-language labels."""

from __future__ import annotations

from enum import StrEnum


class ComputeUnit(StrEnum):
    """Core ML compute unit; the member names are Apple's own."""

    ALL = "ALL"
    CPU_AND_GPU = "CPU_AND_GPU"
    CPU_ONLY = "CPU_ONLY"
    CPU_AND_NE = "CPU_AND_NE"

    @property
    def label(self) -> str:
        """The label in the compute-unit picker."""
        return _LABELS[self]


_LABELS = {
    ComputeUnit.ALL: "Automatic (all units)",
    ComputeUnit.CPU_AND_GPU: "CPU & GPU",
    ComputeUnit.CPU_ONLY: "CPU only",
    ComputeUnit.CPU_AND_NE: "CPU & Neural Engine",
}
