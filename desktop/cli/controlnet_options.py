"""Build ControlNets from a command line's options, one set of values each."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeVar

from desktop.core.errors import BadInput
from desktop.core.request import ControlNetUse, Preprocessor
from desktop.models.library import ModelLibrary
from desktop.models.model import Model

from .asset_lookup import asset_path, file_path

_T = TypeVar("_T")


def controlnets_from(
    options: argparse.Namespace, model: Model, library: ModelLibrary
) -> tuple[ControlNetUse, ...]:
    """Return the ControlNets in `options`, in their order. Raise BadInput."""
    names, images = options.controlnet, options.controlnet_inputs
    if len(names) != len(images):
        raise BadInput(
            "--controlnet has {names} names and --controlnet-inputs {files} files: give one file "
            "for each.",
            names=len(names),
            files=len(images),
        )
    count = len(names)
    weights = _for_each("weights", options.controlnet_weights, count, 1.0)
    starts = _for_each("starts", options.controlnet_starts, count, 0.0)
    ends = _for_each("ends", options.controlnet_ends, count, 1.0)
    makers: list[Preprocessor] = _for_each(
        "preprocessors", options.controlnet_preprocessors, count, "none"
    )
    paths = [_path(name, model, library) for name in names]
    return tuple(
        ControlNetUse(
            name=Path(paths[k]).name.removesuffix(".safetensors") if paths[k] else names[k],
            path=paths[k],
            image=file_path(images[k], "--controlnet-inputs"),
            weight=weights[k],
            start=starts[k],
            end=ends[k],
            preprocessor=makers[k],
            preprocessor_model=_map_model(makers[k], library),
        )
        for k in range(count)
    )


def _path(name: str, model: Model, library: ModelLibrary) -> str:
    """Return the ControlNet's path; a Core ML model brings its own and finds it by name."""
    return "" if model.kind == "coreml" else asset_path(name, "controlnet", model, library)


def _for_each(name: str, given: list[_T], count: int, default: _T) -> list[_T]:
    """Return a value per ControlNet: `default`, one given for all, or one given for each."""
    if len(given) <= 1 and count:
        return (given or [default]) * count
    if len(given) != count:
        raise BadInput(
            "--controlnet-{name} has {values} values for {count} ControlNets: give one for all or "
            "one for each.",
            name=name,
            values=len(given),
            count=count,
        )
    return given


def _map_model(preprocessor: Preprocessor, library: ModelLibrary) -> str:
    """Return the path of the first model that makes such maps; "" if not needed or not found."""
    if preprocessor not in ("depth", "pose"):
        return ""
    makers = [asset for asset in library.assets(preprocessor) if not asset.problem]
    return makers[0].path if makers else ""
