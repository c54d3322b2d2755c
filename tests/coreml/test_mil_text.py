"""Compiled models' text is read into the very program that the package holds, and drawn with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.core.errors import BadInput
from desktop.engines.coreml.coreml_engine import CoreMLEngine
from desktop.engines.coreml.portable.load import load
from desktop.engines.coreml.portable.mil_text import read_compiled
from desktop.engines.coreml.portable.package_program import read_programs
from desktop.engines.coreml.portable.program import Blob, TensorType

from . import tiny_model as tiny
from .mil_programs import inputs_of, save_cases
from .mil_writer import compile_to, same
from .test_engine import nothing, request
from .test_operations import GROUPS

# ruff: noqa: E501
BY_HAND = """program(1.0)
[buildInfo = dict<tensor<string, []>, tensor<string, []>>({{"coremlc-version", "1877.40.3"}})]
{
    func main<ios16>(tensor<fp16, [1, 2, 1, ?]> x) [FlexibleShapeInformation = tuple<a>((b, [1]))] {
            tensor<int32, []> axis = const()[name = tensor<string, []>("axis"), val = tensor<int32, []>(1)];
            tensor<bool, []> inter = const()[name = tensor<string, []>("i"), val = tensor<bool, []>(false)];
            fp16 half = const()[name = string("half"), val = fp16(0x1p-1)];
            tensor<fp16, [2, 2, 1, 1]> w = constexpr_lut_to_dense()[indices = tensor<uint8, [1]>(BLOBFILE(path = tensor<string, []>("@model_path/weights/weight.bin"), offset = tensor<uint64, []>(64))), lut = tensor<fp16, [4]>([-0x1.8p+1, 0x0p+0, inf, 0x1p-14]), name = tensor<string, []>("w_palettized"), shape = tensor<uint32, [4]>([2, 2, 1, 1])];
            tensor<fp16, [1, 2, 1, ?]> y = mul(x = x, y = half)[name = string("y:\\"0\\"")]; tensor<fp16, [1, 4, 1, ?]> z = concat(axis = axis, interleave = inter, values = (x, y))[name = string("z")];
            tensor<fp16, [1, 2, 1, ?]> a, tensor<fp16, [1, 2, 1, ?]> b = split(axis = axis, num_splits = int32(2), x = z)[name = string("ab")];
        } -> (a, b);
}
"""


def test_the_text_as_apple_writes_it(tmp_path: Path) -> None:
    bundle = tmp_path / "Unet.mlmodelc"
    bundle.mkdir()
    (bundle / "model.mil").write_text(BY_HAND)
    (program,), root = read_compiled(bundle)
    assert root == bundle
    assert program.inputs == {"x": TensorType("fp16", (1, 2, 1, -1))}
    assert program.outputs == ("a", "b")
    assert [op.kind for op in program.ops] == ["constexpr_lut_to_dense", "mul", "concat", "split"]
    weights, multiply, join, cut = program.ops
    assert program.constants["w_palettized.indices"].value == Blob("weights/weight.bin", 64)
    palette = program.constants["w_palettized.lut"].value
    assert palette.tolist() == [-3.0, 0.0, float("inf"), 2.0**-14]
    assert weights.inputs["shape"] == ("w_palettized.shape",)
    assert program.constants["half"].value == np.float16(0.5)
    assert multiply.name == 'y:"0"'
    assert join.inputs["values"] == ("x", "y")
    assert program.constants["inter"].value == np.bool_(False)
    assert cut.outputs == ("a", "b")
    assert program.constants[cut.inputs["num_splits"][0]].value == 2


@pytest.mark.parametrize(("group", "target"), list(GROUPS), ids=str)
def test_every_operation_is_read_and_gives_the_same(
    tmp_path: Path, group: str, target: str
) -> None:
    cases = GROUPS[group, target]
    package = tmp_path / "all.mlpackage"
    save_cases(cases, target, package)
    bundle = compile_to(package, tmp_path / "all.mlmodelc", scalars=target == "iOS18")
    (wanted,), _ = read_programs(package)
    (found,), _ = read_programs(bundle)
    same(wanted, found)
    inputs = inputs_of(cases)
    expected, values = load(package).predict(inputs), load(bundle).predict(inputs)
    for name, value in expected.items():
        np.testing.assert_array_equal(value, values[name], name)


def test_a_compiled_model_draws_as_its_packages_do(tmp_path: Path) -> None:
    packages = tiny.write(tmp_path / "packages")
    names = {"text_encoder": "TextEncoder", "unet": "Unet", "vae_decoder": "VAEDecoder"}
    for path in packages.glob("*.mlpackage"):
        role = path.stem.removeprefix(tiny.NAME)
        compile_to(path, tmp_path / "compiled" / f"{names.get(role, 'VAEEncoder')}.mlmodelc")
    drawn = []
    for folder in (packages, tmp_path / "compiled"):
        asked = request(folder)
        engine = CoreMLEngine.load(asked, "job", nothing, nothing, cache_dir=tmp_path / "cache")
        (picture,) = engine.generate("job", asked, nothing, nothing)
        engine.close()
        drawn.append(picture.rgb)
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "program(1.0)",
        BY_HAND[: len(BY_HAND) // 2],
        BY_HAND.replace("func main", "func other"),
        BY_HAND.replace("concat(axis", "concat[axis"),
        BY_HAND.replace("[4]>([-0x1.8p+1, 0x0p+0", "[4]>([-0x1.8p+1"),
        BY_HAND.replace("mul(", "m§ul("),
        BY_HAND.replace("tensor<fp16, [1, 2, 1, ?]> x)", "state<tensor<fp16, [1]>> x)"),
    ],
)
def test_damaged_text_is_one_sentence(tmp_path: Path, text: str) -> None:
    bundle = tmp_path / "Unet.mlmodelc"
    bundle.mkdir()
    (bundle / "model.mil").write_text(text)
    with pytest.raises(BadInput) as caught:
        read_compiled(bundle)
    assert "\n" not in str(caught.value)


def test_an_old_neural_network_needs_a_mac(tmp_path: Path) -> None:
    (tmp_path / "Old.mlmodelc").mkdir()
    with pytest.raises(BadInput, match="needs a Mac"):
        read_compiled(tmp_path / "Old.mlmodelc")
