"""Writes Core ML folders in their real names and structure, without weights and without Core ML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.models.bundles.coreml_proto import ARRAY_TYPES, MIL_TYPES, message_class

Shape = tuple[int, ...]
_ARRAY = {name: number for number, name in ARRAY_TYPES.items()}
_MIL = {name: number for number, name in MIL_TYPES.items()}
_LONG = {"fp16": "Float16", "fp32": "Float32", "int32": "Int32"}

V = "Stable_Diffusion_version_runwayml_stable-diffusion-v1-5_"
COMPILED = {
    "text_encoder": "TextEncoder",
    "text_encoder_2": "TextEncoder2",
    "unet": "Unet",
    "unet_chunk1": "UnetChunk1",
    "unet_chunk2": "UnetChunk2",
    "refiner": "UnetRefiner",
    "control-unet": "ControlledUnet",
    "vae_decoder": "VAEDecoder",
    "vae_encoder": "VAEEncoder",
    "safety_checker": "SafetyChecker",
}


class Net:
    """Inputs, outputs and the operations that tell something."""

    def __init__(
        self,
        inputs: dict[str, tuple[Shape, str]],
        outputs: dict[str, tuple[Shape, str]],
        softmaxes: Sequence[Shape] = (),
        gelus: int = 0,
        lut: int = 0,
        storage: str = "Float16",
    ) -> None:
        self.inputs, self.outputs, self.softmaxes = inputs, outputs, softmaxes
        self.gelus, self.lut, self.storage = gelus, lut, storage


def softmaxes(attention: str, positions: int = 4096, heads: int = 8, batch: int = 2) -> list[Shape]:
    """The softmax results of one transformer block: over the picture, then over the text."""
    if attention == "original":
        return [(batch, heads, positions, positions), (batch, heads, positions, 77)]
    if attention == "split_einsum":
        return [(batch, positions, 1, positions)] * heads + [(batch, 77, 1, positions)] * heads
    chunks = positions // 512
    own = [(batch, positions, 1, 512)] * heads * chunks
    return own + [(batch, 77, 1, 512)] * heads * chunks


def unet(
    attention: str = "original",
    *,
    width: int = 768,
    size: Shape = (64, 64),
    batch: int = 2,
    ids: Shape = (),
    residuals: bool = False,
    lut: int = 0,
    storage: str = "Float16",
    gelus: int = 16,
) -> Net:
    inputs: dict[str, tuple[Shape, str]] = {
        "sample": ((batch, 4, *size), "fp16"),
        "timestep": ((batch,), "fp16"),
        "encoder_hidden_states": ((batch, width, 1, 77), "fp16"),
    }
    if ids:
        inputs |= {"time_ids": (ids, "fp16"), "text_embeds": ((batch, 1280), "fp16")}
    if residuals:
        inputs |= {f"additional_residual_{i}": ((2, 320, 64, 64), "fp16") for i in range(13)}
    return Net(
        inputs,
        {"noise_pred": ((batch, 4, *size), "fp32")},
        softmaxes(attention, batch=batch),
        gelus,
        lut,
        storage,
    )


def text_encoder(width: int = 768, hidden: str = "last_hidden_state") -> Net:
    return Net(
        {"input_ids": ((1, 77), "fp32")},
        {hidden: ((1, 77, width), "fp32"), "pooled_outputs": ((1, width), "fp32")},
    )


def vae_decoder(size: Shape = (64, 64)) -> Net:
    height, width = size
    return Net({"z": ((1, 4, *size), "fp16")}, {"image": ((1, 3, 8 * height, 8 * width), "fp32")})


def vae_encoder(size: Shape = (64, 64), name: str = "latent") -> Net:
    height, width = size
    return Net({"x": ((1, 3, 8 * height, 8 * width), "fp16")}, {name: ((1, 8, *size), "fp32")})


def safety_checker() -> Net:
    return Net(
        {
            "clip_input": ((1, 3, 224, 224), "fp16"),
            "images": ((1, 512, 512, 3), "fp16"),
            "adjustment": ((1,), "fp16"),
        },
        {
            "filtered_images": ((1, 512, 512, 3), "fp32"),
            "has_nsfw_concepts": ((1, 1, 1, 1), "fp32"),
        },
    )


def controlnet() -> Net:
    whole = unet()
    return Net(
        whole.inputs | {"controlnet_cond": ((2, 3, 512, 512), "fp16")},
        {f"additional_residual_{i}": ((2, 320, 64, 64), "fp32") for i in range(13)},
    )


def chunks() -> tuple[Net, Net]:
    """The two halves of a UNet; the tensors between them have names that nobody can guess."""
    whole = unet()
    between = {"input_451_cast_fp16": ((2, 640, 32, 32), "fp32")}
    first = Net(whole.inputs, between, whole.softmaxes[:1], 8)
    inputs = {"encoder_hidden_states": whole.inputs["encoder_hidden_states"], **between}
    return first, Net(inputs, whole.outputs, whole.softmaxes[1:], 8)


def sd15(attention: str = "original", **more: Any) -> dict[str, Net]:
    """All parts of an SD 1.5 by Apple's names."""
    return {
        "text_encoder": text_encoder(),
        "unet": unet(attention, **more),
        "vae_decoder": vae_decoder(),
        "vae_encoder": vae_encoder(),
        "safety_checker": safety_checker(),
    }


def sdxl(ids: Shape = (2, 6), gelus: int = 70) -> dict[str, Net]:
    size = (128, 128)
    return {
        "text_encoder": text_encoder(768, "hidden_embeds"),
        "text_encoder_2": text_encoder(1280, "hidden_embeds"),
        "unet": unet(width=2048, size=size, ids=ids, gelus=gelus),
        "vae_decoder": vae_decoder(size),
        "vae_encoder": vae_encoder(size),
    }


def write_packages(folder: Path, parts: dict[str, Net], prefix: str = V) -> Path:
    for name, net in parts.items():
        write_package(folder / f"{prefix}{name}.mlpackage", net)
    return folder


def write_compiled(folder: Path, parts: dict[str, Net]) -> Path:
    for name, net in parts.items():
        write_bundle(folder / f"{COMPILED.get(name, name)}.mlmodelc", net)
    return folder


def write_package(path: Path, net: Net) -> None:
    """An .mlpackage as coremltools lays it out."""
    data = path / "Data" / "com.apple.CoreML"
    (data / "weights").mkdir(parents=True)
    (data / "weights" / "weight.bin").write_bytes(bytes(64))
    (data / "model.mlmodel").write_bytes(model_bytes(net))
    entries = {
        "A": {"path": "com.apple.CoreML/weights", "name": "weights"},
        "B": {"path": "com.apple.CoreML/model.mlmodel", "name": "model.mlmodel"},
    }
    manifest = {
        "fileFormatVersion": "1.0.0",
        "itemInfoEntries": entries,
        "rootModelIdentifier": "B",
    }
    (path / "Manifest.json").write_text(json.dumps(manifest))


def model_bytes(net: Net) -> bytes:
    model = message_class("Model")()
    model.specificationVersion = 7
    for features, field in ((net.inputs, "input"), (net.outputs, "output")):
        for name, (shape, dtype) in features.items():
            feature = getattr(model.description, field).add(name=name)
            feature.type.multiArrayType.shape.extend(shape)
            feature.type.multiArrayType.dataType = _ARRAY[dtype]
    function = model.mlProgram.functions["main"]
    function.opset = "CoreML6"
    block = function.block_specializations["CoreML6"]
    for kind, shape in _operations(net):
        operation = block.operations.add(type=kind)
        output = operation.outputs.add(name=f"v{len(block.operations)}")
        _set_type(output.type, shape, "fp16")
        if kind.startswith("constexpr_lut"):
            _set_type(operation.attributes["lut"].type, (1 << net.lut,), "fp16")
    return model.SerializeToString()


def _operations(net: Net) -> list[tuple[str, Shape]]:
    found: list[tuple[str, Shape]] = [("conv", (2, 320, 64, 64))]
    found += [("constexpr_lut_to_dense", (320, 320, 1, 1))] if net.lut else []
    found += [("softmax", shape) for shape in net.softmaxes]
    return found + [("gelu", (2, 1280, 1, 4096))] * net.gelus


def _set_type(message: Any, shape: Shape, dtype: str) -> None:
    message.tensorType.dataType = _MIL[dtype]
    message.tensorType.rank = len(shape)
    for side in shape:
        message.tensorType.dimensions.add().constant.size = side


def write_bundle(path: Path, net: Net, text: bool = True) -> None:
    """An .mlmodelc as coremlcompiler lays it out."""
    (path / "weights").mkdir(parents=True)
    (path / "weights" / "weight.bin").write_bytes(bytes(64))
    (path / "coremldata.bin").write_bytes(b"\0")
    metadata = {
        "metadataOutputVersion": "3.0",
        "storagePrecision": net.storage,
        "inputSchema": [_schema(*item) for item in net.inputs.items()],
        "outputSchema": [_schema(*item) for item in net.outputs.items()],
        "modelType": {"name": "MLModelType_mlProgram"},
        "mlProgramOperationTypeHistogram": {
            "Ios16.softmax": len(net.softmaxes),
            "Ios16.gelu": net.gelus,
        },
    }
    (path / "metadata.json").write_text(json.dumps([metadata]))
    if text:
        lines = [
            f"            tensor<fp16, {list(shape)}> w{i}_cast_fp16 = softmax(axis = a, x = b)"
            f'[name = tensor<string, []>("w{i}")];'
            for i, shape in enumerate(net.softmaxes)
        ]
        (path / "model.mil").write_text("program(1.0)\n" + "\n".join(lines))


def _schema(name: str, value: tuple[Shape, str]) -> dict[str, str]:
    shape, dtype = value
    return {
        "hasShapeFlexibility": "0",
        "isOptional": "0",
        "dataType": _LONG[dtype],
        "shape": json.dumps(list(shape)),
        "name": name,
        "type": "MultiArray",
    }
