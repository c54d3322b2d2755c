"""Folders as the peer apps make them, with their real names; of Core ML only the descriptions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Hollow = Callable[..., Path]
_F16, _F32 = "Float16", "Float32"


def _schema(**shapes: list[int]) -> list[dict[str, Any]]:
    return [
        {"name": name, "shape": str(shape), "dataType": _F16, "type": "MultiArray"}
        for name, shape in shapes.items()
    ]


_PARTS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "TextEncoder": (
        _schema(input_ids=[1, 77]),
        _schema(last_hidden_state=[1, 77, 768], pooled_outputs=[1, 768]),
    ),
    "Unet": (
        _schema(sample=[2, 4, 64, 64], timestep=[2], encoder_hidden_states=[2, 768, 1, 77]),
        _schema(noise_pred=[2, 4, 64, 64]),
    ),
    "VAEDecoder": (_schema(z=[1, 4, 64, 64]), _schema(image=[1, 3, 512, 512])),
    "VAEEncoder": (_schema(x=[1, 3, 512, 512]), _schema(latent=[1, 8, 64, 64])),
}


_SPLIT = "tensor<fp16, [2, 4096, 1, 4096]> aw = softmax(axis = a, x = b)[name = c];\n"
_ORIGINAL = "tensor<fp16, [2, 8, 4096, 4096]> aw = softmax(axis = a, x = b)[name = c];\n"


def compiled_core_ml(folder: Path, *, split: bool) -> Path:
    """Stable Diffusion 1.5 as compiled Core ML, as Mochi and Apple's hub folders have it."""
    for part, (inputs, outputs) in _PARTS.items():
        bundle = folder / f"{part}.mlmodelc"
        (bundle / "weights").mkdir(parents=True)
        (bundle / "weights" / "weight.bin").write_bytes(b"\0" * 64)
        (bundle / "coremldata.bin").write_bytes(b"\0" * 64)
        (bundle / "model.mil").write_text(_SPLIT if split else _ORIGINAL)
        histogram = {"Ios16.conv": 100, "Ios16.softmax": 16}
        if split:
            histogram["Ios16.einsum"] = 256
        entry = {
            "inputSchema": inputs,
            "outputSchema": outputs,
            "mlProgramOperationTypeHistogram": histogram,
            "computePrecision": "Mixed (Float16, Int32)",
            "storagePrecision": "Float16",
            "modelType": {"name": "MLModelType_mlProgram"},
        }
        (bundle / "metadata.json").write_text(json.dumps([entry]))
    (folder / "vocab.json").write_text("{}")
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return folder


def all_of_them(home: Path, hollow: Hollow, lora: Callable[[Path], Path]) -> None:
    """One model folder of every app, below `home`."""
    comfy = home / "Documents/ComfyUI/models"
    hollow(comfy / "checkpoints/sd_xl_base_1.0.safetensors", "sdxl")
    lora(comfy / "loras/comfy-style.safetensors")
    (comfy / "checkpoints/put_checkpoints_here").write_text("")
    a1111 = home / "stable-diffusion-webui"
    hollow(a1111 / "models/Stable-diffusion/v1-5-pruned-emaonly.safetensors", "sd1")
    lora(a1111 / "models/Lora/a1111-style.safetensors")
    (a1111 / "embeddings").mkdir()
    (a1111 / "embeddings/EasyNegative.pt").write_bytes(b"\x80\x02")
    mochi = home / "MochiDiffusion/models"
    compiled_core_ml(mochi / "stable-diffusion-v1-5_split-einsum_compiled", split=True)
    compiled_core_ml(mochi / "stable-diffusion-v1-5_original_compiled", split=False)
    invoke = home / "invokeai/models"
    hollow(invoke / "sd-2/main/v2-1_512-ema-pruned.safetensors", "sd2_base")
    hub = home / ".cache/huggingface/hub/models--stabilityai--sdxl-turbo"
    hollow(hub / "snapshots/71153311/sd_xl_turbo_1.0_fp16.safetensors", "sdxl_turbo")
    (hub / "refs").mkdir()
    (hub / "refs/main").write_text("71153311")
    app = home / "Library/Application Support/hf-diffusion-models"
    compiled_core_ml(app / "coreml-stable-diffusion-2-1-base_original_compiled", split=False)
