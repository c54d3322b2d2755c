"""The part of A1111's HTTP API that chat apps use: /sdapi/v1/txt2img and the routes around it."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Finished, Preview
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.files.json_coerce import as_mapping
from desktop.models.asset import Asset
from desktop.models.model import Model
from desktop.storage.metadata.tools.a1111_text import parameters_text

from .a1111_draft import draft_from
from .drawing import while_connected
from .image_service import ImageService
from .wire import InputPictures, encoded_picture, error_response, json_body, text

_ASKED_BY = "an app (A1111’s API)"
_CHECKPOINT = "sd_model_checkpoint"


class A1111Routes:
    """The routes, over one service. The model chosen through /options is the only state."""

    def __init__(self, service: ImageService, inputs: InputPictures) -> None:
        self._service = service
        self._inputs = inputs
        self._model = ""

    def routes(self) -> list[Route]:
        """Return the routes for a Starlette application."""
        gets = {
            "options": self.options,
            "sd-models": self.models,
            "samplers": _samplers,
            "schedulers": _schedules,
            "upscalers": self.upscalers,
            "latent-upscale-modes": _latent_modes,
            "loras": self.loras,
            "sd-vae": self.vaes,
            "progress": self.progress,
        }
        posts = {
            "txt2img": self.draw,
            "img2img": self.draw_from_picture,
            "options": self.set_options,
            "interrupt": self.interrupt,
            "skip": self.interrupt,
            "refresh-checkpoints": _nothing,
            "refresh-loras": _nothing,
        }
        return [
            *(Route(f"/sdapi/v1/{name}", route) for name, route in gets.items()),
            *(Route(f"/sdapi/v1/{n}", route, methods=["POST"]) for n, route in posts.items()),
        ]

    async def draw(self, request: Request) -> Response:
        """Handle txt2img: pictures in base64, each with its recipe inside, and A1111's `info`."""
        try:
            return await self._draw(request, await json_body(request))
        except EaselError as error:
            return error_response(error)

    async def draw_from_picture(self, request: Request) -> Response:
        """Handle img2img: as txt2img, from `init_images`."""
        try:
            body = await json_body(request)
            if not body.get("init_images"):
                raise BadInput("“init_images” is missing: the picture to start from.")
            return await self._draw(request, body)
        except EaselError as error:
            return error_response(error)

    async def _draw(self, request: Request, body: dict[str, Any]) -> Response:
        draft = draft_from(body, self._inputs)
        chosen = text(as_mapping(body.get("override_settings")), _CHECKPOINT) or self._model
        pictures = await while_connected(
            request,
            lambda ticket: self._service.draw(draft, chosen, asked_by=_ASKED_BY, ticket=ticket),
        )
        return JSONResponse(
            {
                "images": [encoded_picture(done) for done in pictures],
                "parameters": {key: value for key, value in body.items() if key != "init_images"},
                "info": json.dumps(_info(pictures), ensure_ascii=False),
            }
        )

    async def options(self, _request: Request) -> Response:
        """Return the settings that clients read: the chosen model."""
        return JSONResponse({_CHECKPOINT: self._model or "Starter", "samples_format": "png"})

    async def set_options(self, request: Request) -> Response:
        """Choose the model for requests that name none; other options are ignored."""
        try:
            name = text(await json_body(request), _CHECKPOINT)
            if name:
                found = await while_connected(request, lambda _ticket: self._service.found())
                self._model = _named(name, found.models).reference
        except EaselError as error:
            return error_response(error)
        return JSONResponse({})

    async def models(self, request: Request) -> Response:
        """Return the models as `sd-models` lists them."""
        found = await while_connected(request, lambda _ticket: self._service.found())
        return JSONResponse([_model_entry(model) for model in found.models])

    async def upscalers(self, request: Request) -> Response:
        """Return upscaler files, as A1111 lists them."""
        return await self._assets(
            request, lambda asset: {"name": asset.reference, "scale": 4}, "upscaler"
        )

    async def loras(self, request: Request) -> Response:
        """Return LoRAs by the names that `<lora:name:1>` takes."""
        return await self._assets(request, _lora_entry, "lora")

    async def vaes(self, request: Request) -> Response:
        """Return VAE files."""
        return await self._assets(
            request, lambda asset: {"model_name": asset.name, "filename": asset.path}, "vae"
        )

    async def progress(self, _request: Request) -> Response:
        """Return the progress of the running request, with its preview."""
        now = self._service.progress
        image = None if now.preview is None else _as_png(now.preview)
        state = {
            "skipped": False,
            "interrupted": False,
            "job": now.job,
            "job_count": now.pictures,
            "job_no": now.picture,
            "job_timestamp": time.strftime("%Y%m%d%H%M%S", time.localtime(now.started)),
            "sampling_step": now.step,
            "sampling_steps": now.steps,
        }
        return JSONResponse(
            {
                "progress": round(now.fraction, 4),
                "eta_relative": round(now.seconds_left, 2),
                "state": state,
                "current_image": image,
                "textinfo": None,
            }
        )

    async def interrupt(self, _request: Request) -> Response:
        """Stop the running request."""
        self._service.cancel_current()
        return JSONResponse({})

    async def _assets(
        self, request: Request, entry: Callable[[Asset], dict[str, Any]], kind: Any
    ) -> Response:
        found = await while_connected(request, lambda _ticket: self._service.found())
        return JSONResponse([entry(asset) for asset in found.of_kind(kind)])


def _info(pictures: list[Finished]) -> dict[str, Any]:
    """Return A1111's `info` object: seeds and the text that A1111 shows below each picture."""
    texts = [parameters_text(done.recipe) for done in pictures]
    seeds = [done.recipe.get("seed") for done in pictures]
    first = pictures[0].recipe if pictures else {}
    return {
        "prompt": first.get("prompt", ""),
        "negative_prompt": first.get("negative_prompt", ""),
        "seed": seeds[0] if seeds else -1,
        "all_seeds": seeds,
        "width": first.get("width"),
        "height": first.get("height"),
        "sampler_name": first.get("sampler", ""),
        "cfg_scale": first.get("guidance_scale"),
        "steps": first.get("steps"),
        "infotexts": texts,
    }


def _named(name: str, models: list[Model]) -> Model:
    """Return the model of a title or name as `sd-models` gives them. Raises BadInput."""
    for model in models:
        if name in (model.reference, _title(model), Path(model.path).name):
            return model
    raise BadInput("There is no model named {name}.", name=f"“{name}”")


def _title(model: Model) -> str:
    return f"{model.reference} [{model.sha256[:10]}]" if model.sha256 else model.reference


def _model_entry(model: Model) -> dict[str, Any]:
    return {
        "title": _title(model),
        "model_name": model.reference,
        "hash": model.sha256[:10] or None,
        "sha256": model.sha256 or None,
        "filename": model.path,
        "config": None,
    }


def _lora_entry(asset: Asset) -> dict[str, Any]:
    stem = Path(asset.path).stem
    return {"name": stem, "alias": asset.name, "path": asset.path, "metadata": {}}


async def _samplers(_request: Request) -> Response:
    named = [sampler for sampler in SAMPLERS.values() if sampler.a1111]
    entries: list[dict[str, Any]] = [
        {"name": one.a1111[0], "aliases": [one.id], "options": {}} for one in named
    ]
    return JSONResponse(entries)


async def _schedules(_request: Request) -> Response:
    named = [schedule for schedule in NOISE_SCHEDULES.values() if schedule.a1111]
    return JSONResponse([{"name": one.id, "label": one.a1111[0], "aliases": None} for one in named])


async def _latent_modes(_request: Request) -> Response:
    return JSONResponse([{"name": "Latent"}])


async def _nothing(_request: Request) -> Response:
    return JSONResponse({})


def _as_png(preview: Preview) -> str:
    stream = io.BytesIO()
    Image.frombytes("RGB", (preview.width, preview.height), preview.rgb).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")
