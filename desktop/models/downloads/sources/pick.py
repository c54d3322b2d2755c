"""Pick the files of a repository that make one model: never all of them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from desktop.core.messages import Message
from desktop.models.downloads.download_plan import RemoteFile

Form = Literal["single_file", "diffusers", "coreml", "coreml_zip", "asset"]

_MODEL_BYTES = 1_000_000_000
_BUNDLE = re.compile(r"^((?:[^/]*+/)*?)([^/]+\.(?:mlmodelc|mlpackage))/")
_NEEDED_PARTS = ("unet", "vae", "text_encoder", "text_encoder_2")
_CONFIG_PARTS = ("scheduler", "tokenizer", "tokenizer_2", "feature_extractor")
_WEIGHTS = re.compile(r"^(diffusion_pytorch_model|model)(-\d+-of-\d+)?(\.fp16)?\.safetensors$")
_SHARD = re.compile(r"^(diffusion_pytorch_model|model)(\.fp16)?(-\d+-of-\d+)\.safetensors$")
_COMMON_NAMES = {"pytorch_lora_weights", "diffusion_pytorch_model", "model", "adapter_model"}
_LIKELY_ASSET = re.compile(
    r"lora|vae|control|taesd|embedding|upscal|esrgan|[-_]unet|text_encoder", re.I
)


class DownloadChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A model in a repository: its files, and the resulting name.

    `strip` is the folder's path in the repository, removed from the copy's paths.
    """

    label: str
    form: Form
    files: tuple[RemoteFile, ...]
    target: str
    strip: str = ""
    precision: str = ""
    recommended: bool = False
    note: Message | None = None

    @property
    def size(self) -> int:
        """The bytes to download."""
        return sum(file.size for file in self.files)


def choices_in(repository: str, files: list[RemoteFile]) -> list[DownloadChoice]:
    """Return the models in a repository, the recommended one marked; [] without any."""
    name = repository.rpartition("/")[2]
    found = [*_single_files(files), *_diffusers(name, files), *_core_ml(name, files)]
    if not found:
        found = _assets(name, files)
    if not found:
        return []
    best = min(found, key=_rank)
    return [
        msgspec.structs.replace(choice, recommended=True) if choice is best else choice
        for choice in found
    ]


def _rank(choice: DownloadChoice) -> tuple[int, bool, int, int]:
    order = {"single_file": 0, "diffusers": 1, "coreml": 1, "coreml_zip": 2, "asset": 3}
    half = choice.precision == "fp16" or choice.form != "single_file"
    favoured = "split_einsum" in choice.label and "v2" not in choice.label
    return (0 if half else 1, not favoured, order[choice.form], choice.size)


def _single_files(files: list[RemoteFile]) -> list[DownloadChoice]:
    """Return whole checkpoints at the repository's root (LoRAs and VAEs there are small)."""
    found: list[DownloadChoice] = []
    for file in files:
        path = PurePosixPath(file.path)
        whole = file.size >= _MODEL_BYTES and not _WEIGHTS.match(path.name)
        if path.suffix != ".safetensors" or len(path.parts) > 1 or not whole:
            continue
        if _LIKELY_ASSET.search(path.stem):
            continue
        found.append(
            DownloadChoice(
                label=path.name,
                form="single_file",
                files=(file,),
                target=path.name,
                precision=_precision_of(path.name, files),
            )
        )
    return found


def _precision_of(name: str, files: list[RemoteFile]) -> str:
    """Return fp16 by name; fp32 where the fp16 file of the same name is half its size."""
    if "fp16" in name.lower():
        return "fp16"
    stem = PurePosixPath(name).stem
    sizes = {PurePosixPath(file.path).stem: file.size for file in files if "/" not in file.path}
    twin = next((sizes[key] for key in sizes if key.startswith(stem) and "fp16" in key), 0)
    return "fp32" if twin and sizes[stem] > 1.8 * twin else ""


def _diffusers(name: str, files: list[RemoteFile]) -> list[DownloadChoice]:
    by_path = {file.path: file for file in files}
    if "model_index.json" not in by_path:
        return []
    needed = [by_path["model_index.json"]]
    precisions: list[str] = []
    for part in _NEEDED_PARTS:
        inside = [file for file in files if PurePosixPath(file.path).parent.name == part]
        inside = [file for file in inside if file.path.count("/") == 1]
        if not inside:
            continue
        weights, precision = _weights_of(inside)
        if not weights:
            return []  # pickles only: nothing that Easel opens
        precisions.append(precision)
        needed += weights
        needed += [file for file in inside if file.path == f"{part}/config.json"]
    for file in files:
        part, _, leaf = file.path.partition("/")
        is_text = leaf.endswith((".json", ".txt", ".model"))
        if part in _CONFIG_PARTS and leaf and "/" not in leaf and is_text:
            needed.append(file)
    half = bool(precisions) and all(precision == "fp16" for precision in precisions)
    label = "diffusers folder, fp16" if half else "diffusers folder"
    return [
        DownloadChoice(
            label=label,
            form="diffusers",
            files=tuple(needed),
            target=name,
            precision="fp16" if half else "",
        )
    ]


def _weights_of(inside: list[RemoteFile]) -> tuple[list[RemoteFile], str]:
    """Return a part's safetensors, fp16 where available, with the index of their shards."""
    named = [(PurePosixPath(file.path).name, file) for file in inside]
    weights = [(n, f) for n, f in named if _WEIGHTS.match(n) or _SHARD.match(n)]
    half = [(n, f) for n, f in weights if ".fp16" in n]
    chosen = half or weights
    whole = [(n, f) for n, f in chosen if "-of-" not in n]
    chosen = whole[:1] or chosen
    files = [file for _, file in chosen]
    if files and not whole:
        suffix = ".safetensors.index.fp16.json" if half else ".safetensors.index.json"
        files += [f for n, f in named if n.endswith(suffix)]
    return files, "fp16" if half else "fp32"


def _core_ml(name: str, files: list[RemoteFile]) -> list[DownloadChoice]:
    groups: dict[str, list[RemoteFile]] = {}
    for file in files:
        match = _BUNDLE.match(file.path)
        if match is not None:
            groups.setdefault(match[1].strip("/"), []).append(file)
    found: list[DownloadChoice] = []
    for folder, inside in sorted(groups.items()):
        texts = [f for f in files if f.path in {_join(folder, n) for n in _TEXTS}]
        label = folder.replace("/", ", ") or "Core ML"
        target = "_".join([name, *PurePosixPath(folder).parts])
        found.append(
            DownloadChoice(
                label=label, form="coreml", files=(*inside, *texts), target=target, strip=folder
            )
        )
    for file in files:
        path = PurePosixPath(file.path)
        if path.suffix == ".zip" and file.size > 100_000_000:
            found.append(
                DownloadChoice(label=path.name, form="coreml_zip", files=(file,), target=path.stem)
            )
    return found


_TEXTS = ("vocab.json", "merges.txt", "easel.json", "tokenizer.json", "tokenizer_config.json")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _assets(name: str, files: list[RemoteFile]) -> list[DownloadChoice]:
    """Return LoRAs, VAEs and other assets: each safetensors file at the root by itself.

    Files with a common name (pytorch_lora_weights) get the repository's.
    """
    found: list[DownloadChoice] = []
    for file in files:
        path = PurePosixPath(file.path)
        if path.suffix == ".safetensors" and len(path.parts) == 1:
            target = f"{name}.safetensors" if path.stem in _COMMON_NAMES else path.name
            found.append(
                DownloadChoice(label=path.name, form="asset", files=(file,), target=target)
            )
    return found
