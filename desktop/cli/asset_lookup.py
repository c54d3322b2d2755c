"""Resolve the file names of a command line to files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.core.request import LoraUse
from desktop.models.asset import Asset, AssetKind
from desktop.models.library import ModelLibrary
from desktop.models.model import Model


def asset_path(name: str, kind: AssetKind, model: Model, library: ModelLibrary) -> str:
    """Return the path that `name` means: a path, or the name of an asset that fits `model`."""
    path = Path(name).expanduser()
    if path.exists() and not model.server:
        return str(path.absolute())
    fitting = [a for a in library.assets(kind, model.family) if a.server == model.server]
    found = asset_named(name, fitting)
    if found is not None:
        return found.path
    known = tuple(asset.name for asset in fitting) or Message("none was found")
    raise BadInput(
        "There is no {kind} “{name}” that fits “{model}” ({known}).",
        kind=kind,
        name=name,
        model=model.name,
        known=known,
    )


def asset_named(name: str, assets: Iterable[Asset]) -> Asset | None:
    """Return the asset that `name` means, by its name, its file or its reference. Raise BadInput if
    unusable.
    """
    for asset in assets:
        forms = (asset.reference, asset.name, Path(asset.path).name, asset.path)
        if name_key(name) in map(name_key, forms):
            if asset.problem:
                raise BadInput(
                    "“{name}” can’t be used. {problem}", name=asset.name, problem=asset.problem
                )
            return asset
    return None


def file_path(text: str, option: str) -> str:
    """Return the absolute path of an existing file. Raise BadInput, naming the option."""
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise BadInput("{option}: there is no file {file}.", option=option, file=text)
    return str(path)


def lora_use(text: str, model: Model, library: ModelLibrary) -> LoraUse:
    """Return the LoRA of NAME, NAME:W or NAME:W:T, with T the weight of the text encoders."""
    name, weights = text, list[float]()
    for _ in range(2):
        before, colon, last = name.rpartition(":")
        try:
            number = float(last) if colon and before else None
        except ValueError:
            number = None
        if number is None:
            break
        name, weights = before, [number, *weights]
    path = asset_path(name, "lora", model, library)
    return LoraUse(
        name=Path(path).stem,
        path=path,
        weight=weights[0] if weights else 1.0,
        text_weight=weights[1] if len(weights) > 1 else None,
    )
