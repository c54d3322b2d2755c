"""What comes over a network: servers that draw, Civitai, the hub, requests of other programs."""

from __future__ import annotations

import asyncio
import io
import json
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image
from starlette.requests import Request

from desktop.core.errors import EaselError
from desktop.core.server import Server
from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text
from desktop.models.downloads.download_plan import RemoteFile
from desktop.models.downloads.sources.address import is_plain_path
from desktop.models.downloads.sources.civitai import choices_of_model, choices_of_version
from desktop.models.downloads.sources.hub import HubListing, plan_for
from desktop.models.downloads.sources.pick import choices_in
from desktop.models.updates import is_newer
from desktop.remote.a1111.a1111_client import A1111Client, refused_picture
from desktop.remote.a1111.a1111_engine import received
from desktop.remote.a1111.a1111_models import a1111_contents
from desktop.remote.a1111.a1111_offers import read_a1111_offers
from desktop.remote.protocol.comfy_client import ComfyClient, RefusedGraph
from desktop.remote.protocol.offers import memory_of, read_offers
from desktop.remote.protocol.received_pictures import decoded, decoded_preview
from desktop.remote.protocol.server_errors import drawing_failed, status_error
from desktop.remote.protocol.socket_events import PreviewImage, failure_in, read_message
from desktop.remote.server_models import contents_of
from desktop.serve.a1111_draft import draft_from
from desktop.serve.openai_routes import OpenAiRoutes
from desktop.serve.shown_pictures import ShownPictures
from desktop.serve.wire import InputPictures, json_body

from . import mutations
from .fuzz_format import FuzzFormat, FuzzTarget

_NAME = "box"


def _refused(calls: Iterable[Callable[[], object]]) -> None:
    """Make each call; a sentence is an answer."""
    for call in calls:
        with suppress(EaselError):
            call()


class _Answers:
    """Answers each route from one tree, or with `data` itself where that is none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._tree = parse_json(data)
        except UnreadableError:
            self._tree = None

    def to(self, route: str) -> bytes:
        if not isinstance(self._tree, dict):
            return self._data
        return json.dumps(self._tree.get(route)).encode()


class _Answering(ComfyClient):
    """ComfyUI's routes, answered from `data`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(Server(name=_NAME, address="http://127.0.0.1:1"))
        self._answers = _Answers(data)

    def request(self, *args: Any, **_: Any) -> bytes:
        return self._answers.to(str(args[1]).partition("?")[0].partition("/")[0])


def _comfyui(_: Path) -> FuzzTarget:
    listed = lambda *names: [list(names)]  # noqa: E731
    nodes = {
        "CheckpointLoaderSimple": {"ckpt_name": listed("sd15.safetensors", "XL/a.safetensors")},
        "LoraLoader": {"lora_name": listed("ink.safetensors")},
        "VAELoader": {"vae_name": ["COMBO", {"options": ["vae.safetensors"]}]},
        "KSampler": {"sampler_name": listed("euler"), "scheduler": listed("karras")},
        "CLIPLoader": {"clip_name": listed("t5.safetensors"), "type": listed("flux2")},
        "UNETLoader": {"unet_name": listed("klein.safetensors")},
    }
    node_error = {"errors": [{"message": "no", "details": "ckpt_name"}], "class_type": "KSampler"}
    ended = {"node_type": "KSampler", "exception_message": "out", "traceback": ["a", "b"]}
    seed = {
        "system_stats": {
            "system": {"comfyui_version": "0.3.64"},
            "devices": [{"name": "cuda:0 RTX : native", "vram_total": 9, "vram_free": 7}],
        },
        "object_info": {name: {"input": {"required": keys}} for name, keys in nodes.items()},
        "embeddings": ["badhands"],
        "view_metadata": {"modelspec.architecture": "stable-diffusion-xl-v1-base"},
        "queue": {"queue_running": [[0, "p", {}]], "queue_pending": [[1, "q", {}, {}, []]]},
        "history": {"p": {"outputs": {"9": {"images": [{"filename": "a.png", "type": "temp"}]}}}},
        "prompt": {"prompt_id": "p", "number": 1, "node_errors": {"3": node_error}, "error": ended},
        "upload": {"name": "a.png", "subfolder": "easel"},
    }

    def read(data: bytes) -> None:
        client = _Answering(data)

        def offered() -> None:
            found = contents_of(_NAME, read_offers(client), client.metadata, {})
            for model in found.models:
                json.dumps(model.summary())
                msgspec.json.encode(model)
            msgspec.json.encode(found.assets)

        _refused(
            (
                *(offered, lambda: memory_of(client.stats()), client.queue, client.embeddings),
                *(lambda: client.history("p"), lambda: client.upload(b"x")),
                *(lambda: client.submit({}, "p", "c", {}), lambda: client.picture({"type": 3})),
            )
        )
        str(RefusedGraph.of(_NAME, data)), str(status_error(_NAME, 500, data, "ComfyUI"))

    return FuzzTarget([json.dumps(seed).encode()], read)


class _A1111Answering(A1111Client):
    """A1111's routes, answered from `data`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(Server(name=_NAME, address="http://127.0.0.1:1"))
        self._answers = _Answers(data)

    def request(self, *args: Any, **_: Any) -> bytes:
        return self._answers.to(str(args[1]).rpartition("/")[2])


def _a1111(_: Path) -> FuzzTarget:
    model = {"title": "sd15.safetensors [6ce0161689]", "model_name": "sd15", "hash": "6ce0161689"}
    seed = {
        "sd-models": [{**model, "sha256": "6ce0161689" + "0" * 54}],
        "samplers": [{"name": "Euler a", "aliases": ["k_euler_a"], "options": {}}],
        "schedulers": [{"name": "karras", "label": "Karras"}],
        "loras": [{"name": "ink", "metadata": {"ss_base_model_version": "sd_v1"}}],
        "sd-vae": [{"model_name": "vae.safetensors", "filename": "/vae"}],
        "upscalers": [{"name": "R-ESRGAN 4x+", "scale": 4}],
        "embeddings": {"loaded": {"badhands": {"step": 1}}, "skipped": {}},
        "memory": {"cuda": {"system": {"free": 1, "total": 2}}},
        "images": ["data:image/png;base64,iVBORw0KGgo="],
        "detail": [{"loc": ["body", "seed"], "msg": "no", "type": "x"}],
    }

    def read(data: bytes) -> None:
        client = _A1111Answering(data)

        def offered() -> None:
            offers = read_a1111_offers(client)
            found = a1111_contents(_NAME, offers, {})
            for model in found.models:
                json.dumps(model.summary())
                msgspec.json.encode(model)
            msgspec.json.encode(found.assets)
            offers.sampler("euler", "karras")

        try:
            pictures = as_list(as_mapping(parse_json(data)).get("images"))
        except UnreadableError:
            pictures = []
        shown = [lambda one=one: received(_NAME, one) for one in pictures[:3]]
        _refused((offered, client.memory, *shown))
        str(refused_picture(_NAME, data))

    return FuzzTarget([json.dumps(seed).encode()], read)


def _messages(_: Path) -> FuzzTarget:
    told: dict[str, dict[str, Any]] = {
        "executing": {"node": "3", "prompt_id": "p"},
        "progress": {"value": 2, "max": 20, "node": "3", "prompt_id": "p"},
        "executed": {"node": "9", "output": {"images": [{"filename": "a.png"}]}, "prompt_id": "p"},
        "execution_success": {"prompt_id": "p"},
        "execution_error": {
            "prompt_id": "p", "node_type": "KSampler", "exception_type": "OutOfMemoryError",
            "exception_message": "out of memory", "traceback": ["line 1", "line 2"],
        },
    }  # fmt: skip
    seeds = [json.dumps({"type": kind, "data": data}).encode() for kind, data in told.items()]

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        read_message(text)
        try:
            failed = failure_in(as_mapping(as_mapping(parse_json(text)).get("data")), "p")
        except UnreadableError:
            return
        str(drawing_failed(_NAME, failed.node_type, failed.words, failed.details))

    return FuzzTarget(seeds, read)


def _encoded(kind: str, image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def _received(_: Path) -> FuzzTarget:
    noise = Image.effect_noise((40, 30), 50).convert("RGB")
    pictures = [_encoded(kind, noise) for kind in ("PNG", "JPEG", "WEBP")]
    note = json.dumps({"prompt_id": "p"}).encode()
    previews = [
        struct.pack(">II", 1, 1) + pictures[1],
        struct.pack(">II", 4, len(note)) + note + pictures[1],
    ]

    def read(data: bytes) -> None:
        found = read_message(data)
        picture = found.data if isinstance(found, PreviewImage) else data
        preview = decoded_preview(picture)
        assert preview is None or max(preview.size) <= 512
        decoded(_NAME, picture)

    return FuzzTarget([*pictures, *previews], read)


def _civitai(_: Path) -> FuzzTarget:
    file = {
        "name": "a.safetensors", "sizeKB": 2034.5, "hashes": {"SHA256": "A" * 64},
        "metadata": {"format": "SafeTensor", "fp": "fp16"},
        "downloadUrl": "https://civitai.com/api/download/models/1",
    }  # fmt: skip
    version = {"name": "v1", "baseModel": "SD 1.5", "files": [file], "model": {"name": "A"}}
    seeds = [version, {"name": "A", "modelVersions": [version]}]

    def read(data: bytes) -> None:
        try:
            found = as_mapping(parse_json(data))
        except UnreadableError:
            return
        _refused((lambda: choices_of_version(found), lambda: choices_of_model(found)))

    return FuzzTarget([json.dumps(seed).encode() for seed in seeds], read)


def _hub(_: Path) -> FuzzTarget:
    folder = [
        *("model_index.json", "unet/config.json", "vae/config.json", "text_encoder/config.json"),
        *(f"unet/diffusion_pytorch_model-0000{n}-of-00002.safetensors" for n in (1, 2)),
        *("unet/diffusion_pytorch_model.safetensors.index.json", "tokenizer/vocab.json"),
        *("vae/diffusion_pytorch_model.fp16.safetensors", "text_encoder/model.safetensors"),
    ]
    core_ml = ["split_einsum/Unet.mlmodelc/model.mil", "split_einsum/vocab.json", "a.zip"]
    whole = ["a-fp16.safetensors", "a.safetensors", "pytorch_lora_weights.safetensors"]
    seeds = [
        json.dumps([{"path": name, "size": 3 * 10**9, "sha256": "a" * 64} for name in names])
        for names in (folder, core_ml, whole)
    ]

    def read(data: bytes) -> None:
        try:
            entries = [as_mapping(entry) for entry in as_list(parse_json(data))]
        except UnreadableError:
            return
        files = [
            RemoteFile(
                path=as_text(entry.get("path")),
                size=as_integer(entry.get("size")) or 0,
                sha256=as_text(entry.get("sha256")),
            )
            for entry in entries
        ]
        files = [file for file in files if is_plain_path(file.path)]
        listing = HubListing(repository="a/b", commit="c", files=files)
        for choice in choices_in("a/b", files):
            plan = plan_for(choice, listing, "https://huggingface.co")
            assert all(is_plain_path(file.path) for file in plan.files)
            msgspec.json.encode(plan), str(choice.note)

    return FuzzTarget([seed.encode() for seed in seeds], read)


def _versions(_: Path) -> FuzzTarget:
    def read(data: bytes) -> None:
        is_newer(data.decode("utf-8", "replace"), "1.2.0rc1")

    return FuzzTarget([b"1.2.0", b"2026.11.27rc1", b"v1"], read)


def _requests(home: Path) -> FuzzTarget:
    picture = "data:image/png;base64,iVBORw0KGgo="
    seeds: list[dict[str, Any]] = [
        {
            "prompt": "a", "negative_prompt": "b", "steps": 20, "cfg_scale": 7, "seed": -1,
            "width": 512, "height": 512, "sampler_name": "Euler a", "scheduler": "Karras",
            "batch_size": 1, "n_iter": 1, "subseed": 3, "subseed_strength": 0.5,
            "override_settings": {"CLIP_stop_at_last_layers": 2}, "enable_hr": True,
            "hr_scale": 2, "hr_second_pass_steps": 5, "denoising_strength": 0.5,
        },
        {"prompt": "a", "init_images": [picture], "mask": picture, "mask_blur": 4},
        {"prompt": "a", "n": 2, "size": "512x512", "model": "dall-e-3", "steps": 4, "seed": 7},
    ]  # fmt: skip
    inputs = InputPictures(home)
    routes = OpenAiRoutes(None, inputs, ShownPictures())  # type: ignore[arg-type]
    loop = asyncio.new_event_loop()

    def body_of(data: bytes) -> dict[str, Any]:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": data, "more_body": False}

        scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
        return loop.run_until_complete(json_body(Request(scope, receive)))

    def read(data: bytes) -> None:
        body = body_of(data)
        _refused((lambda: draft_from(body, inputs), lambda: routes._draft(body)))
        for left in home.iterdir():
            left.unlink()

    return FuzzTarget([json.dumps(seed).encode() for seed in seeds], read)


_REFUSED = (EaselError,)
FORMATS = {
    "answers of ComfyUI": FuzzFormat(_comfyui, mutations.as_json),
    "answers of A1111": FuzzFormat(_a1111, mutations.as_json),
    "messages of ComfyUI": FuzzFormat(_messages, mutations.as_json),
    "pictures of a server": FuzzFormat(_received, mutations.as_bytes, _REFUSED),
    "answers of Civitai": FuzzFormat(_civitai, mutations.as_json),
    "list of a repository": FuzzFormat(_hub, mutations.as_json),
    "version of a release": FuzzFormat(_versions, mutations.as_text),
    "requests over HTTP": FuzzFormat(_requests, mutations.as_json, _REFUSED),
}
