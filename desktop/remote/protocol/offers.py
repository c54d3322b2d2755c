"""What a ComfyUI server has, by `/object_info`: nodes, models, samplers."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text

from .comfy_client import ComfyClient
from .server_http import Json

MODEL_NODES = {
    "CheckpointLoaderSimple": ("ckpt_name", "checkpoints"),
    "UNETLoader": ("unet_name", "diffusion_models"),
    "UnetLoaderGGUF": ("unet_name", "unet_gguf"),
}
"""Model loaders: the input with the files, and Easel's name of the folder."""
_FILE_NODES = {
    **MODEL_NODES,
    "LoraLoader": ("lora_name", "loras"),
    "VAELoader": ("vae_name", "vae"),
    "ControlNetLoader": ("control_net_name", "controlnet"),
    "UpscaleModelLoader": ("model_name", "upscale_models"),
    "CLIPLoader": ("clip_name", "text_encoders"),
    "CLIPLoaderGGUF": ("clip_name", "text_encoders_gguf"),
}
_OTHER_NODES = (
    "KSampler",
    "KSamplerAdvanced",
    "CLIPSetLastLayer",
    "CLIPTextEncode",
    "ConditioningConcat",
    "EmptyLatentImage",
    "EmptySD3LatentImage",
    "EmptyFlux2LatentImage",
    "Flux2Scheduler",
    "SamplerCustom",
    "SplitSigmas",
    "KSamplerSelect",
    "ModelSamplingAuraFlow",
    "SetLatentNoiseMask",
    "InpaintModelConditioning",
    "VAEEncode",
    "VAEDecode",
    "VAEDecodeTiled",
    "LatentUpscale",
    "ControlNetApplyAdvanced",
    "Canny",
    "ImageUpscaleWithModel",
    "LoadImage",
    "ReferenceLatent",
    "LoadImageMask",
    "PreviewImage",
    "SDTurboScheduler",
    "AlignYourStepsScheduler",
)
_NOT_FILES = ("None", "pixel_space")
"""List entries that name no file."""


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """A server's nodes, files and device at one moment.

    `files` are the files by ComfyUI's folder, `clip_types` the text encoder families of its CLIP
    loader. `device` is the name of its first device.
    """

    version: str = ""
    device: str = ""
    nodes: frozenset[str] = frozenset()
    files: Mapping[str, tuple[str, ...]] = {}
    samplers: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    clip_types: tuple[str, ...] = ()

    def has(self, *nodes: str) -> bool:
        """Return whether the server has all of these nodes."""
        return self.nodes.issuperset(nodes)

    def folder(self, name: str) -> tuple[str, ...]:
        """Return the files of a folder, in the server's order."""
        return self.files.get(name, ())


def read_offers(client: ComfyClient) -> Offers:
    """Request a server's offers. Raises ServerError."""
    stats = client.stats()
    found = client.nodes((*_FILE_NODES, *_OTHER_NODES))
    nodes = frozenset(name for name, info in found.items() if info)
    files: dict[str, tuple[str, ...]] = {}
    for name, (key, folder) in _FILE_NODES.items():
        files[folder] = tuple(file for file in choices(found[name], key) if file not in _NOT_FILES)
    files["embeddings"] = tuple(client.embeddings())
    return Offers(
        version=version_of(stats),
        device=device_of(stats),
        nodes=nodes,
        files=files,
        samplers=choices(found["KSampler"], "sampler_name"),
        schedules=choices(found["KSampler"], "scheduler"),
        clip_types=choices(found["CLIPLoader"], "type"),
    )


def choices(node: Json, key: str) -> tuple[str, ...]:
    """Return the allowed values of a node's input `key`, in either of ComfyUI's forms."""
    inputs = as_mapping(node.get("input"))
    for part in ("required", "optional"):
        spec = as_list(as_mapping(inputs.get(part)).get(key))
        first, second, *_ = [*spec, None, None]
        listed = as_list(first) or as_list(as_mapping(second).get("options"))
        if listed:
            return tuple(value for value in listed if isinstance(value, str))
    return ()


def version_of(stats: Json) -> str:
    """Return ComfyUI's version, "" where not reported."""
    return as_text(as_mapping(stats.get("system")).get("comfyui_version"))[:40]


def device_of(stats: Json) -> str:
    """Return the first device: the middle of 'cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync'."""
    name = as_text(_first_device(stats).get("name")).partition(" : ")[0]
    kind, _, rest = name.partition(" ")
    return (rest if rest and kind.startswith(("cuda", "xpu", "rocm")) else name)[:80]


def memory_of(stats: Json) -> tuple[int, int]:
    """Return free and total memory of the first device, in bytes."""
    device = _first_device(stats)
    return as_integer(device.get("vram_free")) or 0, as_integer(device.get("vram_total")) or 0


def _first_device(stats: Json) -> Json:
    return as_mapping(next(iter(as_list(stats.get("devices"))), None))
