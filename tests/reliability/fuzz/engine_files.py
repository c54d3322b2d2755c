"""What the engine child reads, and the frames between it and the window."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
from safetensors.numpy import save

from desktop.core.errors import EaselError
from desktop.core.events import (
    Cancelled,
    Drawn,
    DrawnPicture,
    EngineLost,
    Failed,
    Finished,
    Loading,
    Preview,
    Progress,
    Reported,
    Step,
)
from desktop.core.messages import Message
from desktop.core.request import EmbeddingUse
from desktop.process.frames import BrokenFrame, Cancel, ChildConfig, FrameDecoder, Run, encode
from desktop.process.termination import Termination
from desktop.ui.imaging.rgb_image import rgb_image
from tests.models import coreml_layouts as layouts

from .fuzz_format import FuzzFormat, FuzzTarget, instead_of, kept_at
from .mutations import as_bytes, as_json, as_safetensors, as_text, tree
from .own_files import jobs

_HEADER = 8


def _frames(_: Path) -> FuzzTarget:
    progress: dict[str, Any] = {"job": "1", "index": 0, "count": 2}
    drawn = DrawnPicture(
        index=0, width=2, height=1, rgb=bytes(6), recipe={"a": 1}, seconds=1, seconds_per_step=1
    )
    events = (
        Drawn(job="1", count=1, picture=drawn),
        Reported(job="1", data={"a": 1}),
        Progress(job="1", what=Message("UNet"), fraction=0.5, phases=(Message("UNet"),)),
        EngineLost(job="1", message=Message("no")),
        Loading(job="1", what=Message("UNet"), fraction=0.5),
        Step(**progress, step=1, steps=20, seconds_per_step=0.1),
        Preview(job="1", index=0, step=1, width=2, height=1, rgb=bytes(6)),
        Finished(**progress, path="/a.png", recipe={"a": 1}, seconds=1, seconds_per_step=1),
        Failed(job="1", message=Message("no"), details="x", bad_input=False),
        Cancelled(job="1"),
    )
    commands = (ChildConfig(cache_dir="/c"), *(Run(job=job) for job in jobs()), Cancel(job="1"))
    whole = b"".join(encode(message) for message in (*commands, *events))
    seeds = [encode(message) for message in (*commands, *events)] + [whole]

    def read(data: bytes) -> None:
        decoder, ends = FrameDecoder(), Termination()
        for start in range(0, len(data), 1000):
            for message in decoder.feed(data[start : start + 1000]):
                if isinstance(message, Step):
                    ends.pace(message.seconds_per_step)
                    ends.start()
                if isinstance(message, Drawn):
                    rgb_image(message.picture.width, message.picture.height, message.picture.rgb)
                str(message)
        decoder.finish()

    return FuzzTarget(seeds, read)


def _as_frames(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """A frame's payload changed and its length mended; a part as bytes."""
    if draw.random() < 0.4:
        return as_bytes(draw, seeds)
    data = draw.choice(seeds)
    end = _HEADER + int.from_bytes(data[4:_HEADER], "big")
    plain = msgspec.json.decode(msgspec.json.encode(msgspec.msgpack.decode(data[_HEADER:end])))
    try:
        payload = msgspec.msgpack.encode(tree(draw, plain))
    except (OverflowError, UnicodeEncodeError):  # msgpack has no such numbers and texts
        payload = as_bytes(draw, [data[_HEADER:end]])
    return data[:4] + len(payload).to_bytes(4, "big") + payload + data[end:]


def _wildcards(home: Path) -> FuzzTarget:
    from desktop.core.prompts.choices import expand
    from desktop.models.requests.resolve_choices import folder_lookup

    path = home / "wildcards" / "colours.txt"
    lookup = folder_lookup(path.parent)
    seeds = ["red\nblue\n# note\n빨강\n", "2::a\n{b|c}\n__colours__\n\n", "\ufeffred\r\nblue"]

    def read() -> None:
        for seed in range(3):
            expand("a __colours__ {__colours__|b} bird", seed, lookup)

    return FuzzTarget([seed.encode() for seed in seeds], kept_at(path, read))


def _mil_text(home: Path) -> FuzzTarget:
    from desktop.engines.coreml.portable.mil_text import read_compiled
    from tests.coreml.test_mil_text import BY_HAND

    path = home / "Unet.mlmodelc" / "model.mil"
    return FuzzTarget([BY_HAND.encode()], kept_at(path, lambda: read_compiled(path.parent)))


def _program(home: Path) -> FuzzTarget:
    from desktop.engines.coreml.portable.package_program import read_programs

    package = home / "unet.mlpackage"
    layouts.write_package(package, layouts.vae_decoder())
    path = package / "Data" / "com.apple.CoreML" / "model.mlmodel"
    return FuzzTarget([path.read_bytes()], instead_of(path, lambda: read_programs(package)))


def _weights(home: Path) -> FuzzTarget:
    from desktop.engines.coreml.portable.program import Blob, Constant, TensorType
    from desktop.engines.coreml.portable.weight_file import WeightStore

    path = home / "weights" / "weight.bin"
    head = np.array([0xDEADBEEF, 1], np.uint32).tobytes()
    head += np.array([16, 128, 0], np.uint64).tobytes()
    seed = bytes(64) + head.ljust(64, b"\0") + bytes(range(16))
    kinds = (("fp16", (2, 4)), ("int4", (32,)), ("uint3", (8,)), ("bool", (16,)), ("uint8", (-1,)))

    def read() -> None:
        for dtype, shape in kinds:
            store = WeightStore(home)
            try:
                value = Constant(TensorType(dtype, shape), Blob("weights/weight.bin", 64))
                store.array(value).sum()
            except EaselError as refused:
                str(refused)

    return FuzzTarget([seed], kept_at(path, read))


def _engine_json(home: Path) -> FuzzTarget:
    from desktop.engines.torch.loading import read_json

    path = home / "model" / "model_index.json"
    seed = (
        b'{"_class_name": "StableDiffusionPipeline", "unet": ["diffusers", "UNet2DConditionModel"]}'
    )
    return FuzzTarget([seed], kept_at(path, lambda: read_json(path)))


def _upscaler(home: Path) -> FuzzTarget:
    from safetensors.torch import save as save_torch

    from desktop.engines.upscale.upscaler_nets import Rrdb, load_upscaler

    path = home / "upscalers" / "u.safetensors"
    zeros = lambda *shape: np.zeros(shape, np.float32)  # noqa: E731
    compact = {
        **{"body.0.weight": zeros(8, 3, 3, 3), "body.0.bias": zeros(8), "body.1.weight": zeros(8)},
        **{"body.2.weight": zeros(8, 8, 3, 3), "body.2.bias": zeros(8), "body.3.weight": zeros(8)},
        **{"body.4.weight": zeros(12, 8, 3, 3), "body.4.bias": zeros(12)},
    }
    rrdb = save_torch(Rrdb(3, 8, 4, 1).state_dict())
    return FuzzTarget([save(compact), rrdb], kept_at(path, lambda: load_upscaler(path)))


def _embedding(home: Path) -> FuzzTarget:
    from desktop.engines.conditioning.textual_inversion import TextualInversions
    from desktop.engines.torch.loading import PipelineParts

    path = home / "embeddings" / "e.safetensors"
    seeds = [
        save({"emb_params": np.zeros((2, 8), np.float16)}),
        save({"clip_l": np.zeros((1, 8), np.float32), "clip_g": np.zeros((1, 8), np.float32)}),
    ]
    use = EmbeddingUse(name="e", path=str(path))
    encoder = SimpleNamespace(config=SimpleNamespace(hidden_size=8))
    parts = PipelineParts(
        family="sd1", unet=None, vae=None, tokenizers=[], text_encoders=[encoder, encoder],
        scheduler_config={},
    )  # fmt: skip

    def read() -> None:
        for number in (0, 1):
            TextualInversions(parts).vectors("an e", [use], number)

    return FuzzTarget(seeds, kept_at(path, read))


def _lora(home: Path) -> FuzzTarget:
    from desktop.engines.torch.lora_file import read_lora

    path = home / "loras" / "l.safetensors"
    down, up = np.zeros((2, 8), np.float16), np.zeros((8, 2), np.float16)
    config = {"unet.lora_alpha": 4, "unet.r": 2, "unet.alpha_pattern": {"to_k": 8}}
    notes = {"lora_adapter_metadata": json.dumps(config), "ss_network_module": "networks.lora"}
    seeds = [
        save({"unet.to_k.lora_A.weight": down, "unet.to_k.lora_B.weight": up}, notes),
        save({"lora_unet_to_k.lora_down.weight": down, "lora_unet_to_k.lora_up.weight": up,
              "lora_unet_to_k.alpha": np.array(4.0, np.float32)}),
        save({"unet.to_q.hada_w1_a": up, "unet.to_q.hada_w1_b": down, "bundle_emb.x.a": up}),
    ]  # fmt: skip

    def read() -> None:
        for module in read_lora(path, "l").modules:
            assert module.scale is None or math.isfinite(module.scale), module.scale

    return FuzzTarget(seeds, kept_at(path, read))


def _as_noted(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """What a LoRA says of itself, a JSON inside its header's, changed; a part of the cases as
    any safetensors file.
    """
    data = draw.choice(seeds)
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    notes = header.get("__metadata__", {})
    if draw.random() < 0.5 or "lora_adapter_metadata" not in notes:
        return as_safetensors(draw, seeds)
    said = as_json(draw, [notes["lora_adapter_metadata"].encode()])
    notes["lora_adapter_metadata"] = said.decode("utf-8", "replace")
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + data[end:]


def _tensors(home: Path) -> FuzzTarget:
    import torch
    from safetensors import SafetensorError

    from desktop.engines.torch.tensor_file import read_tensors, tensor_sizes

    path = home / "tensors" / "t.safetensors"
    seeds = [
        save({"a": np.zeros((2, 8), np.float16), "b": np.zeros(3, np.int64)}),
        save({"a": np.ones((2, 8), np.float32)}),
    ]

    def read() -> None:
        try:
            read_tensors(path, tensor_sizes(path), torch.float16)
        except (SafetensorError, OSError) as error:
            str(error)

    return FuzzTarget(seeds, kept_at(path, read))


_REFUSED = (EaselError,)
FORMATS = {
    "frames": FuzzFormat(_frames, _as_frames, (BrokenFrame,)),
    "wildcards": FuzzFormat(_wildcards, as_text, _REFUSED),
    "MIL text": FuzzFormat(_mil_text, as_text, _REFUSED),
    "ML program": FuzzFormat(_program, as_bytes, _REFUSED),
    "Core ML weights": FuzzFormat(_weights, as_bytes),
    "config in the engine": FuzzFormat(_engine_json, as_json, _REFUSED),
    "upscaler": FuzzFormat(_upscaler, as_safetensors, _REFUSED, 0.5),
    "LoRA": FuzzFormat(_lora, _as_noted, _REFUSED),
    "embedding": FuzzFormat(_embedding, as_safetensors, _REFUSED),
    "tensors": FuzzFormat(_tensors, as_safetensors, _REFUSED),
}
