"""Scan one folder for models and assets."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import get_args

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.files.icloud import in_icloud
from desktop.models.asset import Asset, AssetKind
from desktop.models.build import build_model
from desktop.models.bundles.coreml_models import models_in, recommend
from desktop.models.families.known_families import family_named
from desktop.models.hub_cache import repository_name
from desktop.models.machine import Machine
from desktop.models.memory.estimate import with_memory
from desktop.models.model import Kind, Model
from desktop.models.recognition.diffusers_folder import INDEX, recognise_diffusers
from desktop.models.recognition.prediction_overrides import PredictionOverrides
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.recognised import Recognised
from desktop.models.recognition.recognition_cache import RecognitionCache, fingerprint_of
from desktop.models.recognition.refusals import refuse_in_icloud
from desktop.models.recognition.single_component import recognise_single_component

from .folder_walk import Candidate, Refused, walk

_KINDS: dict[str, Kind] = {
    "diffusers": "diffusers",
    "coreml": "coreml",
    "file": "single_file",
    "lone_part": "diffusers",
}
_ASSETS: dict[str, AssetKind] = {kind: kind for kind in get_args(AssetKind)}


class ScanResult(msgspec.Struct):
    """The contents of a folder, and its subfolders that the system denied."""

    models: list[Model]
    assets: list[Asset]
    refused: list[Path]


class ModelScanner:
    """Recognizer of `walk`'s candidates, with the cache. Called from one thread at a time."""

    def __init__(
        self,
        machine: Machine,
        cache: RecognitionCache,
        overrides: PredictionOverrides | None = None,
    ) -> None:
        self._machine = machine
        self._cache = cache
        self._overrides = overrides

    def look(self, root: Path) -> ScanResult:
        """Return everything at or below `root` (absolute)."""
        found = ScanResult([], [], [])
        for candidate in walk(root):
            if isinstance(candidate, Refused):
                found.refused.append(candidate.path)
                continue
            try:
                self._add(candidate, found, str(root))
            except PermissionError:
                found.refused.append(candidate.path)
            except OSError:
                continue  # it went away while we looked
            except Exception as error:  # damage that no reader foresaw costs one entry
                found.models.append(self._damaged(candidate, error, str(root)))
        _drop_shells(found.models)
        models = recommend(_with_recommendations(found.models), self._machine)
        found.models[:] = [with_memory(model, self._machine) for model in models]
        return found

    def _damaged(self, candidate: Candidate, error: Exception, source: str) -> Model:
        """Return an unusable entry for an unreadable file."""
        why = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
        what = Recognised(
            what="checkpoint",
            kind=_KINDS[candidate.kind],
            problem=Message("It is damaged: download it again."),
            details=((Message("Damage"), why[:300]),),
        )
        name = _name_of(candidate.path, what)
        return build_model(what, candidate.path, self._machine, name=name, source=source)

    def _add(self, candidate: Candidate, found: ScanResult, source: str) -> None:
        path = candidate.path
        if in_icloud(path):
            self._add_absent(candidate, found, source)
            return
        if candidate.kind == "coreml":
            with contextlib.suppress(BadInput):  # another network's folder, or ControlNets alone
                found.models += models_in(
                    path, self._machine, source=source, deep=False, overrides=self._overrides
                )
            return
        what = self._recognise(candidate)
        name = _name_of(path, what)
        if what.what in _ASSETS:
            found.assets.append(_asset(what, path, name, source))
            return
        answered = what if self._overrides is None else self._overrides.applied_to(what, path)
        model = build_model(answered, path, self._machine, name=name, source=source)
        open_ = not what.sure and family_named(what.family).open_prediction
        found.models.append(msgspec.structs.replace(model, prediction_open=open_))

    def _add_absent(self, candidate: Candidate, found: ScanResult, source: str) -> None:
        """Add an entry that is, wholly or in part, in iCloud. Not cached: it may arrive any
        time.
        """
        path = candidate.path
        what = refuse_in_icloud(path, path.stat().st_size if path.is_file() else 0)
        what = msgspec.structs.replace(what, kind=_KINDS[candidate.kind])
        name = _name_of(path, what)
        if what.what in _ASSETS:
            found.assets.append(_asset(what, path, name, source))
        else:
            model = build_model(what, path, self._machine, name=name, source=source)
            found.models.append(model)

    def _recognise(self, candidate: Candidate) -> Recognised:
        path = candidate.path
        fingerprint = fingerprint_of(*_witnesses(candidate))
        known = self._cache.get(path, fingerprint)
        if known is not None:
            return known
        if candidate.kind == "diffusers":
            found = recognise_diffusers(path)
        elif candidate.kind == "lone_part":
            found = recognise_single_component(path)
        else:
            found = recognise_file(path)
        self._cache.put(path, fingerprint, found)
        return found


def _witnesses(candidate: Candidate) -> list[Path]:
    """Return the files and folders on which the recognition depends."""
    path = candidate.path
    if candidate.kind == "file":
        return [path, path.with_suffix(".yaml")]
    if candidate.kind == "lone_part":
        return [path, path / "config.json"]
    parts = (
        "unet",
        "transformer",
        "vae",
        "text_encoder",
        "text_encoder_2",
        "scheduler",
        "safety_checker",
    )
    return [
        path,
        path / INDEX,
        path / "easel.json",
        path / "unet" / "config.json",
        path / "transformer" / "config.json",
        path / "scheduler" / "scheduler_config.json",
        *(path / part for part in parts),
    ]


def _name_of(path: Path, what: Recognised) -> str:
    repository = repository_name(path)
    if repository and (what.kind == "diffusers" or path.suffix == ".incomplete"):
        return repository
    if what.kind == "diffusers":
        return path.name
    return path.name if what.problem and path.suffix != ".safetensors" else path.stem


def _asset(what: Recognised, path: Path, name: str, source: str) -> Asset:
    return Asset(
        name=name,
        path=str(path),
        kind=_ASSETS[what.what],
        family=what.family,
        variant=what.variant,
        base=what.base,
        precision=what.precision,
        size_bytes=what.size_bytes,
        parameters=what.parameters,
        problem=what.problem,
        source=source,
        offers=what.offers,
    )


def _drop_shells(models: list[Model]) -> None:
    """Remove a diffusers index that accompanies a single file, without any of its parts."""
    good = {Path(model.path).parent for model in models if model.usable}
    models[:] = [
        model
        for model in models
        if model.kind != "diffusers"
        or model.usable
        or Path(model.path) not in good
        or any((Path(model.path) / part).is_dir() for part in ("unet", "transformer"))
    ]


def _with_recommendations(models: list[Model]) -> list[Model]:
    """Recommend the fp16 file where one folder holds the same model in several forms."""
    groups: dict[tuple[str, str, str], list[Model]] = {}
    for model in models:
        if model.usable and model.kind != "coreml":
            place = model.path if model.kind == "diffusers" else str(Path(model.path).parent)
            groups.setdefault((place, model.family, model.variant), []).append(model)
    best = {
        min(group, key=_preference).path: True
        for group in groups.values()
        if len(group) > 1 and any(model.precision != group[0].precision for model in group)
    }
    return [
        msgspec.structs.replace(model, recommended=True) if model.path in best else model
        for model in models
    ]


def _preference(model: Model) -> tuple[bool, bool, int]:
    return (model.precision not in {"fp16", "bf16"}, model.kind != "single_file", model.size_bytes)
