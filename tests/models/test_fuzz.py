"""Damaged headers, JSON and YAML never crash recognition, hang it, or lead it outside a file."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.models.config_files import parse_object, read_json
from desktop.models.library import ModelLibrary
from desktop.models.locations.other_apps import extra_model_paths
from desktop.models.recognition.diffusers_folder import recognise_diffusers
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.safetensors_header import HeaderError, parse_header
from tests.models.conftest import LINUX, write_tensors

FAST = settings(
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
VALID = json.dumps(
    {
        "__metadata__": {"modelspec.title": "x"},
        "model.diffusion_model.input_blocks.0.0.weight": {
            "dtype": "F16",
            "shape": [2, 4, 1, 1],
            "data_offsets": [0, 16],
        },
    }
).encode()


@FAST
@given(raw=st.binary(max_size=300), size=st.integers(0, 2**40))
@example(raw=b"[" * 100_000, size=0)
@example(raw=b'{"a":{"dtype":"F16","shape":[9223372036854775807,4],"data_offsets":[0,8]}}', size=8)
@example(raw=b'{"a":{"dtype":"F16","shape":[-1],"data_offsets":[0,-2]}}', size=8)
@example(raw=b'{"__metadata__":{"shape":3}}', size=0)
@example(raw=b'{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2,3]}}', size=8)
def test_any_bytes_are_a_header_or_a_header_error(raw: bytes, size: int) -> None:
    try:
        header = parse_header(raw, size)
    except HeaderError as refused:
        sentence = str(refused)
    else:
        sentence = f"{header.parameters}."
    assert sentence.endswith(".")


@FAST
@given(value=st.dictionaries(st.text(max_size=30), json_values, max_size=6))
def test_any_json_is_a_header_or_a_header_error(value: dict[str, Any]) -> None:
    with contextlib.suppress(HeaderError):
        parse_header(json.dumps(value).encode(), 100)


@FAST
@given(
    flips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 400),
)
def test_damaged_files_are_recognised_or_refused(
    flips: list[tuple[int, int]], cut: int, tmp_path: Path
) -> None:
    data = bytearray(len(VALID).to_bytes(8, "little") + VALID + bytes(16))
    for place, value in flips:
        data[place % len(data)] = value
    file = tmp_path / "x.safetensors"
    file.write_bytes(data[: len(data) - cut] if cut < len(data) else b"")
    found = recognise_file(file)
    assert str(found.problem).endswith(".")  # so small a file is never a whole model


@FAST
@given(raw=st.binary(max_size=200))
@example(raw=b'{"a":' * 50_000)
@example(raw=b'{"a": ' + b"9" * 10_000 + b"}")
def test_any_bytes_are_an_object_or_none(raw: bytes) -> None:
    assert parse_object(raw) is None or isinstance(parse_object(raw), dict)


@FAST
@given(index=json_values, unet=json_values, scheduler=json_values, own=json_values)
def test_any_configs_make_a_model_or_a_problem(
    index: Any, unet: Any, scheduler: Any, own: Any, tmp_path: Path
) -> None:
    names = ("model_index.json", "unet/config.json", "scheduler/scheduler_config.json")
    for name, value in zip((*names, "easel.json"), (index, unet, scheduler, own), strict=True):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(value))
    assert recognise_diffusers(tmp_path).problem


KEYS = st.sampled_from(
    ["_class_name", "in_channels", "cross_attention_dim", "sample_size", "transformer_layers_per_"
     "block", "addition_embed_type", "mid_block_type", "time_cond_proj_dim", "defaults", "width",
     "prediction_type", "timestep_spacing", "block_out_channels", "guidance_scale", "name"]
)  # fmt: skip


@FAST
@given(unet=st.dictionaries(KEYS, json_values), own=st.dictionaries(KEYS, json_values))
def test_any_values_of_the_known_keys_make_a_model_that_lists(
    unet: dict[str, Any], own: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "m"
    for name, value in {
        "model_index.json": {"_class_name": "StableDiffusionXLPipeline"},
        "unet/config.json": unet,
        "vae/config.json": unet,
        "easel.json": own | {"defaults": own},
    }.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(json.dumps(value))
    model = ModelLibrary(machine=LINUX).at(folder)
    json.dumps(model.summary())


@FAST
@given(raw=st.binary(max_size=120) | st.text(max_size=120).map(str.encode))
@example(raw=b"a: &a [*a, *a]\nb: *a")
@example(raw=b"? [1]\n: {base_path: 3, x: [1]}")
@example(raw=b"!!python/object/apply:os.system ['touch pwned']")
@example(raw=b"a: 2024-99-99")
@example(raw=b"[" * 3000)
def test_any_yaml_is_paths_or_nothing(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "extra_model_paths.yaml"
    file.write_bytes(raw)
    assert all(isinstance(path, Path) for path in extra_model_paths(file, tmp_path))
    assert not Path("pwned").exists()


def test_an_endless_header_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.safetensors"
    with file.open("wb") as opened:
        opened.write((2**60).to_bytes(8, "little"))
        opened.truncate(10**12)
    assert recognise_file(file).problem
    with (tmp_path / "big.json").open("wb") as opened:
        opened.truncate(10**12)
    assert read_json(tmp_path / "big.json") is None


TELLING = st.sampled_from(
    ["model.diffusion_model.input_blocks.0.0.weight",
     "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight",
     "model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight",
     "model.diffusion_model.middle_block.2.x", "first_stage_model.decoder.conv_in.weight",
     "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight",
     "control_model.a.attn2.to_k.weight", "controlnet_cond_embedding.conv_in.weight",
     "emb_params", "clip_l", "clip_g", "<token>", "decoder.conv_in.weight", "1.weight",
     "decoder.layers.1.weight", "3.conv.0.weight", "body.0.weight", "body.1.weight",
     "body.2.weight", "model.1.sub.0.RDB1.conv1.0.weight", "text_model.x", "a.quant_state.b"]
)  # fmt: skip


@FAST
@given(
    shapes=st.dictionaries(
        TELLING,
        st.lists(st.sampled_from([0, 1, 3, 4, 9]), max_size=4)
        | st.tuples(st.sampled_from([1, 64]), st.sampled_from([4, 768, 1024, 1280, 2048])).map(
            list
        ),
    ),
    name=st.sampled_from(["x", "sdxl_turbo", "v2-1_768", "lightning_4step", "lcm"]),
)
def test_any_shapes_of_telling_tensors_are_recognised(
    shapes: dict[str, list[int]], name: str, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.safetensors"
    write_tensors(file, {key: tuple(shape) for key, shape in shapes.items()})
    found = recognise_file(file)
    assert found.what
    assert found.problem or found.what != "unknown"


@pytest.mark.slow
def test_thousands_of_damaged_files() -> None:
    here = Path(__file__)
    files = [str(here), str(here.parent / "downloads" / "test_unpack.py")]
    command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=easel-many", *files]
    subprocess.run(command, check=True, cwd=here.parents[2])
