"""Opens what is to be converted: a diffusers folder or one safetensors file, part by part."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import torch

from desktop.core.errors import BadInput
from desktop.engines.loading import safetensors_variant, unreadable
from desktop.models.build import build_model
from desktop.models.config_files import read_json
from desktop.models.diffusers_folder import (
    INDEX,
    is_diffusers_folder,
    parts_of,
    recognise_diffusers,
)
from desktop.models.machine import this_machine
from desktop.models.model import Model

FAMILIES = ("sd1", "sd2", "sdxl", "ssd1b")


class Source(Protocol):
    """Loads the parts of one model as float32 torch modules, each time anew."""

    model: Model

    def parts(self) -> list[str]:
        """The names of the parts there are: text_encoder, text_encoder_2, unet, vae, ..."""
        ...

    def load(self, part: str) -> Any:
        """One part in float32. Raises BadInput where its weights can't be read."""
        ...

    def parameters_of(self, part: str) -> int:
        """About how many weights a part has, without loading it."""
        ...

    def config(self, part: str) -> dict[str, Any]:
        """A part's config (`scheduler` too), as diffusers writes it."""
        ...

    def own(self) -> dict[str, Any]:
        """The content of the model's easel.json, {} where it has none."""
        ...

    def zero_empty_negative(self) -> bool:
        """Whether an empty negative prompt means embeddings of zeros (SDXL)."""
        ...

    def tokenizer_folder(self) -> Path | None:
        """The folder of the (first) tokenizer's files; None where there is none."""
        ...


class DiffusersFolder:
    """A `Source` in diffusers' folder layout."""

    def __init__(self, folder: Path, vae: Path | None = None) -> None:
        self.folder = folder
        self._folders = {"vae": vae} if vae else {}
        self.model = build_model(recognise_diffusers(folder), folder, this_machine())

    def parts(self) -> list[str]:
        """The parts whose configs are there."""
        names = parts_of(read_json(self.folder / INDEX) or {})
        return [name for name in names if (self.folder / name / "config.json").is_file()]

    def load(self, part: str) -> Any:
        """One part in float32."""
        return load_part(self._place(part), part)

    def parameters_of(self, part: str) -> int:
        """The part's weights, from the size of its files."""
        return count_weights(self._place(part))

    def config(self, part: str) -> dict[str, Any]:
        """The part's own config file, {} where there is none."""
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        return read_json(self._place(part) / name) or {}

    def _place(self, part: str) -> Path:
        return self._folders.get(part, self.folder / part)

    def own(self) -> dict[str, Any]:
        """The model's easel.json."""
        return read_json(self.folder / "easel.json") or {}

    def zero_empty_negative(self) -> bool:
        """As the pipeline's index says."""
        return bool((read_json(self.folder / INDEX) or {}).get("force_zeros_for_empty_prompt", 1))

    def tokenizer_folder(self) -> Path | None:
        """The first tokenizer's own folder."""
        folder = self.folder / "tokenizer"
        return folder if folder.is_dir() else None


def open_source(path: Path, *, vae: str | None = None) -> Source:
    """The model at `path`. Raises BadInput where it is none, or of a family that can't be done."""
    if not path.exists():
        raise BadInput(f"There is nothing at {path}: give a model's folder or safetensors file.")
    if path.is_dir():
        if not is_diffusers_folder(path):
            raise BadInput(
                f"{path.name} is not a model folder in diffusers' layout: it has no "
                "model_index.json."
            )
        source = DiffusersFolder(path, Path(vae) if vae else None)
    else:
        raise BadInput(f"{path.name} is a single file: give a folder in diffusers' layout.")
    model = source.model
    if model.problem:
        raise BadInput(f"{model.name} can't be converted. {model.problem}")
    if model.family not in FAMILIES or model.variant == "inpainting":
        raise BadInput(
            f"{model.name} can't be converted: Core ML models are made from SD 1, SD 2, SDXL and "
            "SSD-1B text-to-image models."
        )
    return source


_CLASSES = {
    "text_encoder": ("transformers", "CLIPTextModel"),
    "text_encoder_2": ("transformers", "CLIPTextModelWithProjection"),
    "unet": ("diffusers", "UNet2DConditionModel"),
    "vae": ("diffusers", "AutoencoderKL"),
    "controlnet": ("diffusers", "ControlNetModel"),
    "safety_checker": (
        "diffusers.pipelines.stable_diffusion.safety_checker",
        "StableDiffusionSafetyChecker",
    ),
}


def load_part(folder: Path, part: str) -> Any:
    """The module in `folder`, in float32 and for inference; safetensors only."""
    module, name = _CLASSES[part]
    kind: Any = getattr(import_module(module), name)
    options: dict[str, Any] = {"variant": safetensors_variant(folder)}
    diffusers_own = module == "diffusers"
    options["torch_dtype" if diffusers_own else "dtype"] = torch.float32
    with quiet_loading():
        try:
            loaded = kind.from_pretrained(
                str(folder), local_files_only=True, use_safetensors=True, **options
            )
        except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
            raise unreadable(part, error) from error
    return loaded.eval().requires_grad_(False)


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Load with neither progress bars nor warnings of transformers and diffusers."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logging in (diffusers_logging, transformers_logging):
            logging.set_verbosity_error()
            logging.disable_progress_bar()
        yield


def count_weights(folder: Path) -> int:
    """About how many weights the safetensors files of a part hold (fp16 ones where both are)."""
    files = list(folder.glob("*.safetensors"))
    files = [file for file in files if ".fp16" in file.name] or files
    return sum(file.stat().st_size // (2 if _stored_in_half(file) else 4) for file in files)


def _stored_in_half(file: Path) -> bool:
    from safetensors import safe_open

    with safe_open(file, framework="pt") as weights:
        names = list(weights.keys())
        return bool(names) and weights.get_slice(names[0]).get_dtype() in {"F16", "BF16"}
