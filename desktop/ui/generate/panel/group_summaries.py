"""The summary line of each folded group, so that no active setting is out of sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.errors import BadInput
from desktop.core.grids.grid_axes import parse_axis
from desktop.core.prompts.dialects import dialect_name
from desktop.ui.controls.group import CollapsibleGroup
from desktop.ui.state.control_values import ControlValues

translate = QCoreApplication.translate


def summarise(values: ControlValues, groups: Mapping[str, CollapsibleGroup]) -> None:
    """Keep the summaries of `groups` in sync with `values`."""
    writers: dict[str, Callable[[ControlValues], str]] = {
        "noise": _noise,
        "start": _start,
        "controlnet": lambda v: _names([use.name for use in v.controlnets]),
        "loras": lambda v: _names([use.name for use in v.loras]),
        "high_res": lambda v: f"× {QLocale().toString(v.high_res_scale)}" if v.high_res else "",
        "grid": _grid,
        "more": _more,
    }

    def refresh(_: str = "") -> None:
        for name, write in writers.items():
            if name in groups:
                groups[name].set_summary(write(values))

    values.changed.connect(refresh)
    refresh()


def _start(values: ControlValues) -> str:
    if not values.start_image:
        return ""
    return translate("Summaries", "with a mask") if values.mask else _percent(values.start_strength)


def _noise(values: ControlValues) -> str:
    source = {"numpy": "NumPy", "nvidia": "NVIDIA"}.get(values.rng, "")
    variation = _percent(values.variation_strength) if values.variation_strength else ""
    return ", ".join(part for part in (variation, source) if part)


def _grid(values: ControlValues) -> str:
    try:
        counts = [len(parse_axis(*axis).values) for axis in values.grid_axes()]
    except BadInput:
        return "?"
    return " × ".join(map(str, counts))


def _names(names: list[str]) -> str:
    if len(names) == 1:
        return names[0] if len(names[0]) <= 22 else f"{names[0][:20]}…"
    return str(len(names)) if names else ""


def _more(values: ControlValues) -> str:
    parts: list[str] = []
    if values.vae:
        parts.append(Path(values.vae).stem[:20])
    if values.clip_skip:
        parts.append(translate("Summaries", "clip skip {n}").format(n=values.clip_skip))
    if values.prompt_dialect != "easel":
        parts.append(dialect_name(values.prompt_dialect))
    if values.precision != "auto":
        parts.append(values.precision)
    return ", ".join(parts)


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"
