"""Recognize one model file without loading it: from its header, its name and its neighbors."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, decoded, read_start
from desktop.files.icloud import is_dataless

from .gguf_header import read_gguf_header
from .name_hints import PARAMETERIZATION, with_hints
from .recognised import Recognised
from .refusals import (
    PARTIAL,
    PICKLES,
    SAFETENSORS,
    refuse_damaged,
    refuse_in_icloud,
    refuse_partial,
    refuse_pickle,
)
from .safetensors_header import Header, HeaderError, read_header
from .tensor_names.asset_keys import recognise_asset
from .tensor_names.checkpoint_keys import recognise_checkpoint
from .tensor_names.transformer_keys import (
    recognise_encoder,
    recognise_flow_vae,
    recognise_transformer,
)

MODEL_SUFFIXES = SAFETENSORS | PICKLES | PARTIAL | {".gguf"}
_PARAMETERIZATION = re.compile(r"^[ \t]*+parameterization:[ \t]*+[\"']?(v|eps)\b", re.M)


def is_model_file(name: str) -> bool:
    """Return whether a file of this name may be a model."""
    return os.path.splitext(name)[1].lower() in MODEL_SUFFIXES


def recognise_file(path: Path) -> Recognised:
    """Return the recognized file. Reads its header at most. Raises OSError where it is
    unreadable.
    """
    status = path.stat()
    suffix, size = path.suffix.lower(), status.st_size
    if is_dataless(status):
        return refuse_in_icloud(path, size)
    if suffix in PARTIAL or path.with_name(path.name + ".aria2").exists():
        return refuse_partial(size)
    if suffix in PICKLES:
        return refuse_pickle(path, size)
    try:
        header = read_gguf_header(path).as_header() if suffix == ".gguf" else read_header(path)
    except HeaderError as error:
        return refuse_damaged(path, size, error.message)
    found = recognise_header(header, path)
    return msgspec.structs.replace(found, size_bytes=size)


def recognise_header(header: Header, path: Path) -> Recognised:
    """Return the recognized safetensors file with this header at this path."""
    whole = None if header.has("control_model.") else recognise_checkpoint(header)
    found = (
        whole
        or recognise_transformer(header)
        or recognise_encoder(header)
        or recognise_flow_vae(header, path.stem)
        or recognise_asset(header)
    )
    if found is None:
        message = Message(
            "Easel doesn’t know what this file is: it fits no model that Easel draws with."
        )
        return Recognised(what="unknown", problem=message, parameters=header.parameters)
    if found.what == "checkpoint" and found.family == "sd2":
        found = msgspec.structs.replace(found, details=_beside(path))
    if found.what == "lora" and not found.problem and "faceid" in path.stem.lower():
        half = Message("It is one half of an IP-Adapter FaceID, which Easel can’t run.")
        found = msgspec.structs.replace(found, problem=half)
    return with_hints(found, path, header.metadata)


def _beside(path: Path) -> tuple[tuple[Message, str], ...]:
    """Return the parameterization in A1111's config file beside an SD 2 checkpoint."""
    try:
        text = decoded(read_start(path.with_suffix(".yaml"), 65536))
    except (OSError, UnreadableError):
        return ()
    match = _PARAMETERIZATION.search(text)
    return ((PARAMETERIZATION, match.group(1)),) if match else ()
