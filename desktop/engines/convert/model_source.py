"""Sources of a conversion: a diffusers folder or one safetensors file, part by part."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from desktop.core.errors import BadInput
from desktop.models.build import build_model
from desktop.models.config_files import read_json
from desktop.models.conversion.conversion_needs import count_weights
from desktop.models.conversion.converted_folder import why_not
from desktop.models.machine import this_machine
from desktop.models.model import Model
from desktop.models.recognition.diffusers_folder import (
    INDEX,
    is_diffusers_folder,
    parts_of,
    recognise_diffusers,
)
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.single_file_configs import (
    assemble,
    config_dir_for,
    config_name,
)

from .single_file_source import SingleFile, load_vae
from .torch_parts import load_part


class Source(Protocol):
    """Loader of one model's parts as float32 torch modules, a new one at each call."""

    model: Model

    def parts(self) -> list[str]:
        """Return the names of the model's parts: text_encoder, text_encoder_2, unet, vae, ..."""
        ...

    def load(self, part: str) -> Any:
        """Load one part in float32. Raises EaselError where its weights can't be read."""
        ...

    def parameters_of(self, part: str) -> int:
        """Return the number of weights of a part, without loading it."""
        ...

    def config(self, part: str) -> dict[str, Any]:
        """Return a part's config (`scheduler` too), in diffusers' form."""
        ...

    def own(self) -> dict[str, Any]:
        """Return the content of the model's easel.json, {} without one."""
        ...

    def zero_empty_negative(self) -> bool:
        """Return whether an empty negative prompt means embeddings of zeros (SDXL)."""
        ...

    def tokenizer_folder(self) -> Path | None:
        """Return the folder of the (first) tokenizer's files; None without one."""
        ...


class DiffusersFolder:
    """A `Source` in diffusers' folder layout; `vae` replaces its own.

    `configs` has the configs of a single-file VAE.
    """

    def __init__(
        self, folder: Path, model: Model, vae: Path | None = None, configs: Path | None = None
    ) -> None:
        self.folder, self.model, self.vae, self.configs = folder, model, vae, configs

    def parts(self) -> list[str]:
        """Return the parts that have a config."""
        names = parts_of(read_json(self.folder / INDEX) or {})
        return [name for name in names if (self.folder / name / "config.json").is_file()]

    def load(self, part: str) -> Any:
        """Load one part in float32."""
        if part == "vae" and self.vae is not None and self.configs is not None:
            return load_vae(self.vae, self.configs)
        return load_part(self.folder / part, part)

    def parameters_of(self, part: str) -> int:
        """Return the part's number of weights, from its files' headers."""
        return count_weights(self._place(part))

    def config(self, part: str) -> dict[str, Any]:
        """Return the part's own config file, {} without one."""
        place = self._place(part)
        if place.is_file() and self.configs is not None:
            place = self.configs / part
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        return read_json(place / name) or {}

    def _place(self, part: str) -> Path:
        return self.vae if part == "vae" and self.vae is not None else self.folder / part

    def own(self) -> dict[str, Any]:
        """Return the model's easel.json."""
        return read_json(self.folder / "easel.json") or {}

    def zero_empty_negative(self) -> bool:
        """Return the setting of the pipeline's index."""
        return bool((read_json(self.folder / INDEX) or {}).get("force_zeros_for_empty_prompt", 1))

    def tokenizer_folder(self) -> Path | None:
        """Return the first tokenizer's own folder."""
        folder = self.folder / "tokenizer"
        return folder if folder.is_dir() else None


def open_source(path: Path, cache: Path, vae: str | None = None) -> Source:
    """Return the model at `path`, with `vae` (a folder or file) instead of its own where given.

    Configs for single files are created below `cache`. Raises BadInput where `path` is no model, or
    of a family that can't be converted.
    """
    place = _vae_place(vae)
    if not path.exists():
        raise BadInput(
            "There is nothing at {path}: give a model’s folder or safetensors file.", path=path
        )
    if path.is_dir():
        if not is_diffusers_folder(path):
            raise BadInput(
                "{folder} is not a model folder in diffusers’ layout: it has no {file}. (A model "
                "that is in Core ML’s form already needs no conversion.)",
                folder=path.name,
                file=INDEX,
            )
        model = build_model(recognise_diffusers(path), path, this_machine())
        _check(model)
        configs = assemble(config_name(model.family), cache) if place else None
        return DiffusersFolder(path, model, place, configs)
    model = build_model(recognise_file(path), path, this_machine())
    _check(model)
    return SingleFile(path, model, config_dir_for(model, cache), place)


def _vae_place(vae: str | None) -> Path | None:
    if vae is None:
        return None
    place = Path(vae)
    whole = (place / "config.json").is_file() or place.suffix == ".safetensors"
    if not place.exists() or not whole:
        raise BadInput(
            "{vae} is no VAE: give a safetensors file, or a diffusers VAE’s folder.", vae=vae
        )
    return place


def _check(model: Model) -> None:
    reason = why_not(model)
    if reason:
        raise BadInput(reason)
