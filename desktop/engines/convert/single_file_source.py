"""A single safetensors checkpoint as a source for conversion, with bundled configs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from desktop.engines.torch.whole_modules import part_words, unreadable, whole
from desktop.models.config_files import read_json
from desktop.models.conversion.conversion_needs import PREFIXES, count_in_file, count_weights
from desktop.models.model import Model
from desktop.models.recognition.diffusers_folder import INDEX, parts_of

from .torch_parts import BAD_WEIGHTS, class_of, for_inference, quiet_loading


class SingleFile:
    """A `Source` for one checkpoint in the original layout.

    `configs` is a diffusers folder without weights, `vae` a VAE of the same layout (a file) or a
    diffusers part (a folder).
    """

    def __init__(self, path: Path, model: Model, configs: Path, vae: Path | None = None) -> None:
        self.path, self.model, self.configs, self.vae = path, model, configs, vae

    def parts(self) -> list[str]:
        """Return the family's parts."""
        index = read_json(self.configs / INDEX) or {}
        return [part for part in parts_of(index) if part in PREFIXES]

    def load(self, part: str) -> Any:
        """Load one part in float32. Raises EaselError where the file lacks it or is damaged."""
        if part == "vae" and self.vae is not None:
            return load_vae(self.vae, self.configs)
        with quiet_loading():
            try:
                if part.startswith("text_encoder"):
                    return for_inference(self._text_encoder(part))
                return for_inference(_from_file(self.path, part, self.configs))
            except BAD_WEIGHTS as error:
                raise unreadable(part_words(part), error) from error

    def _text_encoder(self, part: str) -> Any:
        from diffusers.loaders import single_file_utils

        utils: Any = single_file_utils
        encoder = utils.create_diffusers_clip_model_from_ldm(
            class_of(part),
            checkpoint=utils.load_single_file_checkpoint(str(self.path), local_files_only=True),
            config=str(self.configs),
            subfolder=part,
            torch_dtype=torch.float32,
            local_files_only=True,
        )
        return whole(encoder, part_words(part))

    def parameters_of(self, part: str) -> int:
        """Return the part's number of weights, by tensor names in the file."""
        if part == "vae" and self.vae is not None:
            return count_weights(self.vae)
        return count_in_file(self.path, PREFIXES[part]) if part in PREFIXES else 0

    def config(self, part: str) -> dict[str, Any]:
        """Return the bundled config of the part."""
        if part == "vae" and self.vae is not None and self.vae.is_dir():
            return read_json(self.vae / "config.json") or {}
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        return read_json(self.configs / part / name) or {}

    def own(self) -> dict[str, Any]:
        """Return {}: a file has no easel.json."""
        return {}

    def zero_empty_negative(self) -> bool:
        """Return the setting of the family's pipeline index."""
        return bool((read_json(self.configs / INDEX) or {}).get("force_zeros_for_empty_prompt", 1))

    def tokenizer_folder(self) -> Path | None:
        """Return the folder of the bundled CLIP vocabulary."""
        return self.configs / "tokenizer"


def load_vae(place: Path, configs: Path) -> Any:
    """Load the VAE at `place`, a diffusers folder or a safetensors file in the original layout."""
    from .torch_parts import load_part

    if place.is_dir():
        return load_part(place, "vae")
    with quiet_loading():
        try:
            return for_inference(_from_file(place, "vae", configs))
        except BAD_WEIGHTS as error:
            raise unreadable(part_words("vae"), error) from error


def _from_file(path: Path, part: str, configs: Path) -> Any:
    loaded = class_of(part).from_single_file(
        str(path),
        config=str(configs),
        subfolder=part,
        dtype=torch.float32,
        local_files_only=True,
    )
    return whole(loaded, part_words(part))
