"""The body of `txt2img` and `img2img` for one picture, by A1111's modules/api/models.py."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.prompts.dialects import parse_as
from desktop.core.prompts.prompt_syntax import Piece
from desktop.core.request import GenerationRequest, LoraUse
from desktop.core.sampling.partial_steps import partial_steps
from desktop.models.families.known_families import family_named
from desktop.remote.drawing.sent_pictures import SentPictures
from desktop.remote.drawing.server_file_checks import server_file

from .a1111_offers import A1111Offers

_NOISE = {"torch": "CPU", "nvidia": "NV"}
"""A1111's names (`randn_source`) for the sources of noise."""
_BRACKETS = str.maketrans({bracket: f"\\{bracket}" for bracket in "()[]"})
_ORIGINAL = 1
"""`inpainting_fill`: the masked part starts from what was there."""


class PicturePayload(NamedTuple):
    """A route, its body, and the steps of each pass."""

    route: str
    body: dict[str, Any]
    passes: tuple[int, ...]


def picture_payload(
    request: GenerationRequest,
    index: int,
    offers: A1111Offers,
    inputs: SentPictures,
    task: str,
) -> PicturePayload:
    """Return what is posted for picture `index` of `request`, whose choices are resolved.

    `task` is the id under which `progress` reports it. Raises BadInput for what the server can't
    do.
    """
    model = server_file(request.model, "", Message("model"))
    server = model.server
    if offers.checkpoint(model.name) is None:
        raise BadInput("“{name}” is no longer on “{server}”.", name=model.name, server=server)
    fix, start = request.high_res_fix, request.starting_image
    sampler, scheduler = _scheduler(request, offers, server)
    body: dict[str, Any] = {
        "prompt": _prompt(request, request.prompt, request.loras, offers, server),
        "negative_prompt": _prompt(request, request.negative_prompt, (), offers, server),
        "seed": request.seed_of(index),
        "steps": request.steps,
        "cfg_scale": request.guidance_scale or 1.0,  # 0 and 1 are both none
        "width": request.width,
        "height": request.height,
        "sampler_name": sampler,
        "batch_size": 1,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
        "do_not_save_grid": True,
        "override_settings": _settings(request, offers, model.name, server),
        "force_task_id": task,
    }
    if scheduler:
        body["scheduler"] = scheduler
    if request.varies:
        body["subseed"] = request.variation_seed_of(index)
        body["subseed_strength"] = request.variation_strength
    if start is not None:
        run = partial_steps(request.steps, start.strength)
        body["init_images"] = [_base64(inputs.start)]
        body["denoising_strength"] = _denoising(run, request.steps)
        body["resize_mode"] = 0
        if inputs.mask:
            body |= {
                "mask": _base64(inputs.mask),
                "mask_blur": 0,  # the edge is feathered here
                "inpainting_fill": _ORIGINAL,
                "inpaint_full_res": False,
                "inpainting_mask_invert": 0,
            }
        return PicturePayload("img2img", body, (run,))
    if fix is None:
        return PicturePayload("txt2img", body, (request.steps,))
    planned = fix.steps or request.steps
    run = partial_steps(planned, fix.strength)
    body |= {
        "enable_hr": True,
        "hr_scale": fix.scale,
        "hr_upscaler": "Latent",
        "hr_second_pass_steps": planned,
        "denoising_strength": _denoising(run, planned),
    }
    return PicturePayload("txt2img", body, (request.steps, run))


def _denoising(run: int, planned: int) -> float:
    """Return the denoising strength at which the last `run` of `planned` steps run.

    A1111 runs int(strength * steps) + 1 of them (modules/sd_samplers_common.py,
    setup_img2img_steps).
    """
    return (run - 0.5) / planned


def _scheduler(request: GenerationRequest, offers: A1111Offers, server: str) -> tuple[str, str]:
    sampler, scheduler = offers.sampler(request.sampler, request.noise_schedule)
    if not sampler and (request.sampler, None) not in offers.samplers:
        raise BadInput(
            "“{server}” has no sampler {name}: choose another one.",
            server=server,
            name=request.sampler,
        )
    if not sampler or (offers.schedules and not scheduler):
        raise BadInput(
            "“{server}” has no schedule {name}: choose one of {known}.",
            server=server,
            name=request.noise_schedule,
            known=tuple(offers.schedules) or ("normal",),
        )
    return sampler, scheduler


def _settings(
    request: GenerationRequest, offers: A1111Offers, model: str, server: str
) -> dict[str, Any]:
    """Return the server's settings for this picture alone; A1111 restores its own afterward."""
    settings: dict[str, Any] = {
        "sd_model_checkpoint": model,
        "CLIP_stop_at_last_layers": request.clip_skip + 1,
        "randn_source": _NOISE[request.rng],
        "img2img_fix_steps": False,
    }
    if request.vae:
        vae = server_file(request.vae, server, Message("VAE")).name
        if offers.vae_modules:
            settings["forge_additional_modules"] = [vae]
        else:
            settings["sd_vae"] = vae
    return settings


def _prompt(
    request: GenerationRequest,
    text: str,
    loras: tuple[LoraUse, ...],
    offers: A1111Offers,
    server: str,
) -> str:
    """Return `text` in A1111's syntax, with the LoRAs' tags behind it."""
    flow = family_named(request.identity.family).flow is not None
    if request.prompt_dialect != "a1111" and not flow:
        parts = parse_as(request.prompt_dialect, text)
        text = " BREAK ".join("".join(map(_shown, part)) for part in parts)
    for use in request.embeddings:  # ComfyUI's way to name one
        text = text.replace(f"embedding:{use.name}", use.name)
    tags = [_tag(use, offers, server) for use in loras]
    return " ".join([text, *tags]).strip()


def _shown(piece: Piece) -> str:
    text = piece.text.translate(_BRACKETS)
    if piece.weight == 1 or not text.strip():
        return text
    before, after = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}({text.strip()}:{round(piece.weight, 4):g}){after}"


def _tag(use: LoraUse, offers: A1111Offers, server: str) -> str:
    """Return a LoRA's tag; A1111 reads the text encoder's weight first."""
    name = server_file(use.path, server, Message("LoRA")).name
    if name not in offers.loras:
        raise BadInput("“{name}” is no longer on “{server}”.", name=name, server=server)
    if use.weight_for_text == use.weight:
        return f"<lora:{name}:{use.weight:g}>"
    return f"<lora:{name}:{use.weight_for_text:g}:{use.weight:g}>"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
