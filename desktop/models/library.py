"""The library: every model in the user's folders, found without loading any of them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput

from .build import build_model
from .diffusers_folder import is_diffusers_folder, recognise_diffusers
from .machine import Machine, this_machine
from .model import Model
from .resources import resource

STARTER_NAME = "Starter (draws icons)"
_STARTER_DEFAULTS = {
    "width": 256,
    "height": 256,
    "steps": 20,
    "guidance_scale": 4.0,
    "sampler": "euler",
    "noise_schedule": "default",
}


class Library:
    """The models in `folders` (searched in this order) and the starter model, which is first.

    `cache` is a file that keeps what was recognised, by path, size and time; None keeps nothing.
    Reading is all it does: no method writes into a model folder.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        cache: Path | None = None,
        machine: Machine | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self._cache = cache
        self._machine = machine or this_machine()

    def models(self) -> list[Model]:
        """All models, the starter first, then by folder and name; unusable ones with a reason."""
        found = [self.starter()]
        for folder in self.folders:
            found.extend(self._models_in(folder))
        return found

    def starter(self) -> Model:
        """The model that ships with Easel. Raises EaselError where the installation lacks it."""
        path = resource("starter")
        found = recognise_diffusers(path)
        found = msgspec.structs.replace(
            found,
            name=STARTER_NAME,
            good_at=found.good_at or "Icons of everyday things, small and quick",
            defaults=_STARTER_DEFAULTS | found.defaults,
        )
        return build_model(found, path, self._machine, source="Easel")

    def find(self, name_or_path: str) -> Model:
        """The model with this name, or at this path (which may lie outside all folders).

        Raises BadInput with a sentence that helps: what is missing, or which names are close.
        """
        wanted = name_or_path.strip()
        if not wanted:
            raise BadInput("Give a model's name or path: `easel models list` shows them.")
        models = self.models()
        by_name = [model for model in models if model.name.casefold() == wanted.casefold()]
        if by_name:
            return by_name[0]
        if wanted.casefold() == "starter":
            return models[0]
        path = _path(wanted)
        if path is not None:
            return self._at(path, models)
        raise BadInput(_not_found(wanted, [model.name for model in models]))

    def _at(self, path: Path, models: list[Model]) -> Model:
        known = [model for model in models if Path(model.path) == path]
        if known:
            return known[0]
        try:
            found = self._recognise(path)
        except PermissionError as error:
            raise BadInput(f"Easel is not allowed to read {path}.", str(error)) from error
        if not found:
            raise BadInput(f"There is no model in {path} that Easel knows.")
        return found[0]

    def _models_in(self, folder: Path) -> list[Model]:
        if not folder.is_dir():
            return []
        found: list[Model] = []
        for child in [folder, *sorted(folder.iterdir())]:
            try:
                found.extend(self._recognise(child, source=str(folder)))
            except PermissionError:
                continue
        return found

    def _recognise(self, path: Path, source: str = "") -> list[Model]:
        if path.is_dir() and is_diffusers_folder(path):
            found = recognise_diffusers(path)
            return [build_model(found, path, self._machine, name=path.name, source=source)]
        return []


def _path(text: str) -> Path | None:
    """`text` as an absolute path where it is meant as one or something stands there."""
    path = Path(text).expanduser()
    try:
        exists = path.exists()
    except (OSError, ValueError):
        raise BadInput(f"Easel is not allowed to read {text}, or it is no path.") from None
    if exists:
        return path.absolute()
    if text.startswith(("/", "./", "../", "~")) or text.endswith(".safetensors"):
        raise BadInput(f"There is no file or folder at {path}.")
    return None


def _not_found(wanted: str, names: list[str]) -> str:
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold(), list(folded), n=3, cutoff=0.5)
    close += [key for key in folded if wanted.casefold() in key and key not in close]
    if close:
        options = " or ".join(f"“{folded[key]}”" for key in close[:3])
        return f"There is no model named “{wanted}”: did you mean {options}?"
    return f"There is no model named “{wanted}”: `easel models list` shows those that there are."
