"""A server that speaks A1111's HTTP over real sockets and draws plain colors.

Routes, fields and answers are those of A1111 1.10's modules/api/api.py and models.py; a field that
isn't among them, or of another type, is refused as FastAPI refuses it. `A1111Script` says how it
behaves, and where it fails.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .served_app import ServedApp

SHA256 = "6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa"
_BOTH: dict[str, type | tuple[type, ...]] = {
    "prompt": str,
    "negative_prompt": str,
    "seed": int,
    "subseed": int,
    "subseed_strength": (int, float),
    "steps": int,
    "cfg_scale": (int, float),
    "width": int,
    "height": int,
    "sampler_name": str,
    "scheduler": str,
    "batch_size": int,
    "n_iter": int,
    "denoising_strength": (int, float),
    "override_settings": dict,
    "override_settings_restore_afterwards": bool,
    "do_not_save_samples": bool,
    "do_not_save_grid": bool,
    "send_images": bool,
    "save_images": bool,
    "alwayson_scripts": dict,
    "force_task_id": str,
}
FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "txt2img": {
        **_BOTH,
        "enable_hr": bool,
        "hr_scale": (int, float),
        "hr_upscaler": str,
        "hr_second_pass_steps": int,
        "hr_resize_x": int,
        "hr_resize_y": int,
    },
    "img2img": {
        **_BOTH,
        "init_images": list,
        "resize_mode": int,
        "mask": str,
        "mask_blur": int,
        "inpainting_fill": int,
        "inpaint_full_res": bool,
        "inpaint_full_res_padding": int,
        "inpainting_mask_invert": int,
        "include_init_images": bool,
    },
    "extra-single-image": {
        "image": str,
        "upscaler_1": str,
        "upscaler_2": str,
        "resize_mode": int,
        "upscaling_resize": (int, float),
        "show_extras_results": bool,
    },
}
SETTINGS = {
    "sd_model_checkpoint": str,
    "CLIP_stop_at_last_layers": int,
    "sd_vae": str,
    "randn_source": str,
    "img2img_fix_steps": bool,
    "forge_additional_modules": list,
}


@dataclass
class A1111Script:
    """How a server behaves."""

    models: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {
                "title": "v1-5-pruned.safetensors [6ce0161689]",
                "model_name": "v1-5-pruned",
                "hash": "6ce0161689",
                "sha256": SHA256,
                "filename": "/srv/models/Stable-diffusion/v1-5-pruned.safetensors",
                "config": None,
            },
            {
                "title": "xl/sd_xl_base_1.0.safetensors",
                "model_name": "xl_sd_xl_base_1.0",
                "hash": None,
                "sha256": None,
                "filename": "/srv/models/Stable-diffusion/xl/sd_xl_base_1.0.safetensors",
                "config": None,
            },
        ]
    )
    lacking: set[str] = field(default_factory=set)
    """Routes that it hasn't got."""
    user: str = ""
    """`user:password`, as of `--api-auth`."""
    step_seconds: float = 0.0
    no_task: bool = False
    """Progress without `current_task`, as before A1111 1.7."""
    at_step: Callable[[ScriptedA1111, int], None] | None = None
    """Called in the server's loop before a step."""
    answers: dict[str, Response] = field(default_factory=dict)
    """What it answers to a route in place of what it should."""
    draws_with: str = ""
    """The hash of another model with which it draws."""
    before_ours: int = 0
    """Questions for the progress that are answered while it draws somebody else's picture."""


class ScriptedA1111(ServedApp):
    """The server; `payloads` are the bodies that drew, `interrupted` counts the interrupts."""

    def __init__(self, script: A1111Script | None = None, port: int = 0) -> None:
        self.script = script or A1111Script()
        self.payloads: list[tuple[str, dict[str, Any]]] = []
        self.requests: list[str] = []
        self.interrupts = 0
        self._state = _idle()
        self._task: str | None = None
        self._picture: str | None = None
        super().__init__(self._routes(), port)

    def _routes(self) -> list[Any]:
        lists: dict[str, Any] = {
            "sd-models": self.script.models,
            "samplers": [_named(name) for name in ("Euler", "Euler a", "DPM++ 2M", "Restart")],
            "schedulers": [
                {"name": label.lower().replace(" ", "_"), "label": label, "aliases": None}
                for label in ("Automatic", "Uniform", "Karras", "Exponential", "SGM Uniform")
            ],
            "loras": [
                {
                    "name": "ink",
                    "alias": "ink",
                    "path": "/srv/ink.safetensors",
                    "metadata": {"ss_base_model_version": "sd_v1"},
                },
                {"name": "detail_xl", "alias": "", "path": "", "metadata": {}},
            ],
            "sd-vae": [{"model_name": "vae-ft-mse.safetensors", "filename": "/srv/vae"}],
            "upscalers": [
                {"name": "None", "model_name": None, "model_path": None, "scale": 4},
                {"name": "R-ESRGAN 4x+", "model_name": "R", "model_path": "/srv/r", "scale": 4},
            ],
            "embeddings": {"loaded": {"badhands": {"step": 1}}, "skipped": {}},
            "memory": {"ram": {}, "cuda": {"system": {"free": 20 * 10**9, "total": 24 * 10**9}}},
        }
        acts: dict[str, Any] = {route: _answering(found) for route, found in lists.items()}
        acts["progress"] = self._progress
        posts: dict[str, Any] = dict.fromkeys(FIELDS, self._draw)
        posts["interrupt"] = self._interrupt
        return [
            *(self._route(name, act, "GET") for name, act in acts.items()),
            *(self._route(name, act, "POST") for name, act in posts.items()),
        ]

    def _route(self, name: str, act: Callable[[Request], Any], method: str) -> Route:
        async def answer(request: Request) -> Response:
            self.requests.append(f"{method} {name}")
            if name in self.script.lacking:
                return JSONResponse({"detail": "Not Found"}, 404)
            if name in self.script.answers:
                return self.script.answers[name]
            wanted = base64.b64encode(self.script.user.encode()).decode()
            header = request.headers.get("authorization", "")
            if self.script.user and header != f"Basic {wanted}":
                return JSONResponse({"detail": "Incorrect username or password"}, 401)
            return await act(request)

        return Route(f"/sdapi/v1/{name}", answer, methods=[method])

    async def _progress(self, request: Request) -> Response:
        skip = request.query_params.get("skip_current_image") == "true"
        task = self._task
        state = dict(self._state)
        if self.script.before_ours > 0:
            self.script.before_ours -= 1
            task, state = "task(somebody)", {**_idle(), "job_count": 1, "sampling_step": 5}
        found = {
            "progress": 0.5,
            "eta_relative": 1.0,
            "state": state,
            "current_image": None if skip else self._picture,
            "textinfo": None,
        }
        return JSONResponse(found if self.script.no_task else {**found, "current_task": task})

    async def _interrupt(self, _: Request) -> Response:
        self.interrupts += 1
        self._state["interrupted"] = True
        return JSONResponse({})

    async def _draw(self, request: Request) -> Response:
        route = request.url.path.rpartition("/")[2]
        body = await request.json()
        wrong = _wrong(body, FIELDS[route]) or _wrong(body.get("override_settings", {}), SETTINGS)
        if wrong:
            where = {"loc": ["body", wrong], "msg": "extra fields not permitted", "type": "x"}
            return JSONResponse({"detail": [where]}, 422)
        self.payloads.append((route, body))
        while self.script.before_ours > 0:
            await asyncio.sleep(0.01)
        if route == "extra-single-image":
            picture = Image.open(io.BytesIO(base64.b64decode(body["image"])))
            times = body["upscaling_resize"]
            size = (round(picture.width * times), round(picture.height * times))
            return JSONResponse({"html_info": "", "image": _png(picture.resize(size))})
        await self._sample(route, body)
        hashed = self.script.draws_with or "6ce0161689"
        info = {"sd_model_hash": hashed, "sd_model_name": "another" if hashed else ""}
        size = (body["width"], body["height"])
        if body.get("enable_hr"):
            size = (int(size[0] * body["hr_scale"]), int(size[1] * body["hr_scale"]))
        return JSONResponse(
            {"images": [_colored(body, size)], "parameters": {}, "info": json.dumps(info)}
        )

    async def _sample(self, route: str, body: dict[str, Any]) -> None:
        """Run the steps of each pass: int(denoising * steps) + 1 of those from a picture."""
        passes = [body["steps"]]
        if route == "img2img":
            passes = [_steps_from_picture(body["denoising_strength"], body["steps"])]
        elif body.get("enable_hr"):
            passes.append(
                _steps_from_picture(body["denoising_strength"], body["hr_second_pass_steps"])
            )
        self._task = body.get("force_task_id")
        self._state = {**_idle(), "job": f"scripts_{route}", "job_count": len(passes)}
        for number, steps in enumerate(passes):
            self._state |= {"job_no": number, "sampling_steps": steps}
            for step in range(1, steps + 1):
                if self.script.at_step is not None:
                    self.script.at_step(self, step)
                await asyncio.sleep(self.script.step_seconds)
                if self._state["interrupted"]:
                    break
                self._state["sampling_step"] = step
                self._picture = _colored(body, (64, 64))
        self._state, self._task, self._picture = _idle(), None, None


def _steps_from_picture(denoising: float, steps: int) -> int:
    return int(min(denoising, 0.999) * steps) + 1


def _idle() -> dict[str, Any]:
    return {
        "skipped": False,
        "interrupted": False,
        "job": "",
        "job_count": 0,
        "job_no": 0,
        "sampling_step": 0,
        "sampling_steps": 0,
    }


def _wrong(body: dict[str, Any], fields: dict[str, Any]) -> str:
    for name, value in body.items():
        kind = fields.get(name)
        if (
            kind is None
            or not isinstance(value, kind)
            or (isinstance(value, bool) != (kind is bool))
        ):
            return name
    return ""


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "aliases": [f"k_{name.lower()}"], "options": {}}


def _answering(found: Any) -> Callable[[Request], Any]:
    async def answer(_: Request) -> Response:
        return JSONResponse(found)

    return answer


def _colored(body: dict[str, Any], size: tuple[int, int]) -> str:
    number = zlib.crc32(json.dumps([body["prompt"], body["seed"]]).encode())
    return _png(Image.new("RGB", size, (number & 255, number >> 8 & 255, number >> 16 & 255)))


def _png(image: Image.Image) -> str:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")
