"""Decides by a model's files which engine draws with it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from desktop.core.engine_interface import CancelCheck, Emit, Engine
from desktop.core.errors import BadInput, EaselError
from desktop.core.request import GenerationRequest
from desktop.models.hashing import BackgroundHash


def open_engine(
    request: GenerationRequest,
    emit: Emit,
    check: CancelCheck,
    *,
    cache_dir: Path,
    job: str = "",
    low_memory: bool = False,
    cache_limit: int = 0,
) -> Engine:
    """Load the engine for `request.model`; `job` names the job in the Loading events.

    Raises BadInput where there is no such model or Easel never loads its kind, EaselError where
    it can't be read, and what `check` raises.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")
    kind = kind_of(Path(request.model))
    if kind == "coreml":
        from .coreml.coreml_engine import CoreMLEngine  # pyright: ignore

        return CoreMLEngine.load(
            request,
            job,
            emit,
            check,
            cache_dir=cache_dir,
            low_memory=low_memory,
            cache_limit=cache_limit,
        )
    with ExitStack() as undo:
        digest = BackgroundHash(Path(request.model), cache_dir)  # read while torch is imported
        undo.callback(digest.close)
        from .torch_engine import TorchEngine

        undo.pop_all()
    return TorchEngine.load(
        request,
        job,
        emit,
        check,
        cache_dir=cache_dir,
        low_memory=low_memory,
        digest=digest,
    )


def kind_of(path: Path) -> str:
    """ "torch" or "coreml", by the files at `path`. Raises BadInput or EaselError otherwise."""
    if path.is_file():
        return _kind_of_file(path)
    if not path.exists():
        raise BadInput("There is no model at {path}: choose another one.", path=path)
    if path.suffix in (".mlmodelc", ".mlpackage"):
        return "coreml"
    try:
        names = [entry.name for entry in path.iterdir()]
    except OSError as error:
        raise EaselError(
            "The model's folder {file} can't be read.", str(error), file=path.name
        ) from error
    if "model_index.json" in names:
        return "torch"
    if any(name.endswith((".mlmodelc", ".mlpackage")) for name in names):
        return "coreml"
    raise BadInput(
        "{file} is no model that Easel knows: it takes diffusers folders, .safetensors files and "
        "Core ML folders.",
        file=path.name,
    )


def _kind_of_file(path: Path) -> str:
    if path.suffix == ".safetensors":
        return "torch"
    if path.suffix in (".ckpt", ".pt", ".pth", ".bin"):
        raise BadInput(
            "{file} is a pickle, which can run code when opened, so Easel never loads it: convert "
            "it to safetensors first, or download a safetensors version.",
            file=path.name,
        )
    raise BadInput("{file} is no model that Easel knows.", file=path.name)
