"""The nodes that load a model, its LoRAs and its VAE."""

from __future__ import annotations

from typing import NamedTuple

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.server import CHECKPOINTS, ServerFile
from desktop.models.families.known_families import family_named
from desktop.remote.drawing.server_file_checks import server_file

from .graph_nodes import Graph, Link


class LoadedModel(NamedTuple):
    """The outputs of a graph's model, text encoder and VAE, and the class of its empty latent."""

    model: Link
    clip: Link
    vae: Link
    empty_latent: str


def load_model(graph: Graph, request: GenerationRequest) -> LoadedModel:
    """Add the loaders of `request`'s model with its LoRAs, clip skip and VAE. Raises BadInput."""
    file = server_file(request.model, graph.server, Message("model"))
    if file.folder == CHECKPOINTS:
        loader = graph.add("model", "CheckpointLoaderSimple", ckpt_name=file.name)
        loaded = LoadedModel(loader, Link("model", 1), Link("model", 2), "EmptyLatentImage")
    else:
        loaded = _split(graph, request, file)
    split = family_named(request.identity.family).comfyui
    if split is not None:
        loaded = loaded._replace(empty_latent=split.empty_latent)
        if split.shift:
            shifted = graph.add(
                "shift", "ModelSamplingAuraFlow", model=loaded.model, shift=split.shift
            )
            loaded = loaded._replace(model=shifted)
    loaded = _with_loras(graph, request, loaded)
    if request.clip_skip:
        loaded = loaded._replace(clip=_skipping(graph, request, loaded.clip))
    if request.vae:
        vae = server_file(request.vae, graph.server, Message("VAE"))
        loaded = loaded._replace(vae=graph.add("vae", "VAELoader", vae_name=vae.name))
    return loaded


def _split(graph: Graph, request: GenerationRequest, file: ServerFile) -> LoadedModel:
    """Load a model whose text encoder and VAE are separate files."""
    family = family_named(request.identity.family).comfyui
    parts = {role: ServerFile.of(path) for role, path in request.identity.parts}
    encoder, vae = parts.get("text_encoder"), parts.get("vae")
    if family is None or encoder is None or vae is None:
        raise BadInput(
            "“{server}” lacks the text encoder or the VAE of {name}.",
            server=graph.server,
            name=file.name,
        )
    if file.folder == "unet_gguf":
        model = graph.add("model", "UnetLoaderGGUF", unet_name=file.name)
    else:
        model = graph.add("model", "UNETLoader", unet_name=file.name, weight_dtype="default")
    kind = "CLIPLoaderGGUF" if encoder.folder == "text_encoders_gguf" else "CLIPLoader"
    clip = graph.add("encoder", kind, clip_name=encoder.name, type=family.clip_type)
    return LoadedModel(
        model, clip, graph.add("own-vae", "VAELoader", vae_name=vae.name), family.empty_latent
    )


def _with_loras(graph: Graph, request: GenerationRequest, loaded: LoadedModel) -> LoadedModel:
    for number, use in enumerate(request.loras):
        file = server_file(use.path, graph.server, Message("LoRA"))
        link = graph.add(
            f"lora-{number + 1}",
            "LoraLoader",
            model=loaded.model,
            clip=loaded.clip,
            lora_name=file.name,
            strength_model=use.weight,
            strength_clip=use.weight_for_text,
        )
        loaded = loaded._replace(model=link, clip=Link(link.node, 1))
    return loaded


def _skipping(graph: Graph, request: GenerationRequest, clip: Link) -> Link:
    """Return `clip` without its last layers: ComfyUI counts SDXL's penultimate layer as -2."""
    two = family_named(request.identity.family).two_encoders
    counts_alike = request.prompt_dialect in ("a1111", "comfyui")
    last = -request.clip_skip - (2 if two and not counts_alike else 1)
    return graph.add("clip-skip", "CLIPSetLastLayer", clip=clip, stop_at_clip_layer=last)
