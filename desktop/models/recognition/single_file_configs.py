"""The configs for opening a single safetensors file offline, built from resources.

`resources/configs` holds each part's config once, written from the published architectures;
`families.json` lists the parts of a family. diffusers wants one folder with all of them and the
tokenizers' vocabulary: that folder is made in the app's cache, once for each version of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast

from desktop.core.errors import EaselError
from desktop.models.families.known_families import family_named
from desktop.models.model import Model
from desktop.models.resources import resource

_LIBRARIES = {
    "unet": ("diffusers", "UNet2DConditionModel"),
    "vae": ("diffusers", "AutoencoderKL"),
    "text_encoder": ("transformers", "CLIPTextModel"),
    "text_encoder_2": ("transformers", "CLIPTextModelWithProjection"),
    "tokenizer": ("transformers", "CLIPTokenizer"),
    "tokenizer_2": ("transformers", "CLIPTokenizer"),
}
_FILES = {
    "unet": "config.json",
    "vae": "config.json",
    "text_encoder": "config.json",
    "text_encoder_2": "config.json",
    "scheduler": "scheduler_config.json",
    "tokenizer": "tokenizer_config.json",
    "tokenizer_2": "tokenizer_config.json",
}
_EMPTY = ("safety_checker", "feature_extractor", "image_encoder")
_SPECIAL = ("bos_token", "eos_token", "unk_token", "pad_token")


def config_name(family: str, variant: str = "", prediction: str = "epsilon") -> str:
    """Return a model's key in families.json. Raises EaselError for a family without configs."""
    name = family_named(family).configs_for(variant, prediction)
    if name:
        return name
    raise EaselError("Easel has no configs for this family of models, so it can’t open the file.")


def config_dir_for(model: Model, cache: Path) -> Path:
    """Return the folder for `from_single_file(path, config=..., local_files_only=True)`.

    Made below `cache` when missing (about 3 MB). Raises EaselError, OSError.
    """
    return assemble(config_name(model.family, model.variant, model.prediction), cache)


def assemble(name: str, cache: Path) -> Path:
    """Assemble the configs called `name` (a key of families.json) in one folder below `cache`;
    return it.
    """
    files = _files_of(name)
    digest = hashlib.sha256()
    for relative, data in sorted(files.items()):
        digest.update(relative.encode() + b"\0" + data)
    target = cache / "configs" / f"{name}-{digest.hexdigest()[:16]}"
    if all((target / relative).is_file() for relative in (*files, *_vocabulary_files(files))):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{name}-"))
    try:
        _write(making, files)
        if target.exists():  # damaged by a cleaner: our own cache, made anew
            shutil.rmtree(target)
        os.replace(making, target)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not (target / "model_index.json").is_file():  # else another process was faster
            raise
    return target


def scheduler_config(name: str) -> dict[str, Any]:
    """Return the scheduler's config of the family called `name` (a key of families.json)."""
    return _config("scheduler", _family(name)["parts"]["scheduler"])


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for relative, data in files.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for relative in _vocabulary_files(files):
        shutil.copyfile(resource("clip", Path(relative).name), folder / relative)


def _vocabulary_files(files: dict[str, bytes]) -> list[str]:
    folders = [Path(name).parent.name for name in files if name.endswith("tokenizer_config.json")]
    return [f"{folder}/{name}" for folder in folders for name in ("vocab.json", "merges.txt")]


def _files_of(name: str) -> dict[str, bytes]:
    """Return relative path and content of every config file of a family."""
    family = _family(name)
    parts = cast("dict[str, str]", family["parts"])
    index: dict[str, Any] = {"_class_name": family["pipeline"], **family["index"]}
    files: dict[str, bytes] = {}
    for part, choice in parts.items():
        config = _config(part.removesuffix("_2"), choice)
        files[f"{part}/{_FILES[part]}"] = _encoded(config)
        if part == "scheduler":
            index[part] = ["diffusers", config["_class_name"]]
        else:
            index[part] = list(_LIBRARIES[part])
        if part.startswith("tokenizer"):
            special = {key: config[key] for key in _SPECIAL}
            files[f"{part}/special_tokens_map.json"] = _encoded(special)
    missing = [part for part in _LIBRARIES if part not in parts]
    index |= {part: [None, None] for part in missing}
    if not str(family["pipeline"]).startswith("StableDiffusionXL"):
        index = {key: value for key, value in index.items() if not key.endswith("_2")}
        index |= {part: [None, None] for part in _EMPTY}
    files["model_index.json"] = _encoded(index)
    return files


def _family(name: str) -> dict[str, Any]:
    families = json.loads(resource("configs", "families.json").read_bytes())
    return cast("dict[str, Any]", families[name])


def _config(part: str, choice: str) -> dict[str, Any]:
    return cast(
        "dict[str, Any]", json.loads(resource("configs", part, f"{choice}.json").read_bytes())
    )


def _encoded(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()
