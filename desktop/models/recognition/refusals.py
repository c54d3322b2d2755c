"""Files that Easel shows but doesn't open, each with the reason and the remedy."""

from __future__ import annotations

import shlex
from pathlib import Path

from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, read_start

from .recognised import Recognised, What

_START = b"version https://git-lfs.github.com/spec/"
_MAX_POINTER_BYTES = 1024


def is_lfs_pointer(path: Path) -> bool:
    """Return whether `path` holds a Git LFS pointer in place of its data."""
    try:
        if path.stat().st_size > _MAX_POINTER_BYTES:
            return False
        return read_start(path, len(_START)) == _START
    except (OSError, UnreadableError):
        return False


SAFETENSORS = frozenset({".safetensors", ".sft"})
PICKLES = frozenset({".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pt2"})
PARTIAL = frozenset({".part", ".partial", ".crdownload", ".download", ".incomplete", ".aria2"})
WHOLE_MODEL_BYTES = 1_000_000_000
"""Bytes from which a pickle counts as a whole model; a smaller one is named by its folder."""

_FOLDER_SAYS: dict[str, What] = {
    "lora": "lora",
    "loras": "lora",
    "lycoris": "lora",
    "vae": "vae",
    "vae_approx": "vae",
    "controlnet": "controlnet",
    "t2i_adapter": "controlnet",
    "embeddings": "embedding",
    "upscale_models": "upscaler",
    "esrgan": "upscaler",
    "realesrgan": "upscaler",
    "swinir": "upscaler",
    "clip": "component",
    "text_encoders": "component",
    "clip_vision": "component",
    "unet": "component",
    "diffusion_models": "component",
    "hypernetworks": "component",
}

_SQLITE = b"SQLite format 3\0"
_CONVERT = (
    "python3 -c 'import sys, torch; from safetensors.torch import save_file; "
    'd = torch.load(sys.argv[1], map_location="cpu", weights_only=True); '
    'd = d.get("state_dict", d); '
    "save_file({k: v.contiguous() for k, v in d.items() if isinstance(v, torch.Tensor)}, "
    "sys.argv[2])' {source} {target}"
)


def what_by_folder(path: Path) -> What:
    """Return a file's kind by the name of its folder."""
    for folder in (path.parent.name, path.parent.parent.name):
        what = _FOLDER_SAYS.get(folder.lower())
        if what:
            return what
    return "unknown"


def refuse_in_icloud(path: Path, size: int) -> Recognised:
    """Return the refusal of a file in iCloud: reading would download it, unasked and for hours."""
    message = Message("Its data are in iCloud, not on this Mac: download it in the Finder first.")
    return Recognised(what=what_by_folder(path), size_bytes=size, problem=message)


def refuse_pickle(path: Path, size: int) -> Recognised:
    """Return the refusal of the pickle at `path`, never opened: it could run any program."""
    what = what_by_folder(path)
    if what == "unknown" and (path.suffix.lower() == ".ckpt" or size >= WHOLE_MODEL_BYTES):
        what = "checkpoint"
    if is_lfs_pointer(path):
        return _unpulled(path, what, size)
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) == _SQLITE:
            draw_things = Message(
                "It is a model in Draw Things’ own format, which Easel can’t run: get the same "
                "model as .safetensors."
            )
            return Recognised(what=what, size_bytes=size, problem=draw_things)
    message = Message(
        "It is a pickle ({suffix}), which can hide any program, so Easel never opens it: get the "
        "same model as .safetensors, or convert it (see the details).",
        suffix=path.suffix,
    )
    source, target = shlex.quote(str(path)), shlex.quote(str(path.with_suffix(".safetensors")))
    command = _CONVERT.replace("{source}", source).replace("{target}", target)
    return Recognised(
        what=what,
        size_bytes=size,
        problem=message,
        details=((Message("To convert it, where PyTorch is installed"), command),),
    )


def refuse_partial(size: int) -> Recognised:
    """Return the refusal of an unfinished download of another program (or Easel)."""
    return Recognised(
        what="unknown",
        size_bytes=size,
        problem=Message("It is a partial download: finish it or download it again."),
    )


def refuse_damaged(path: Path, size: int, message: Message) -> Recognised:
    """Return the refusal of an invalid .safetensors or .gguf file: name its real format if its
    start tells.
    """
    if is_lfs_pointer(path):
        return _unpulled(path, what_by_folder(path), size)
    start = read_start(path, 64)
    if start.startswith((b"PK\x03\x04", b"\x80\x02", b"\x80\x04")):
        message = Message(
            "It is a pickle under the name of a safetensors file, so Easel never opens it: get "
            "the real safetensors file."
        )
    elif start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        message = Message(
            "It is a web page, not a model: the download needed a login. Download it again."
        )
    elif size == 0:
        message = Message("The file is empty: download it again.")
    return Recognised(what=what_by_folder(path), size_bytes=size, problem=message)


def _unpulled(path: Path, what: What, size: int) -> Recognised:
    message = Message(
        "It is a Git LFS pointer, the data were never pulled: run `git lfs pull` in {folder}.",
        folder=path.parent,
    )
    return Recognised(what=what, size_bytes=size, problem=message)
