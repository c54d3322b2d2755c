"""Localized names of the compute units."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.hardware.compute import ComputeUnit

translate = QCoreApplication.translate


def unit_label(unit: ComputeUnit, *, short: bool = False) -> str:
    """Return the name of a compute unit; `short` for the closed button."""
    words = {
        ComputeUnit.ALL: (
            translate("UnitPicker", "Automatic (all units)"),
            translate("UnitPicker", "Automatic"),
        ),
        ComputeUnit.CPU_AND_GPU: (
            translate("UnitPicker", "CPU & GPU"),
            translate("UnitPicker", "CPU & GPU"),
        ),
        ComputeUnit.CPU_ONLY: (
            translate("UnitPicker", "CPU only"),
            translate("UnitPicker", "CPU only"),
        ),
        ComputeUnit.CPU_AND_NE: (
            translate("UnitPicker", "CPU & Neural Engine"),
            translate("UnitPicker", "CPU & NE"),
        ),
    }
    return words[unit][1 if short else 0]
