"""Recognize a model folder in diffusers' layout from its config files and file sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from desktop.core.messages import Message
from desktop.models.config_files import integer_of, object_of, read_json, text_of
from desktop.models.model import Family, Prediction

from .flow_folder import recognise_flow_folder
from .recognised import Recognised
from .refusals import is_lfs_pointer
from .safetensors_header import HeaderError, read_header

INDEX = "model_index.json"
_PIPELINES = ("StableDiffusion", "StableDiffusionXL", "LatentConsistencyModel")
_WEIGHT_STEMS = ("diffusion_pytorch_model", "model")
_PICKLES = {".bin", ".ckpt", ".pt", ".pth"}
_NEEDED = {"unet", "transformer", "vae", "text_encoder", "text_encoder_2"}
_FLOW_PARTS = ("text_encoder", "tokenizer", "transformer", "vae")


def is_diffusers_folder(folder: Path) -> bool:
    """Return whether `folder` claims to be a diffusers pipeline."""
    return (folder / INDEX).is_file() or is_bare_flow_folder(folder)


def is_bare_flow_folder(folder: Path) -> bool:
    """Return whether `folder` has a flow family's parts and no index, as in Mochi's models."""
    return all((folder / part).is_dir() for part in _FLOW_PARTS)


def parts_of(index: dict[str, Any]) -> list[str]:
    """Return the subfolders in a pipeline's index that are not null."""
    parts: list[str] = []
    for name, value in index.items():
        if name.startswith("_") or not isinstance(value, list) or len(value) != 2:  # pyright: ignore[reportUnknownArgumentType]
            continue
        if value[0] is not None and value[1] is not None and _plain_name(name):
            parts.append(name)
    return parts


def _plain_name(name: str) -> bool:
    return bool(name) and not set(name) & set("/\\\0") and name not in {".", ".."}


def recognise_diffusers(folder: Path) -> Recognised:
    """Return the recognized contents of the diffusers folder. Raises PermissionError where the
    system refuses.
    """
    index = read_json(folder / INDEX)
    if index is None and not (folder / INDEX).exists() and is_bare_flow_folder(folder):
        index = {part: ["", ""] for part in _FLOW_PARTS}
    transformer = read_json(folder / "transformer" / "config.json")
    if index is not None and transformer is not None:
        found = recognise_flow_folder(folder, index, transformer)
        if found is not None:
            size, precision, missing = _weights(folder, parts_of(index))
            return msgspec.structs.replace(
                found, size_bytes=size, precision=precision, problem=found.problem or missing
            )
    if index is None:
        return Recognised(
            what="checkpoint",
            kind="diffusers",
            problem=Message("Its {file} is damaged: get that file again.", file=INDEX),
        )
    own = read_json(folder / "easel.json")
    unet = read_json(folder / "unet" / "config.json")
    scheduler = read_json(folder / "scheduler" / "scheduler_config.json")
    family, variant, problem = _family(index, unet, scheduler, folder)
    prediction = _prediction(own, scheduler)
    variant = variant or _sd2_variant(family, prediction)
    size, precision, missing = _weights(folder, parts_of(index))
    return Recognised(
        what="checkpoint",
        kind="diffusers",
        family=family,
        variant=variant,
        prediction=prediction,
        precision=precision,
        size_bytes=size,
        problem=problem or missing,
        name=text_of(own, "name"),
        good_at=text_of(own, "good_at"),
        base="" if family != "unknown" else text_of(index, "_class_name"),
        safety_checker="safety_checker" in parts_of(index)
        and (folder / "safety_checker" / "config.json").is_file(),
        defaults=_defaults(own, family, variant, unet, folder),
        details=((Message("Pipeline"), text_of(index, "_class_name")),),
    )


def _family(
    index: dict[str, Any],
    unet: dict[str, Any] | None,
    scheduler: dict[str, Any] | None,
    folder: Path,
) -> tuple[Family, str, Message | None]:
    pipeline = text_of(index, "_class_name")
    if not pipeline.startswith(_PIPELINES) or pipeline.startswith("StableDiffusion3"):
        return (
            "unknown",
            "",
            Message(
                "Easel can’t run this family of models ({family}).",
                family=pipeline or "unnamed",
            ),
        )
    if unet is None:
        return (
            "unknown",
            "",
            Message("Its unet/config.json is missing or damaged: get that file again."),
        )
    channels = integer_of(unet, "in_channels") or 4
    if channels not in {4, 9}:
        message = Message(
            "Easel can’t run this kind of model (its UNet takes {channels} channels).",
            channels=channels,
        )
        return "unknown", "", message
    family = _family_of_unet(unet)
    return family, _variant(index, unet, scheduler, folder, channels, family), None


def _family_of_unet(unet: dict[str, Any]) -> Family:
    width = unet.get("cross_attention_dim")
    if text_of(unet, "addition_embed_type") == "text_time":
        if width == 1280:
            return "sdxl_refiner"
        # SSD-1B is SDXL without the middle block's attention and with fewer transformer layers.
        mid = unet.get("mid_block_type", "UNetMidBlock2DCrossAttn")
        return "sdxl" if mid == "UNetMidBlock2DCrossAttn" and _full_depth(unet) else "ssd1b"
    return "sd2" if width == 1024 else "sd1"


def _full_depth(unet: dict[str, Any]) -> bool:
    layers = unet.get("transformer_layers_per_block", [1, 2, 10])
    return layers == [1, 2, 10]


def _variant(
    index: dict[str, Any],
    unet: dict[str, Any],
    scheduler: dict[str, Any] | None,
    folder: Path,
    channels: int,
    family: Family,
) -> str:
    if channels == 9:
        return "inpainting"
    if (
        text_of(index, "_class_name").startswith("LatentConsistency")
        or text_of(scheduler, "_class_name") == "LCMScheduler"
        or integer_of(unet, "time_cond_proj_dim")
    ):
        return "lcm"
    name = _telling_name(folder).lower()
    if "turbo" in name and family in {"sd2", "sdxl"}:
        return "turbo"
    if "lightning" in name:
        return "lightning"
    trailing = text_of(scheduler, "timestep_spacing") == "trailing"
    ancestral = text_of(scheduler, "_class_name") == "EulerAncestralDiscreteScheduler"
    # The Turbo repositories alone ship an ancestral Euler scheduler with trailing spacing.
    return "turbo" if family == "sdxl" and trailing and ancestral else ""


def _telling_name(folder: Path) -> str:
    """Return the folder's name; in the hub cache the repository's, since the folder is a commit."""
    if folder.parent.name == "snapshots":
        return folder.parent.parent.name
    return folder.name


def _prediction(own: dict[str, Any] | None, scheduler: dict[str, Any] | None) -> Prediction:
    said = text_of(own, "prediction_type") or text_of(scheduler, "prediction_type")
    return "v_prediction" if said == "v_prediction" else "epsilon"


def _sd2_variant(family: Family, prediction: Prediction) -> str:
    if family != "sd2":
        return ""
    return "768-v" if prediction == "v_prediction" else "base"


def _defaults(
    own: dict[str, Any] | None,
    family: Family,
    variant: str,
    unet: dict[str, Any] | None,
    folder: Path,
) -> dict[str, Any]:
    """Return the UNet's training size, unless the variant has a better one, with easel.json's
    defaults.
    """
    defaults: dict[str, Any] = {}
    latent = integer_of(unet, "sample_size")
    if latent and 8 <= latent <= 256 and variant != "turbo" and family != "unknown":
        vae = read_json(folder / "vae" / "config.json")
        blocks = (vae or {}).get("block_out_channels")
        halvings = len(blocks) - 1 if isinstance(blocks, list) else 3  # pyright: ignore[reportUnknownArgumentType]
        if 0 <= halvings <= 5:
            defaults = {"width": latent << halvings, "height": latent << halvings}
    return defaults | _wishes(own or {}) | _wishes(object_of(own, "defaults"))


def _wishes(own: dict[str, Any]) -> dict[str, Any]:
    """Return the settings in easel.json, at its top or in its `defaults`."""
    keys = ("width", "height", "steps", "guidance_scale", "sampler", "noise_schedule")
    wishes = {key: own[key] for key in keys if key in own}
    size = own.get("size")
    if isinstance(size, list) and len(size) == 2:  # pyright: ignore[reportUnknownArgumentType]
        wishes |= {"width": size[0], "height": size[1]}
    return wishes


def _weights(folder: Path, parts: list[str]) -> tuple[int, str, Message | None]:
    """Return the size in bytes, the precision in words, and what is missing, if anything."""
    total, precision = 0, ""
    for part in parts:
        needed = part in _NEEDED
        if not (folder / part / "config.json").is_file():
            if needed:
                return (
                    total,
                    precision,
                    Message("Its {part} is missing: download the model again.", part=part),
                )
            continue
        files = chosen_files(folder / part)
        problem = part_problem(folder, part, files, needed=needed)
        if problem:
            return total, precision, problem
        if part in {"unet", "transformer"}:
            precision = _precision(files)
        total += sum(file.stat().st_size for file in files)
    return total, precision, None


def chosen_files(part: Path) -> list[Path]:
    """Return the safetensors files of one part that diffusers would load: fp16 where present."""
    files = sorted(path for path in part.glob("*.safetensors") if path.is_file())
    plain = [path for path in files if path.name.split(".")[0].split("-")[0] in _WEIGHT_STEMS]
    half = [path for path in plain if ".fp16" in path.name]
    full = [path for path in plain if len(path.name.split(".")) == 2]
    return half or full


def part_problem(folder: Path, part: str, files: list[Path], *, needed: bool) -> Message | None:
    """Return the problem of the weights of `folder/part`, None without one."""
    if not files:
        others = [path for path in (folder / part).iterdir() if path.suffix in _PICKLES]
        if others and needed:
            return Message(
                "Its {part} is kept as a pickle ({file}), which could run any program, so Easel "
                "doesn’t load it: get the model’s safetensors files.",
                part=part,
                file=others[0].name,
            )
        if not needed:
            return None
        return Message(
            "The weights of its {part} are missing: download the model again.", part=part
        )
    for file in files:
        if is_lfs_pointer(file):
            return Message(
                "{part}/{file} is a Git LFS pointer without its data: run `git lfs pull` in "
                "{folder}.",
                part=part,
                file=file.name,
                folder=folder,
            )
    return _shard_problem(folder / part, files) or _cut_problem(part, files)


def _shard_problem(part: Path, files: list[Path]) -> Message | None:
    stem = f"{files[0].name.split('.')[0].split('-')[0]}.safetensors.index"
    index = part / (stem + (".fp16.json" if ".fp16" in files[0].name else ".json"))
    weight_map = object_of(read_json(index, 32 * 1024 * 1024), "weight_map")
    wanted = {name for name in weight_map.values() if isinstance(name, str)}
    missing = sorted(wanted - {file.name for file in files})
    if missing:
        return Message(
            "{part}/{file} is missing: download the model again.",
            part=part.name,
            file=missing[0],
        )
    return None


def _cut_problem(part: str, files: list[Path]) -> Message | None:
    for file in files:
        try:
            read_header(file)
        except HeaderError as error:
            return Message(
                "{part}/{file}: {problem}", part=part, file=file.name, problem=error.message
            )
    return None


def _precision(files: list[Path]) -> str:
    return read_header(files[0]).precision if files else ""
