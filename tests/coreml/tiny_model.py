"""A whole Core ML model of a few operations a part, so that the engine's ways are tested quickly.

The "UNet" answers with a mix of its inputs, so that every input that goes astray changes the
picture. Built with coremltools' own builder, with the inputs, dtypes and shapes of Apple's parts.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .mil_programs import quiet_coremltools

NAME = "Stable_Diffusion_version_tiny_"
WIDTH, TOKENS, LATENT = 768, 77, 8
_rng = np.random.default_rng(3)
_table = _rng.normal(size=(97, WIDTH)).astype(np.float16)
_pattern = _rng.normal(size=(1, 4, LATENT, LATENT)).astype(np.float16)
_to_rgb = _rng.normal(size=(3, 4, 1, 1)).astype(np.float32)
_to_latent = _rng.normal(size=(8, 3, 1, 1)).astype(np.float32) * 0.2

Shapes = dict[str, tuple[tuple[int, ...], str]]


def save(
    path: Path,
    inputs: Shapes,
    outputs: Callable[..., dict[str, Any]],
    target: str = "iOS16",
) -> Path:
    """A package with `inputs` (shape, "fp16" | "fp32"); `outputs` builds them by name."""
    ct = quiet_coremltools()
    from coremltools.converters.mil.mil import Builder as mb
    from coremltools.converters.mil.mil import Function, Program, types

    opset = getattr(ct.target, target)
    kinds = {"fp16": types.fp16, "fp32": types.fp32}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = Program()
        given = {n: mb.placeholder(shape=s, dtype=kinds[d]) for n, (s, d) in inputs.items()}
        with Function(given, opset_version=opset) as function:
            made = outputs(mb, **{name: function.inputs[name] for name in inputs})
            function.set_outputs(
                [mb.cast(x=value, dtype="fp32", name=name) for name, value in made.items()]
            )
        program.add_function("main", function)
        ct.convert(
            program,
            convert_to="mlprogram",
            minimum_deployment_target=opset,
            pass_pipeline=ct.PassPipeline.EMPTY,
            compute_precision=ct.precision.FLOAT32,
            skip_model_load=True,
        ).save(str(path))
    return path


def text_encoder(folder: Path, name: str, width: int, output: str) -> None:
    def build(mb: Any, input_ids: Any) -> dict[str, Any]:
        ids = mb.cast(x=mb.mod(x=input_ids, y=np.float32(97)), dtype="int32")
        hidden = mb.gather(x=_table[:, :width], indices=ids, axis=0)
        place = np.linspace(0.5, 1.5, TOKENS, dtype=np.float16)[None, :, None]
        hidden = mb.mul(x=hidden, y=place)
        return {output: hidden, "pooled_outputs": mb.reduce_mean(x=hidden, axes=[1])}

    save(folder / f"{NAME}{name}.mlpackage", {"input_ids": ((1, TOKENS), "fp32")}, build)


def unet_inputs(batch: int, width: int = WIDTH, ids: tuple[int, ...] = ()) -> Shapes:
    inputs: Shapes = {
        "sample": ((batch, 4, LATENT, LATENT), "fp16"),
        "timestep": ((batch,), "fp16"),
        "encoder_hidden_states": ((batch, width, 1, TOKENS), "fp16"),
    }
    if ids:
        inputs |= {"time_ids": (ids, "fp16"), "text_embeds": ((batch, width - 768), "fp16")}
    return inputs


def _column(mb: Any, x: Any, axes: list[int], batch: int) -> Any:
    """One number for each row, as (B, 1, 1, 1)."""
    return mb.reshape(x=mb.reduce_mean(x=x, axes=axes), shape=[batch, 1, 1, 1])


def mixed(mb: Any, batch: int, sample: Any, timestep: Any, encoder_hidden_states: Any) -> Any:
    """The first half of the "UNet"."""
    text = _column(mb, encoder_hidden_states, [1, 2, 3], batch)
    clock = mb.reshape(x=timestep, shape=[batch, 1, 1, 1])
    y = mb.add(x=sample, y=mb.mul(x=mb.mul(x=text, y=np.float16(40)), y=_pattern))
    return mb.add(x=y, y=mb.mul(x=clock, y=np.float16(2e-4)))


def finished(mb: Any, y: Any, batch: int, encoder_hidden_states: Any) -> Any:
    """The second half, which looks at the text again."""
    last = mb.slice_by_index(
        x=encoder_hidden_states, begin=[0, 0, 0, 3], end=[batch, 1, 1, 3 + LATENT]
    )
    return mb.add(x=y, y=last)


def unet(folder: Path, batch: int = 2, ids: tuple[int, ...] = (), residuals: int = 0) -> None:
    width = WIDTH + 96 if ids else WIDTH

    def build(mb: Any, **given: Any) -> dict[str, Any]:
        text = given["encoder_hidden_states"]
        y = mixed(mb, batch, given["sample"], given["timestep"], text)
        if ids:
            rows = mb.reshape(x=given["time_ids"], shape=[batch, 6])
            y = mb.add(x=y, y=mb.mul(x=_column(mb, rows, [1], batch), y=np.float16(1e-2)))
            y = mb.add(x=y, y=_column(mb, given["text_embeds"], [1], batch))
        for number in range(residuals):
            y = mb.add(x=y, y=given[f"additional_residual_{number}"])
        return {"noise_pred": finished(mb, y, batch, text)}

    inputs = unet_inputs(batch, width, ids)
    latent = ((batch, 4, LATENT, LATENT), "fp16")
    inputs |= {f"additional_residual_{number}": latent for number in range(residuals)}
    name = "control-unet" if residuals else "unet"
    save(folder / f"{NAME}{name}.mlpackage", inputs, build)


def refiner(folder: Path, batch: int = 2, latent: int = LATENT) -> None:
    """A refiner for `write_xl`'s model: the second text encoder's width, five numbers a row."""

    def build(mb: Any, **given: Any) -> dict[str, Any]:
        text = given["encoder_hidden_states"]
        small = mb.slice_by_index(
            x=given["sample"], begin=[0, 0, 0, 0], end=[batch, 4, LATENT, LATENT]
        )
        y = mixed(mb, batch, small, given["timestep"], text)
        score = mb.slice_by_index(x=given["time_ids"], begin=[0, 4], end=[batch, 5])
        y = mb.add(x=y, y=mb.reshape(x=score, shape=[batch, 1, 1, 1]))
        y = mb.add(x=y, y=_column(mb, given["text_embeds"], [1], batch))
        return {"noise_pred": finished(mb, y, batch, text)}

    inputs = unet_inputs(batch, 96)
    inputs["sample"] = ((batch, 4, latent, latent), "fp16")
    inputs |= {"time_ids": ((batch, 5), "fp16"), "text_embeds": ((batch, 96), "fp16")}
    save(folder / f"{NAME}refiner.mlpackage", inputs, build)


def chunked_unet(folder: Path, batch: int = 2) -> None:
    inputs = unet_inputs(batch)

    def first(mb: Any, **given: Any) -> dict[str, Any]:
        return {"half_cast_fp16": mixed(mb, batch, **given)}

    def second(mb: Any, encoder_hidden_states: Any, half_cast_fp16: Any) -> dict[str, Any]:
        half = mb.cast(x=half_cast_fp16, dtype="fp16")
        return {"noise_pred": finished(mb, half, batch, encoder_hidden_states)}

    between: Shapes = {
        "encoder_hidden_states": inputs["encoder_hidden_states"],
        "half_cast_fp16": ((batch, 4, LATENT, LATENT), "fp32"),
    }
    save(folder / f"{NAME}unet_chunk1.mlpackage", inputs, first)
    save(folder / f"{NAME}unet_chunk2.mlpackage", between, second)


def controlnet(folder: Path, name: str, count: int = 3) -> None:
    def build(mb: Any, **given: Any) -> dict[str, Any]:
        small = mb.avg_pool(
            x=given["controlnet_cond"], kernel_sizes=[8, 8], strides=[8, 8], pad_type="valid"
        )
        grey = mb.reduce_mean(x=small, axes=[1], keep_dims=True)
        zero = mb.mul(x=given["sample"], y=np.float16(0.01))
        return {
            f"additional_residual_{number}": mb.add(
                x=zero, y=mb.mul(x=grey, y=np.float16(0.3 * (number + 1)))
            )
            for number in range(count)
        }

    side = 8 * LATENT
    inputs = unet_inputs(2) | {"controlnet_cond": ((2, 3, side, side), "fp16")}
    save(folder / f"ControlNet_{name}.mlpackage", inputs, build)


def vae(folder: Path, latent: str = "latent") -> None:
    side = 8 * LATENT

    def decode(mb: Any, z: Any) -> dict[str, Any]:
        y = mb.conv(x=mb.cast(x=z, dtype="fp32"), weight=_to_rgb, pad_type="valid")
        big = mb.upsample_nearest_neighbor(x=y, scale_factor_height=8, scale_factor_width=8)
        return {"image": mb.tanh(x=mb.mul(x=big, y=np.float32(0.05)))}

    def encode(mb: Any, x: Any) -> dict[str, Any]:
        small = mb.avg_pool(
            x=mb.cast(x=x, dtype="fp32"), kernel_sizes=[8, 8], strides=[8, 8], pad_type="valid"
        )
        return {latent: mb.conv(x=small, weight=_to_latent, pad_type="valid")}

    save(folder / f"{NAME}vae_decoder.mlpackage", {"z": ((1, 4, LATENT, LATENT), "fp16")}, decode)
    save(folder / f"{NAME}vae_encoder.mlpackage", {"x": ((1, 3, side, side), "fp16")}, encode)


def safety_checker(folder: Path) -> None:
    """Finds bright pictures objectionable."""

    def build(mb: Any, clip_input: Any, images: Any, adjustment: Any) -> dict[str, Any]:
        bright = mb.reduce_mean(x=images, axes=[0, 1, 2, 3], keep_dims=True)
        found = mb.cast(x=mb.greater(x=bright, y=np.float16(0.5)), dtype="fp16")
        moved = mb.add(x=clip_input, y=adjustment)
        return {
            "filtered_images": mb.mul(x=images, y=np.float16(0)),
            "has_nsfw_concepts": found,
            "concept_scores": mb.reduce_mean(x=moved, axes=[1, 2, 3], keep_dims=False),
        }

    inputs: Shapes = {
        "clip_input": ((1, 3, 224, 224), "fp16"),
        "images": ((1, 8 * LATENT, 8 * LATENT, 3), "fp16"),
        "adjustment": ((1,), "fp16"),
    }
    save(folder / f"{NAME}safety_checker.mlpackage", inputs, build)


def write(folder: Path, **unet_options: Any) -> Path:
    """A model of SD 1's kind."""
    folder.mkdir(parents=True, exist_ok=True)
    text_encoder(folder, "text_encoder", WIDTH, "last_hidden_state")
    unet(folder, **unet_options)
    vae(folder)
    return folder


def write_xl(folder: Path, ids: tuple[int, ...] = (2, 6)) -> Path:
    """A model of SDXL's kind: two text encoders, time_ids, pooled embeddings."""
    folder.mkdir(parents=True, exist_ok=True)
    text_encoder(folder, "text_encoder", WIDTH, "hidden_embeds")
    text_encoder(folder, "text_encoder_2", 96, "hidden_embeds")
    unet(folder, ids=ids)
    vae(folder)
    return folder
