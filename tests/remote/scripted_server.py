"""A server that speaks ComfyUI's protocol over real sockets and draws plain colours.

What it sends is what ComfyUI 0.3.64 sends (server.py, execution.py, protocol.py). `Script` says how
it behaves, and where it fails.
"""

from __future__ import annotations

import asyncio
import io
import json
import struct
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from .served_app import ServedApp

SAMPLERS = ["euler", "euler_ancestral", "dpmpp_2m", "lcm", "heun"]
SCHEDULES = ["simple", "sgm_uniform", "karras", "normal"]
_NODES: dict[str, dict[str, Any]] = {
    "CheckpointLoaderSimple": {"ckpt_name": "checkpoints"},
    "UNETLoader": {"unet_name": "diffusion_models"},
    "CLIPLoader": {"clip_name": "text_encoders", "type": ["stable_diffusion", "flux2", "lumina2"]},
    "LoraLoader": {"lora_name": "loras"},
    "VAELoader": {"vae_name": "vae"},
    "ControlNetLoader": {"control_net_name": "controlnet"},
    "UpscaleModelLoader": {"model_name": "upscale_models"},
    "KSampler": {"sampler_name": SAMPLERS, "scheduler": SCHEDULES},
    "KSamplerAdvanced": {"sampler_name": SAMPLERS, "scheduler": SCHEDULES},
    **{
        name: {}
        for name in [
            "CLIPTextEncode",
            "CLIPSetLastLayer",
            "ConditioningConcat",
            "EmptyLatentImage",
            "VAEEncode",
            "EmptySD3LatentImage",
            "EmptyFlux2LatentImage",
            "Flux2Scheduler",
            "SamplerCustom",
            "SplitSigmas",
            "KSamplerSelect",
            "ModelSamplingAuraFlow",
            "SetLatentNoiseMask",
            "InpaintModelConditioning",
            "VAEDecode",
            "VAEDecodeTiled",
            "LatentUpscale",
            "ControlNetApplyAdvanced",
            "Canny",
            "LoadImage",
            "LoadImageMask",
            "ReferenceLatent",
            "PreviewImage",
            "ImageUpscaleWithModel",
            "SDTurboScheduler",
        ]
    },
}


@dataclass
class Script:
    """How a server behaves."""

    files: dict[str, list[str]] = field(
        default_factory=lambda: {
            "checkpoints": ["v1-5-pruned.safetensors", "SDXL/sd_xl_base_1.0.safetensors"],
            "loras": ["detail_xl.safetensors", "ink_sd15.safetensors"],
            "vae": ["vae-ft-mse-840000.safetensors"],
            "embeddings": ["badhands"],
        }
    )
    lacking: set[str] = field(default_factory=set)
    """Nodes that it hasn't got."""
    only_single_nodes: bool = False
    """All of `/object_info` is more than can be read."""
    token: str = ""
    step_seconds: float = 0.0
    jobs_api: bool = False
    metadata_previews: bool = False
    at_step: Callable[[ScriptedServer, str, int], None] | None = None
    """Called in the server's loop before a step; it may raise an exception of `Fault`."""
    picture: bytes | None = None
    """What it sends in place of what it has drawn."""
    flood: int = 0
    """Further progress messages at each step."""
    answers: dict[str, Response] = field(default_factory=dict)
    """What it answers to a route in place of what it should."""
    forget_before_drawing: str = ""
    """A file of its folders that is gone once prompts come in."""
    other_prompts: int = 0
    """Prompts of somebody else before each of ours in the queue, for as long as `hold` is set."""
    hold: threading.Event | None = None
    """Prompts wait for it."""


class NodeFault(Exception):
    """A node raises."""


class ScriptedServer(ServedApp):
    """Runs on a thread of its own; `address` is where. `stop` ends it, `kill` cuts all sockets."""

    def __init__(
        self,
        script: Script | None = None,
        port: int = 0,
        certificate: tuple[str, str] | None = None,
    ) -> None:
        self.script = script or Script()
        self.graphs: dict[str, dict[str, Any]] = {}
        """What was submitted, by prompt id, in order."""
        self.uploads: dict[str, bytes] = {}
        self.cancelled: list[str] = []
        self.requests: list[str] = []
        self.drawn: list[str] = []
        self._history: dict[str, dict[str, Any]] = {}
        self._running: list[tuple[str, dict[str, Any], str]] = []
        self._waiting: list[tuple[str, dict[str, Any], str]] = []
        self._sockets: dict[str, WebSocket] = {}
        self._pictures: dict[str, bytes] = {}
        super().__init__(self._routes(), port, certificate)

    def _routes(self) -> list[Any]:
        get = {
            "/system_stats": self._stats,
            "/object_info": self._object_info,
            "/object_info/{node}": self._object_info,
            "/embeddings": self._embeddings,
            "/view_metadata/{folder}": self._metadata,
            "/queue": self._queue,
            "/history/{prompt}": self._history_of,
            "/view": self._view,
        }
        post = {
            "/prompt": self._prompt,
            "/queue": self._change_queue,
            "/interrupt": self._interrupt,
            "/upload/image": self._upload,
            "/api/jobs/{prompt}/cancel": self._cancel_job,
        }
        return [
            *(Route(path, self._guarded(act), methods=["GET"]) for path, act in get.items()),
            *(Route(path, self._guarded(act), methods=["POST"]) for path, act in post.items()),
            WebSocketRoute("/ws", self._ws),
        ]

    def _guarded(self, act: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            self.requests.append(f"{request.method} {request.url.path}")
            canned = self.script.answers.get(request.url.path)
            if canned is not None:
                return canned
            if not self._may(request.headers.get("authorization", "")):
                return PlainTextResponse("who are you", 401)
            return await act(request)

        return answer

    def _may(self, header: str) -> bool:
        return not self.script.token or header == f"Bearer {self.script.token}"

    async def _stats(self, _: Request) -> Response:
        device = {
            "name": "cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync",
            "type": "cuda",
            "vram_total": 24 * 2**30,
            "vram_free": 20 * 2**30,
        }
        return JSONResponse({"system": {"comfyui_version": "0.3.64"}, "devices": [device]})

    async def _object_info(self, request: Request) -> Response:
        one = request.path_params.get("node")
        if one is None and self.script.only_single_nodes:
            return PlainTextResponse(" " * (2 * 2**20) + "{")
        names = [name for name in _NODES if one in (None, name) and name not in self.script.lacking]
        return JSONResponse({name: self._node(name) for name in names})

    def _node(self, name: str) -> dict[str, Any]:
        inputs: dict[str, Any] = {}
        for key, value in _NODES[name].items():
            listed = self._files(value) if isinstance(value, str) else value
            # ComfyUI has two forms of a list of values.
            inputs[key] = ["COMBO", {"options": listed}] if name == "VAELoader" else [listed]
        return {"input": {"required": inputs}, "name": name}

    def _files(self, folder: str) -> list[str]:
        return self.script.files.get(folder, [])

    async def _embeddings(self, _: Request) -> Response:
        return JSONResponse(self._files("embeddings"))

    async def _metadata(self, request: Request) -> Response:
        if request.query_params["filename"].startswith("mystery"):
            return JSONResponse({"modelspec.architecture": "stable-diffusion-xl-v1-base"})
        return Response(status_code=404)

    async def _queue(self, _: Request) -> Response:
        def entry(number: int, prompt: str, graph: object) -> list[Any]:
            return [number, prompt, graph, {}, []]

        others = self.script.other_prompts
        ahead = [entry(n - others, f"other-{n}", {}) for n in range(others)]
        return JSONResponse(
            {
                "queue_running": [entry(0, prompt, graph) for prompt, graph, _ in self._running],
                "queue_pending": [
                    *ahead,
                    *(entry(n, prompt, g) for n, (prompt, g, _) in enumerate(self._waiting)),
                ],
            }
        )

    async def _history_of(self, request: Request) -> Response:
        prompt = request.path_params["prompt"]
        found = self._history.get(prompt)
        return JSONResponse({prompt: found} if found else {})

    async def _view(self, request: Request) -> Response:
        if self.script.picture is not None:
            return Response(self.script.picture, media_type="image/png")
        data = self._pictures.get(request.query_params["filename"])
        return Response(data, media_type="image/png") if data else Response(status_code=404)

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            file: Any = form["image"]
            folder = str(form["subfolder"])
            self.uploads[f"{folder}/{file.filename}"] = await file.read()
            return JSONResponse({"name": file.filename, "subfolder": folder, "type": "input"})

    async def _prompt(self, request: Request) -> Response:
        body = await request.json()
        for names in self.script.files.values():
            if self.script.forget_before_drawing in names:
                names.remove(self.script.forget_before_drawing)
        graph, prompt = body["prompt"], body["prompt_id"]
        faults = self._faults(graph)
        if faults:
            error = {"type": "prompt_outputs_failed_validation", "message": "It failed."}
            return JSONResponse({"error": error, "node_errors": faults}, 400)
        self.graphs[prompt] = graph
        self._waiting.append((prompt, graph, body["client_id"]))
        return JSONResponse({"prompt_id": prompt, "number": 1, "node_errors": {}})

    def _faults(self, graph: dict[str, Any]) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        for node, entry in graph.items():
            for key, allowed in _NODES.get(entry["class_type"], {}).items():
                value = entry["inputs"].get(key)
                listed = self._files(allowed) if isinstance(allowed, str) else allowed
                if value not in listed:
                    info = {"input_name": key, "received_value": value}
                    faults[node] = {
                        "errors": [
                            {
                                "type": "value_not_in_list",
                                "message": "Value not in list",
                                "details": f"{key}: '{value}' not in {listed}",
                                "extra_info": info,
                            }
                        ],
                        "class_type": entry["class_type"],
                    }
        return faults

    async def _change_queue(self, request: Request) -> Response:
        for prompt in (await request.json()).get("delete", []):
            self._drop(prompt)
        return Response()

    async def _interrupt(self, request: Request) -> Response:
        self._interrupt_one((await request.json()).get("prompt_id", ""))
        return Response()

    async def _cancel_job(self, request: Request) -> Response:
        if not self.script.jobs_api:
            return PlainTextResponse("404: Not Found", 404)
        prompt = request.path_params["prompt"]
        self._interrupt_one(prompt)
        self._drop(prompt)
        return JSONResponse({"cancelled": [prompt]})

    def _drop(self, prompt: str) -> None:
        before = len(self._waiting)
        self._waiting = [entry for entry in self._waiting if entry[0] != prompt]
        if len(self._waiting) < before:
            self.cancelled.append(prompt)

    def _interrupt_one(self, prompt: str) -> None:
        if any(entry[0] == prompt for entry in self._running):
            self.cancelled.append(prompt)

    async def _ws(self, websocket: WebSocket) -> None:
        if not self._may(websocket.headers.get("authorization", "")):
            await websocket.send_denial_response(PlainTextResponse("who are you", 401))
            return
        await websocket.accept()
        client = websocket.query_params["clientId"]
        self._sockets[client] = websocket
        try:
            await websocket.send_json({"type": "status", "data": {"sid": client}})
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            if self._sockets.get(client) is websocket:
                del self._sockets[client]

    async def _work(self) -> None:
        """Draw what waits, one prompt after the other."""
        while True:
            held = self.script.hold is not None and not self.script.hold.is_set()
            if held or not self._waiting:
                await asyncio.sleep(0.002)
                continue
            entry = self._waiting.pop(0)
            self._running.append(entry)
            try:
                await self._draw(*entry)
            finally:
                self._running.remove(entry)

    async def _draw(self, prompt: str, graph: dict[str, Any], client: str) -> None:
        async def tell(kind: str, **data: Any) -> None:
            await self._send(
                client, json.dumps({"type": kind, "data": data | {"prompt_id": prompt}})
            )

        await tell("execution_start")
        messages: list[Any] = []
        try:
            for node, entry in graph.items():
                await tell("executing", node=node)
                if entry["class_type"] in ("KSampler", "KSamplerAdvanced", "SamplerCustom"):
                    await self._sample(prompt, node, entry["inputs"], client, tell)
        except NodeFault as fault:
            data = {
                "node_type": "KSampler",
                "exception_type": "RuntimeError",
                "exception_message": str(fault),
                "traceback": ["  File x\n"],
                "prompt_id": prompt,
            }
            self._history[prompt] = {
                "outputs": {},
                "status": {"status_str": "error", "messages": [["execution_error", data]]},
            }
            await tell("execution_error", **data)
            return
        except InterruptedError:
            messages = [["execution_interrupted", {"prompt_id": prompt}]]
            self._history[prompt] = {"outputs": {}, "status": {"messages": messages}}
            await tell("execution_interrupted")
            return
        name = f"ComfyUI_temp_{len(self._pictures)}.png"
        self._pictures[name] = _picture(graph, self.uploads)
        output = {"images": [{"filename": name, "subfolder": "", "type": "temp"}]}
        await tell("executed", node="picture", output=output)
        self.drawn.append(prompt)
        self._history[prompt] = {"outputs": {"picture": output}, "status": {"completed": True}}
        await tell("execution_success")
        await tell("executing", node=None)

    async def _sample(
        self, prompt: str, node: str, inputs: dict[str, Any], client: str, tell: Callable[..., Any]
    ) -> None:
        steps = inputs.get("steps", 4) - inputs.get("start_at_step", 0)
        for step in range(1, steps + 1):
            if self.script.at_step is not None:
                self.script.at_step(self, prompt, step)
            if prompt in self.cancelled:
                raise InterruptedError
            for _ in range(self.script.flood + 1):
                await tell("progress", node=node, value=step, max=steps)
            await self._send(client, self._preview(prompt))
            await asyncio.sleep(self.script.step_seconds)

    def _preview(self, prompt: str) -> bytes:
        stream = io.BytesIO()
        Image.new("RGB", (64, 64), (200, 30, 30)).save(stream, "JPEG")
        if not self.script.metadata_previews:
            return struct.pack(">II", 1, 1) + stream.getvalue()
        notes = json.dumps({"prompt_id": prompt, "image_type": "image/jpeg"}).encode()
        return struct.pack(">II", 4, len(notes)) + notes + stream.getvalue()

    async def _send(self, client: str, message: str | bytes) -> None:
        websocket = self._sockets.get(client)
        if websocket is None:
            return
        with suppress(RuntimeError, WebSocketDisconnect):
            if isinstance(message, bytes):
                await websocket.send_bytes(message)
            else:
                await websocket.send_text(message)


def _picture(graph: dict[str, Any], uploads: dict[str, bytes]) -> bytes:
    """A plain colour that follows from the seed, in the size of the latent or the start."""
    width, height, seed = 64, 64, 0
    for entry in graph.values():
        inputs = entry["inputs"]
        if "width" in inputs and "batch_size" in inputs:
            width, height = inputs["width"], inputs["height"]
        if entry is graph.get("start"):
            with Image.open(io.BytesIO(uploads[inputs["image"]])) as start:
                width, height = start.size
        seed = inputs.get("seed", inputs.get("noise_seed", seed))
    number = zlib.crc32(str(seed).encode())
    stream = io.BytesIO()
    color = (number & 255, number >> 8 & 255, number >> 16 & 255)
    Image.new("RGB", (width, height), color).save(stream, "PNG")
    return stream.getvalue()


def huge_png(side: int = 14_200) -> bytes:
    """The PNG of a picture of 200 megapixels, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    packer = zlib.compressobj(1)
    row = bytes(1 + side * 3)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
