"""The portable runtime as a whole: patterns, precision, memory, errors, its reader."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special

from desktop.core.errors import BadInput, JobCancelled
from desktop.engines.coreml.portable.load import load
from desktop.engines.coreml.portable.package_program import read_programs
from desktop.engines.coreml.portable.portable_model import PortableModel
from desktop.engines.coreml.portable.weight_file import WeightStore
from desktop.models.bundles.coreml_proto import SCHEMA, message_class

from . import tiny_model as tiny
from .mil_programs import quiet_coremltools

B, H, D, S, T = 2, 4, 8, 24, 7
C = H * D
_rng = np.random.default_rng(5)


def floats(*shape: int) -> np.ndarray:
    return _rng.normal(size=shape).astype(np.float32)


INPUTS = {"q": floats(B, C, 1, S), "k": floats(B, C, 1, T), "v": floats(B, C, 1, T)}
SHAPES: tiny.Shapes = {name: (value.shape, "fp32") for name, value in INPUTS.items()}
SCALE = np.float32(D**-0.5)


def reference(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
    """softmax(q k^T / sqrt(d)) v by head, in float64."""
    q, k, v = (x.astype(np.float64).reshape(B, H, D, -1) for x in (q, k, v))
    weights = special.softmax(np.einsum("bhdq,bhdk->bhqk", q, k) * D**-0.5, axis=-1)
    return np.einsum("bhqk,bhdk->bhdq", weights, v).reshape(B, C, 1, S)


def original(mb: Any, q: Any, k: Any, v: Any) -> dict[str, Any]:
    q, k, v = (mb.reshape(x=x, shape=[B, H, D, -1]) for x in (q, k, v))
    scores = mb.mul(x=mb.matmul(x=q, y=k, transpose_x=True), y=SCALE)
    weights = mb.softmax(x=scores, axis=3)
    return {"y": mb.reshape(x=mb.matmul(x=v, y=weights, transpose_y=True), shape=[B, C, 1, S])}


def head(mb: Any, q: Any, k: Any, v: Any) -> Any:
    scores = mb.einsum(values=[k, q], equation="bkhc,bchq->bkhq")
    weights = mb.softmax(x=mb.mul(x=scores, y=SCALE), axis=1)
    return mb.einsum(values=[v, weights], equation="bchk,bkhq->bchq")


def pieces(mb: Any, x: Any, axis: int, size: int, total: int) -> list[Any]:
    """Slices as Apple's converter cuts them."""
    found = []
    for start in range(0, total, size):
        begin, end = [0] * 4, list(x.shape)
        begin[axis], end[axis] = start, min(start + size, total)
        masks = [place != axis for place in range(4)]
        found.append(mb.slice_by_index(x=x, begin=begin, end=end, begin_mask=masks, end_mask=masks))
    return found


def split_einsum(mb: Any, q: Any, k: Any, v: Any) -> dict[str, Any]:
    k = mb.transpose(x=k, perm=[0, 3, 2, 1])
    heads = zip(
        pieces(mb, q, 1, D, C),
        mb.split(x=k, num_splits=H, axis=3),
        pieces(mb, v, 1, D, C),
        strict=True,
    )
    return {"y": mb.concat(values=[head(mb, *each) for each in heads], axis=1)}


def split_einsum_v2(mb: Any, q: Any, k: Any, v: Any) -> dict[str, Any]:
    k = mb.transpose(x=k, perm=[0, 3, 2, 1])
    heads = zip(
        mb.split(x=q, num_splits=H, axis=1),
        pieces(mb, k, 3, D, C),
        mb.split(x=v, num_splits=H, axis=1),
        strict=True,
    )
    done = [
        mb.concat(values=[head(mb, part, b, c) for part in pieces(mb, a, 3, 10, S)], axis=3)
        for a, b, c in heads
    ]
    return {"y": mb.concat(values=done, axis=1)}


def with_mask(mb: Any, q: Any, k: Any, v: Any) -> dict[str, Any]:
    """As a text encoder has it, with a mask that changes nothing but the pattern."""
    q, k, v = (
        mb.transpose(x=mb.reshape(x=x, shape=[B, H, D, -1]), perm=[0, 1, 3, 2]) for x in (q, k, v)
    )
    scores = mb.matmul(x=mb.mul(x=q, y=SCALE), y=k, transpose_y=True)
    masked = mb.add(x=scores, y=np.zeros((1, 1, S, T), np.float32))
    y = mb.matmul(x=mb.softmax(x=masked, axis=-1), y=v)
    return {"y": mb.reshape(x=mb.transpose(x=y, perm=[0, 1, 3, 2]), shape=[B, C, 1, S])}


def kinds(model: PortableModel) -> list[str]:
    return [step.op.kind for step in model.plan.steps]


@pytest.mark.parametrize("build", [original, split_einsum, split_einsum_v2, with_mask])
def test_attention_becomes_one_operation(tmp_path: Path, build: Any) -> None:
    model = PortableModel.load(tiny.save(tmp_path / "a.mlpackage", SHAPES, build))
    assert kinds(model).count("easel.attention") == 1
    assert not {"softmax", "matmul", "einsum", "concat"} & set(kinds(model))
    actual = model.predict(INPUTS)["y"]
    np.testing.assert_allclose(actual, reference(**INPUTS), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("build", [original, split_einsum, split_einsum_v2])
def test_attention_rounded_as_on_the_device_stays_as_written(tmp_path: Path, build: Any) -> None:
    path = tiny.save(tmp_path / "a.mlpackage", SHAPES, build)
    model = PortableModel.load(path, precision="fp16")
    assert "softmax" in kinds(model)
    np.testing.assert_allclose(
        model.predict(INPUTS)["y"], reference(**INPUTS), rtol=1e-5, atol=1e-5
    )


def test_what_only_looks_like_attention_is_left_alone(tmp_path: Path) -> None:
    def build(mb: Any, q: Any, k: Any, v: Any) -> dict[str, Any]:
        q, k, v = (mb.reshape(x=x, shape=[B, H, D, -1]) for x in (q, k, v))
        weights = mb.softmax(x=mb.matmul(x=q, y=k, transpose_x=True), axis=3)
        y = mb.matmul(x=v, y=weights, transpose_y=True)
        wrong_axis = mb.softmax(x=mb.matmul(x=q, y=k, transpose_x=True), axis=2)
        z = mb.matmul(x=v, y=wrong_axis, transpose_y=True)
        return {"y": y, "z": z, "w": weights}

    model = PortableModel.load(tiny.save(tmp_path / "a.mlpackage", SHAPES, build))
    assert "easel.attention" not in kinds(model)
    q, k, v = (x.astype(np.float64).reshape(B, H, D, -1) for x in INPUTS.values())
    weights = special.softmax(np.einsum("bhdq,bhdk->bhqk", q, k), axis=2)
    expected = np.einsum("bhqk,bhdk->bhdq", weights, v)
    np.testing.assert_allclose(model.predict(INPUTS)["z"], expected, rtol=1e-4, atol=1e-4)


X = floats(2, 12, 5, 6)
GAMMA, BETA = floats(12), floats(12)
_LAY = (None, slice(None), None, None)


def written_out(mb: Any, x: Any) -> Any:
    """Group normalisation as coremltools writes it out for torch's group_norm."""
    y = mb.reshape(x=x, shape=[2, 4, 3, 5, 6])
    centred = mb.sub(x=y, y=mb.reduce_mean(x=y, axes=[2, 3, 4], keep_dims=True))
    variance = mb.reduce_mean(x=mb.square(x=centred), axes=[2, 3, 4], keep_dims=True)
    spread = mb.sqrt(x=mb.add(x=variance, y=np.float32(1e-5)))
    return mb.reshape(x=mb.real_div(x=centred, y=spread), shape=[2, 12, 5, 6])


def plain(mb: Any, x: Any) -> dict[str, Any]:
    return {"y": written_out(mb, x)}


def times_plus(mb: Any, x: Any) -> dict[str, Any]:
    y = mb.mul(x=written_out(mb, x), y=GAMMA.reshape(1, 12, 1, 1))
    return {"y": mb.add(x=y, y=BETA.reshape(1, 12, 1, 1))}


def batch_norm(mb: Any, x: Any) -> dict[str, Any]:
    zeros, ones = np.zeros(12, np.float32), np.ones(12, np.float32)
    y = written_out(mb, x)
    return {
        "y": mb.batch_norm(x=y, mean=zeros, variance=ones, gamma=GAMMA, beta=BETA, epsilon=1e-12)
    }


@pytest.mark.parametrize("build", [plain, times_plus, batch_norm])
def test_group_norm_becomes_one_operation(tmp_path: Path, build: Any) -> None:
    model = PortableModel.load(tiny.save(tmp_path / "a.mlpackage", {"x": (X.shape, "fp32")}, build))
    assert kinds(model) == ["easel.group_norm", "cast"]
    groups = X.astype(np.float64).reshape(2, 4, -1)
    normal = (groups - groups.mean(-1, keepdims=True)) / np.sqrt(
        groups.var(-1, keepdims=True) + 1e-5
    )
    expected = normal.reshape(X.shape)
    if build is not plain:
        expected = expected * GAMMA[_LAY] + BETA[_LAY]
    np.testing.assert_allclose(model.predict({"x": X})["y"], expected, rtol=1e-4, atol=1e-5)


def test_sigmoid_times_its_argument_becomes_silu(tmp_path: Path) -> None:
    def build(mb: Any, x: Any) -> dict[str, Any]:
        return {"y": mb.mul(x=x, y=mb.sigmoid(x=x))}

    model = PortableModel.load(tiny.save(tmp_path / "a.mlpackage", {"x": (X.shape, "fp32")}, build))
    assert kinds(model) == ["silu", "cast"]
    np.testing.assert_allclose(
        model.predict({"x": X})["y"], X * special.expit(X), rtol=1e-5, atol=1e-6
    )


def test_values_are_let_go_after_their_last_use(tmp_path: Path) -> None:
    def build(mb: Any, x: Any) -> dict[str, Any]:
        y = x
        for _ in range(6):
            y = mb.add(x=mb.exp(x=y), y=x)
        return {"y": y}

    model = PortableModel.load(tiny.save(tmp_path / "a.mlpackage", {"x": (X.shape, "fp32")}, build))
    steps, outputs = model.plan.steps, set(model.plan.outputs.values())
    made = [index for step in steps for index in step.writes if index not in outputs]
    freed = [index for step in steps for index in step.frees]
    assert sorted(freed) == sorted(made)
    for place, step in enumerate(steps):
        later = {index for other in steps[place + 1 :] for index in other.reads}
        assert not later & set(step.frees)


def test_half_precision_overflows_as_on_the_device(tmp_path: Path) -> None:
    def build(mb: Any, x: Any) -> dict[str, Any]:
        big = mb.mul(x=mb.mul(x=x, y=np.float16(300)), y=np.float16(300))
        return {"y": mb.mul(x=big, y=np.float16(1e-4))}

    path = tiny.save(tmp_path / "a.mlpackage", {"x": ((3,), "fp16")}, build)
    x = {"x": np.array([0.5, 1.0, -1.0], np.float32)}
    full = PortableModel.load(path).predict(x)["y"]
    half = PortableModel.load(path, precision="fp16").predict(x)["y"]
    assert np.isfinite(full).all()
    assert np.isfinite(half).tolist() == [True, False, False]
    bf16 = PortableModel.load(path, precision="bf16").predict(x)["y"]
    np.testing.assert_allclose(bf16, full, rtol=0.02)


def test_an_unknown_operation_is_named_with_its_part(tmp_path: Path) -> None:
    def build(mb: Any, x: Any) -> dict[str, Any]:
        noise = mb.random_normal(shape=np.array([3], np.int32), mean=0.0, stddev=1.0, seed=1)
        return {"y": mb.add(x=x, y=noise)}

    path = tiny.save(tmp_path / "Unet.mlpackage", {"x": ((3,), "fp32")}, build)
    with pytest.raises(BadInput, match=r"Unet\.mlpackage uses operations.*random_normal"):
        PortableModel.load(path)


def test_inputs_are_checked_and_work_can_be_stopped(tmp_path: Path) -> None:
    path = tiny.save(tmp_path / "a.mlpackage", {"x": (X.shape, "fp32")}, times_plus)
    model = PortableModel.load(path)
    with pytest.raises(BadInput, match="needs the input x"):
        model.predict({})
    with pytest.raises(BadInput, match="with shape"):
        model.predict({"x": X[:1]})

    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        model.predict({"x": X}, check=stop)


def test_pipeline_of_two_models_in_one_package(tmp_path: Path) -> None:
    ct = quiet_coremltools()
    tiny.chunked_unet(tmp_path)
    tiny.unet(tmp_path)
    chunks = [tmp_path / f"{tiny.NAME}unet_chunk{number}.mlpackage" for number in (1, 2)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        models = [ct.models.MLModel(str(path), skip_model_load=True) for path in chunks]
        ct.utils.make_pipeline(*models).save(str(tmp_path / "pipeline.mlpackage"))
    inputs = {name: floats(*shape) for name, (shape, _) in tiny.unet_inputs(2).items()}
    whole = load(tmp_path / f"{tiny.NAME}unet.mlpackage").predict(inputs)["noise_pred"]
    joined = load(tmp_path / "pipeline.mlpackage")
    assert set(joined.inputs) == set(inputs)
    actual = joined.predict(inputs)["noise_pred"]
    np.testing.assert_allclose(actual, whole, rtol=1e-2, atol=1e-2)


def test_constants_are_those_that_coremltools_reads(tmp_path: Path) -> None:
    ct = quiet_coremltools()
    from coremltools.converters.mil.frontend.milproto.load import load as load_mil

    tiny.vae(tmp_path)
    path = tmp_path / f"{tiny.NAME}vae_decoder.mlpackage"
    (program,), root = read_programs(path)
    store = WeightStore(root)
    ours = {name: store.array(value) for name, value in program.constants.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ct.models.MLModel(str(path), skip_model_load=True)
        theirs = load_mil(
            model.get_spec(), model.get_spec().specificationVersion, model.weights_dir
        )
    seen = 0
    for op in theirs.functions["main"].operations:
        if op.op_type == "const" and op.outputs[0].name in ours:
            assert np.array_equal(ours[op.outputs[0].name], np.asarray(op.val.val))
            seen += 1
    assert seen == len(ours)


def test_our_schema_is_coremltools_schema() -> None:
    quiet_coremltools()
    from coremltools.proto import FeatureTypes_pb2, MIL_pb2, Model_pb2

    theirs: dict[str, Any] = {}

    def collect(messages: Any) -> None:
        for message in messages:
            theirs.setdefault(message.name, message)
            collect(message.nested_types)

    for module in (Model_pb2, MIL_pb2, FeatureTypes_pb2):
        collect(module.DESCRIPTOR.message_types_by_name.values())
    for name, fields in SCHEMA.items():
        message = theirs["Model" if name == "ModelHead" else name]
        ours = message_class(name).DESCRIPTOR
        for field, (number, kind) in fields.items():
            real = message.fields_by_name[field]
            assert real.number == number, (name, field)
            assert ours.fields_by_name[field].is_repeated == real.is_repeated, (name, field)
            if real.message_type is None and real.enum_type is None:
                assert ours.fields_by_name[field].type == real.type, (name, field, kind)
