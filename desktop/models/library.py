"""The library: every model in the user's folders, found without loading any of them."""

from __future__ import annotations

import difflib
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message, alternatives
from desktop.core.model_match import is_hash, is_hash_of, match_model
from desktop.core.names import composed, name_key

from .asset import Asset, AssetKind
from .build import build_model
from .bundles.bundle import read_bundles
from .bundles.bundle_part import SUFFIXES
from .bundles.coreml_models import models_in
from .families.model_family import STARTER_GOOD_AT, STARTER_NAME
from .hashing import known_hashes, model_hash
from .locations.folder_state import FolderState, folder_condition, refusal
from .locations.inventory import ModelScanner, ScanResult
from .loras.lora_hashes import lora_with_hash, with_known_hashes
from .machine import Machine, this_machine
from .model import Family, Model, Prediction
from .model_parts import neighbours, with_parts
from .recognition.diffusers_folder import recognise_diffusers
from .recognition.prediction_overrides import PredictionOverrides
from .recognition.recognition_cache import RecognitionCache
from .resources import resource

logger = logging.getLogger(__name__)


class Contents(msgspec.Struct, frozen=True):
    """The contents of a library, by one scan."""

    models: list[Model]
    assets: list[Asset]
    folders: list[FolderState]


class ModelLibrary:
    """The models in `folders` (searched in this order) and the starter model, which is first.

    `cache` is a file with recognition results, by path, size and time; None keeps nothing on disk.
    `overrides` is the file with the user's prediction types of models whose file doesn't give them,
    `hashes` the folder of `models.hashing`'s cache. The library only reads: no method writes into a
    model folder. Callable from any thread.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        cache: Path | None = None,
        machine: Machine | None = None,
        overrides: Path | None = None,
        hashes: Path | None = None,
    ) -> None:
        self.folders = tuple(dict.fromkeys(Path(folder).absolute() for folder in folders))
        self._machine = machine or this_machine()
        self._cache = RecognitionCache(cache)
        self._overrides = PredictionOverrides(overrides) if overrides else None
        self._hashes = hashes
        self._looker = ModelScanner(self._machine, self._cache, self._overrides)
        self._lock = threading.Lock()

    def contents(self) -> Contents:
        """Scan all folders: models (the starter first), assets, and the folders' states."""
        started = time.monotonic()
        with self._lock:
            models, assets, states = [self.starter()], list[Asset](), list[FolderState]()
            seen = {_identity(models[0].path)}
            for folder in self.folders:
                found = self._look(folder, states)
                models += [model for model in found.models if _is_new(model.path, seen)]
                assets += [asset for asset in found.assets if _is_new(asset.path, seen)]
            self._cache.save(forget_below=tuple(self.folders))
        models = with_parts(models, assets, self._machine)
        logger.info(
            "%d models (%d of them unusable) and %d assets in %d folders after %.2f s",
            len(models),
            sum(not model.usable for model in models),
            len(assets),
            len(self.folders),
            time.monotonic() - started,
        )
        if self._hashes is not None:
            assets = with_known_hashes(assets, self._hashes)
        return Contents(self._with_hashes(_distinct(models)), assets, states)

    def everywhere(self) -> Contents:
        """As `contents`; a library that knows of servers asks all of them."""
        return self.contents()

    def models(self) -> list[Model]:
        """Return all models, the starter first; unusable ones with a reason."""
        return self.contents().models

    def assets(self, kind: AssetKind | None = None, family: Family | None = None) -> list[Asset]:
        """Return the assets, of one `kind` and fitting `family` where given."""
        return [
            asset
            for asset in self.contents().assets
            if kind in {None, asset.kind} and (family is None or asset.fits(family))
        ]

    def folder_states(self) -> list[FolderState]:
        """Return each folder's state and contents."""
        return self.contents().folders

    def starter(self) -> Model:
        """Return the model that ships with Easel. Raises EaselError where the installation lacks
        it.
        """
        path = resource("starter")
        found = recognise_diffusers(path)
        found = msgspec.structs.replace(
            found,
            name=STARTER_NAME,
            good_at=found.good_at or STARTER_GOOD_AT,
        )
        return build_model(found, path, self._machine, source="Easel")

    def find(self, name_or_path: str) -> Model:
        """Return the model with this name, at this path (which may lie outside all folders), or
        with this hash (see `with_hash`).

        Raises BadInput with a helpful message: the missing thing, or similar names.
        """
        wanted = name_or_path.strip()
        if not wanted:
            raise BadInput("Give a model’s name or path: `easel models list` shows them.")
        path = _path(wanted)
        if path is not None and _looks_like_path(wanted):
            return self.at(path)
        models = self.models()
        named = model_named(wanted, models)
        if named is not None:
            return named
        if path is not None:
            return self.at(path)
        hashed = self.with_hash(wanted.lower(), "")
        if hashed is not None:
            return hashed
        raise BadInput(_not_found(wanted, [model.name for model in models]))

    def with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Model | None:
        """Return the usable model of this hash (10 of its digits or more), None without one.

        Computes unknown hashes, of names like `name` and of small files first; that takes a second
        for each gigabyte or so. `check` is called meanwhile, and may raise.
        """
        if self._hashes is None or not is_hash(sha256):
            return None
        models = [model for model in self.models() if model.usable]
        nearest = match_model(name, "", models)
        likely = (nearest.path, *nearest.nearest)
        for model in sorted(models, key=lambda m: (m.path not in likely, m.size_bytes)):
            try:
                digest = model.sha256 or model_hash(Path(model.path), self._hashes, check)
            except EaselError as error:  # whoever chooses it is told
                logger.info("%s %s", error.message, error.details)
                continue
            if is_hash_of(sha256, digest):
                return msgspec.structs.replace(model, sha256=digest)
        return None

    def lora_with_hash(
        self, sha256: str, name: str, check: Callable[[], None] = lambda: None
    ) -> Asset | None:
        """Return the usable LoRA of this hash (of its file or its tensors), None without one.

        See `with_hash`.
        """
        if self._hashes is None or not is_hash(sha256):
            return None
        loras = [lora for lora in self.assets("lora") if not (lora.problem or lora.server)]
        return lora_with_hash(sha256, name, loras, self._hashes, check)

    def at(self, path: Path) -> Model:
        """Return the model at `path` (a file or a model folder). Raises BadInput without one."""
        starter = self.starter()
        if path.resolve() == Path(starter.path).resolve():
            return starter
        if path.suffix in (".mlmodelc", ".mlpackage", ".zip"):
            return models_in(path, self._machine, overrides=self._overrides)[0]
        found = self._looked(path)
        here = [model for model in found.models if Path(model.path) == path]
        if here or found.models:
            return (here or [m for m in found.models if m.recommended] or found.models)[0]
        if found.assets and not found.refused:
            asset = found.assets[0]
            if asset.problem:
                raise BadInput(
                    "“{name}” can’t be used. {problem}", name=asset.name, problem=asset.problem
                )
            raise BadInput(
                "{path} is a {kind}, not a model that draws.", path=asset.path, kind=asset.kind
            )
        raise self._nothing(path, found)

    def look_at(self, path: Path) -> ScanResult:
        """Return everything that the file or folder at `path` is or holds, in any location.

        Raises BadInput where that is nothing.
        """
        path = path.absolute()
        found = self._looked(path)
        if not (found.models or found.assets):
            raise self._nothing(path, found)
        return found

    def _looked(self, path: Path) -> ScanResult:
        """Return everything at `path`; missing parts of its models are searched in all folders."""
        with self._lock:
            found = self._looker.look(path)
            if not any(model.needs for model in found.models):
                return found
            places = [*neighbours(path), *self.folders]
            others = [asset for place in places for asset in self._looker.look(place).assets]
        models = with_parts(found.models, [*found.assets, *others], self._machine)
        return ScanResult(models, found.assets, found.refused)

    def set_prediction(self, path: Path, prediction: Prediction) -> None:
        """Store the user's prediction type for the model at `path`. Raises EaselError."""
        if self._overrides is None:
            raise ValueError("this library keeps no answers")
        try:
            self._overrides.set_prediction(path, prediction)
        except OSError as error:
            raise EaselError("What the model predicts could not be kept.", str(error)) from error

    def _with_hashes(self, models: list[Model]) -> list[Model]:
        if self._hashes is None:
            return models
        known = known_hashes(self._hashes)
        return [
            msgspec.structs.replace(model, sha256=digest)
            if model.usable and (digest := known(Path(model.path)))
            else model
            for model in models
        ]

    def _nothing(self, path: Path, found: ScanResult) -> BadInput:
        """Return the error for a `path` without a model, by the system's and its files' state."""
        if found.refused:
            return BadInput(refusal(found.refused[0], self._machine.is_mac))
        if path.is_dir() and any(entry.suffix in SUFFIXES for entry in path.iterdir()):
            read_bundles(path)  # raises what these Core ML models are instead
        return BadInput("There is no model in {path} that Easel knows.", path=path)

    def _look(self, folder: Path, states: list[FolderState]) -> ScanResult:
        state, message = folder_condition(folder, self._machine.is_mac)
        found = self._looker.look(folder) if state == "ok" else ScanResult([], [], [])
        if found.refused and not message:
            message = refusal(found.refused[0], self._machine.is_mac)
        if state == "ok" and not (found.models or found.assets or found.refused):
            message = Message("No model was found in this folder.")
        states.append(
            FolderState(
                path=str(folder),
                state=state,
                message=message,
                models=sum(model.usable for model in found.models),
                assets=sum(not asset.problem for asset in found.assets),
                unusable=sum(not model.usable for model in found.models),
                size_bytes=sum(model.size_bytes for model in found.models),
            )
        )
        return found


def _is_new(path: str, seen: set[object]) -> bool:
    """Return whether this file or folder was not reached by another path before."""
    real = _identity(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _identity(path: str) -> object:
    """Return a key that identifies a file or folder across links and spellings.

    A Mac's disk opens 사과 in both compositions, and `resolve` keeps the given one.
    """
    real = Path(path).resolve()
    try:
        status = os.stat(real)
    except OSError:
        return str(real)
    return composed(str(real)), status.st_dev, status.st_ino


def _distinct(models: list[Model]) -> list[Model]:
    """Append the folder's name to models of equal names, so that a name finds one model."""
    count = Counter(name_key(model.name) for model in models)
    taken: set[str] = set()
    named: list[Model] = []
    for model in models:
        name = model.name
        if count[name_key(name)] > 1 and model.source != "Easel":
            name = f"{name} ({Path(model.path).parent.name})"
            if name_key(name) in taken:
                name = f"{model.name} ({Path(model.path).parent})"
        taken.add(name_key(name))
        apart = msgspec.structs.replace(model, name=name, own_name=model.name)
        named.append(model if name == model.name else apart)
    return named


def model_named(wanted: str, models: Sequence[Model]) -> Model | None:
    """Return the model of a typed name: its own, its file's, or the end of either."""
    folded = name_key(wanted)
    if folded == "starter":
        return models[0]
    exact = [model for model in models if name_key(model.name) == folded]
    files = [model for model in models if name_key(Path(model.path).name) == folded]
    short = [model for model in models if name_key(model.name).endswith("/" + folded)]
    found = exact or files or short
    usable = [model for model in found if model.usable]
    return (usable or found or [None])[0]


def _looks_like_path(text: str) -> bool:
    return text.startswith(("/", "./", "../", "~")) or text in {".", ".."}


def _path(text: str) -> Path | None:
    """Return `text` as an absolute path if it is meant as one or exists."""
    try:
        path = Path(text).expanduser()
        path.stat()
    except PermissionError:
        raise BadInput("Easel is not allowed to read {text}.", text=text) from None
    except (OSError, ValueError, RuntimeError) as error:
        meant = _looks_like_path(text) or text.endswith((".safetensors", ".ckpt"))
        if isinstance(error, FileNotFoundError | NotADirectoryError) and meant and "/" in text:
            raise BadInput("There is no file or folder at {path}.", path=text) from None
        return None
    path = path.absolute()
    return path.parent if path.name == "model_index.json" else path


def _not_found(wanted: str, names: list[str]) -> Message:
    folded = {name_key(name): name for name in names}
    words = {word.strip("()"): name for name in names for word in name_key(name).split()}
    close = [folded[key] for key in folded if name_key(wanted) in key]
    pool = words | folded
    close += [pool[key] for key in difflib.get_close_matches(name_key(wanted), pool, 3, 0.6)]
    options = list(dict.fromkeys(close))[:3]
    shown = f"“{wanted if len(wanted) <= 80 else wanted[:77] + '...'}”"
    if options:
        quoted = alternatives([f"“{name}”" for name in options])
        return Message(
            "There is no model named {name}: did you mean {known}?",
            name=shown,
            known=quoted,
        )
    return Message(
        "There is no model named {name}: `easel models list` shows those that there are.",
        name=shown,
    )
