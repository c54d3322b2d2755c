"""The cases of operations that move, cut and join values, and of resizing and pooling."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from .mil_programs import Case
from .op_cases import by_torch, floats, ints

_x = floats(2, 3, 4, 5)


def shape_case(build: Any, expected: Any, x: np.ndarray = _x) -> Case:
    return Case(build, expected, {"x": x})


def _depth_to_space(x: np.ndarray) -> np.ndarray:
    """TensorFlow's rule in NCHW: channel (i * size + j) * depth + d goes to pixel (i, j)."""
    b, c, h, w = x.shape
    out = np.empty((b, c // 4, 2 * h, 2 * w), x.dtype)
    for i in range(2):
        for j in range(2):
            out[:, :, i::2, j::2] = x[:, (i * 2 + j) * (c // 4) : (i * 2 + j + 1) * (c // 4)]
    return out


def _space_to_depth(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x[:, :, i::2, j::2] for i in range(2) for j in range(2)], axis=1)


SHAPES = {
    "reshape": shape_case(lambda mb, x: mb.reshape(x=x, shape=[6, -1]), lambda x: x.reshape(6, 20)),
    "reshape_zero": shape_case(
        lambda mb, x: mb.reshape(x=x, shape=[0, 0, 20, 1]), lambda x: x.reshape(2, 3, 20, 1)
    ),
    "reshape_computed": shape_case(
        lambda mb, x: mb.reshape(
            x=x,
            shape=mb.concat(
                values=[
                    mb.slice_by_size(x=mb.shape(x=x), begin=[0], size=[1]),
                    np.array([-1], np.int32),
                ],
                axis=0,
            ),
        ),
        lambda x: x.reshape(2, -1),
    ),
    "transpose": shape_case(
        lambda mb, x: mb.transpose(x=x, perm=[0, 3, 1, 2]), lambda x: x.transpose(0, 3, 1, 2)
    ),
    "expand_dims": shape_case(
        lambda mb, x: mb.expand_dims(x=x, axes=[-1, 1]),
        lambda x: x[:, None, :, :, None],
        floats(2, 3, 4),
    ),
    "squeeze": shape_case(
        lambda mb, x: mb.squeeze(x=x, axes=[1, -1]), lambda x: x[:, 0, :, 0], floats(2, 1, 3, 1)
    ),
    "reverse": shape_case(
        lambda mb, x: mb.reverse(x=x, axes=[1, 3]), lambda x: x[:, ::-1, :, ::-1]
    ),
    "tile": shape_case(
        lambda mb, x: mb.tile(x=x, reps=[2, 1, 3]), lambda x: np.tile(x, (2, 1, 3)), floats(1, 2, 3)
    ),
    "pixel_shuffle": shape_case(
        lambda mb, x: mb.pixel_shuffle(x=x, upscale_factor=2),
        lambda x: x.reshape(1, 2, 2, 2, 3, 3).transpose(0, 1, 4, 2, 5, 3).reshape(1, 2, 6, 6),
        floats(1, 8, 3, 3),
    ),
    "pixel_unshuffle": shape_case(
        lambda mb, x: mb.pixel_unshuffle(x=x, downscale_factor=np.uint32(2)),
        lambda x: x.reshape(1, 2, 3, 2, 3, 2).transpose(0, 1, 3, 5, 2, 4).reshape(1, 8, 3, 3),
        floats(1, 2, 6, 6),
    ),
    "depth_to_space": shape_case(
        lambda mb, x: mb.depth_to_space(x=x, block_size=2), _depth_to_space, floats(1, 8, 2, 3)
    ),
    "space_to_depth": shape_case(
        lambda mb, x: mb.space_to_depth(x=x, block_size=2), _space_to_depth, floats(1, 2, 4, 6)
    ),
    "band_part": shape_case(
        lambda mb, x: mb.band_part(x=x, lower=1, upper=0),
        lambda x: np.triu(np.tril(x), -1),
        floats(4, 5),
    ),
    "flatten2d": shape_case(lambda mb, x: mb.flatten2d(x=x, axis=2), lambda x: x.reshape(6, 20)),
    "fill": shape_case(
        lambda mb, x: mb.add(x=mb.fill(shape=mb.shape(x=x), value=2.5), y=x), lambda x: x + 2.5
    ),
    "fill_like": shape_case(
        lambda mb, x: mb.fill_like(ref_tensor=x, value=1.5), lambda x: np.full(x.shape, 1.5)
    ),
    "range_1d": Case(
        lambda mb, e: mb.range_1d(start=np.int32(1), end=mb.squeeze(x=e), step=np.int32(2)),
        lambda e: np.arange(1, e[0], 2),
        {"e": np.array([8], np.int32)},
    ),
    "one_hot": Case(
        lambda mb, i: mb.one_hot(
            indices=i, one_hot_vector_size=5, axis=-1, on_value=2.0, off_value=-1.0
        ),
        lambda i: np.where(np.eye(5)[i] == 1, 2.0, -1.0),
        {"i": ints(2, 3, low=0, high=5)},
    ),
    "sliding_windows": shape_case(
        lambda mb, x: mb.sliding_windows(x=x, axis=1, size=3, stride=2),
        lambda x: np.stack([x[:, 0:3], x[:, 2:5], x[:, 4:7]], axis=1),
        floats(2, 7, 3),
    ),
    "shape": shape_case(lambda mb, x: mb.shape(x=x), lambda x: np.array(x.shape)),
    "non_zero": shape_case(lambda mb, x: mb.non_zero(x=x), np.argwhere, ints(3, 4, low=0, high=2)),
}

_indices = np.array([2, 0, 1, -1], np.int32)
_along = ints(2, 3, 4, 2, low=0, high=5)
_nd = np.array([[0, 2], [1, 1], [1, 0]], np.int32)
_update = floats(2, 4, 4, 5)


def _scatter_add(d: np.ndarray, u: np.ndarray) -> np.ndarray:
    d = d.copy()
    np.add.at(d, (slice(None), _indices), u)
    return d


def _scatter_nd(d: np.ndarray, u: np.ndarray) -> np.ndarray:
    d = d.copy()
    d[tuple(_nd.T)] = u
    return d


def _put(d: np.ndarray, u: np.ndarray) -> np.ndarray:
    d = d.copy()
    np.put_along_axis(d, _along[..., :1], u, 3)
    return d


SLICING = {
    "slice_by_index": shape_case(
        lambda mb, x: mb.slice_by_index(
            x=x,
            begin=[0, 1, 0, -4],
            end=[0, 3, 0, -1],
            begin_mask=[True, False, True, False],
            end_mask=[True, False, True, False],
            stride=[1, 1, 2, 2],
        ),
        lambda x: x[:, 1:3, ::2, -4:-1:2],
    ),
    "slice_by_index_squeeze": shape_case(
        lambda mb, x: mb.slice_by_index(
            x=x,
            begin=[1, 0, 0, 0],
            end=[0, 0, 0, 0],
            squeeze_mask=[True, False, False, False],
            begin_mask=[False, True, True, True],
            end_mask=[False, True, True, True],
        ),
        lambda x: x[1],
    ),
    "slice_by_index_back": shape_case(
        lambda mb, x: mb.slice_by_index(
            x=x, begin=[0, 0, 3, 0], end=[2, 3, 0, 5], stride=[1, 1, -2, 1]
        ),
        lambda x: x[:, :, 3:0:-2],
    ),
    "slice_by_size": shape_case(
        lambda mb, x: mb.slice_by_size(x=x, begin=[0, 1, 1, 0], size=[2, 2, -1, 3]),
        lambda x: x[:, 1:3, 1:, :3],
    ),
    "split": shape_case(
        lambda mb, x: mb.split(x=x, num_splits=2, axis=2)[1], lambda x: x[:, :, 2:]
    ),
    "split_sizes": shape_case(
        lambda mb, x: mb.split(x=x, split_sizes=[1, 3, 1], axis=3)[1], lambda x: x[..., 1:4]
    ),
    "concat": Case(
        lambda mb, x, y: mb.concat(values=[x, y, x], axis=1),
        lambda x, y: np.concatenate([x, y, x], 1),
        {"x": floats(2, 3), "y": floats(2, 2)},
    ),
    "concat_interleaved": Case(
        lambda mb, x, y: mb.concat(values=[x, y], axis=1, interleave=True),
        lambda x, y: np.stack([x, y], 2).reshape(2, 6),
        {"x": floats(2, 3), "y": floats(2, 3)},
    ),
    "stack": Case(
        lambda mb, x, y: mb.stack(values=[x, y], axis=1),
        lambda x, y: np.stack([x, y], 1),
        {"x": floats(2, 3), "y": floats(2, 3)},
    ),
    "gather": shape_case(
        lambda mb, x: mb.gather(x=x, indices=_indices, axis=1), lambda x: x[:, _indices]
    ),
    "gather_rank_2": shape_case(
        lambda mb, x: mb.gather(x=x, indices=_indices.reshape(2, 2), axis=2),
        lambda x: x[:, :, _indices.reshape(2, 2)],
    ),
    "gather_batch": shape_case(
        lambda mb, x: mb.gather(
            x=x, indices=np.array([[0, 1], [2, 2]], np.int32), axis=1, batch_dims=1
        ),
        lambda x: np.stack([x[0, [0, 1]], x[1, [2, 2]]]),
    ),
    "gather_along_axis": shape_case(
        lambda mb, x: mb.gather_along_axis(x=x, indices=_along, axis=3),
        lambda x: np.take_along_axis(x, _along, 3),
    ),
    "gather_nd": shape_case(
        lambda mb, x: mb.gather_nd(x=x, indices=_nd), lambda x: x[tuple(_nd.T)]
    ),
    "scatter": Case(
        lambda mb, d, u: mb.scatter(data=d, indices=_indices, updates=u, axis=1, mode="add"),
        _scatter_add,
        {"d": _x, "u": _update},
    ),
    "scatter_along_axis": Case(
        lambda mb, d, u: mb.scatter_along_axis(
            data=d, indices=_along[..., :1], updates=u, axis=3, mode="update"
        ),
        _put,
        {"d": _x, "u": floats(2, 3, 4, 1)},
    ),
    "scatter_nd": Case(
        lambda mb, d, u: mb.scatter_nd(data=d, indices=_nd, updates=u, mode="update"),
        _scatter_nd,
        {"d": _x, "u": floats(3, 4, 5)},
    ),
}


SLICING_18 = {
    "slice_update": Case(
        lambda mb, x, u: mb.slice_update(
            x=x,
            update=u,
            begin=np.array([0, 1, 0, 0], np.int32),
            end=np.array([2, 2, 4, 5], np.int32),
        ),
        lambda x, u: np.concatenate([x[:, :1], u, x[:, 2:]], 1),
        {"x": _x, "u": floats(2, 1, 4, 5)},
    ),
}


def _bilinear(x: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Linear interpolation at the given source positions, rows first."""
    height, width = x.shape[-2:]
    tall = np.stack(
        [
            (1 - (r - int(r))) * x[..., int(r), :]
            + (r - int(r)) * x[..., min(int(r) + 1, height - 1), :]
            for r in rows
        ],
        axis=-2,
    )
    return np.stack(
        [
            (1 - (c - int(c))) * tall[..., int(c)]
            + (c - int(c)) * tall[..., min(int(c) + 1, width - 1)]
            for c in columns
        ],
        axis=-1,
    )


def _aligned(n: int, m: int) -> np.ndarray:
    return np.arange(m) * (n - 1) / (m - 1)


def _half_pixel(n: int, m: int) -> np.ndarray:
    return np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0, n - 1)


def _from_zero(n: int, m: int) -> np.ndarray:
    return np.clip(np.arange(m) * n / m, 0, n - 1)


def _offset(n: int, m: int) -> np.ndarray:
    delta = max(1, n - 1) / m
    return np.clip(0.5 * delta + np.arange(m) * delta, 0, n - 1)


def _resized(positions: Any) -> Any:
    return lambda x: _bilinear(x, positions(4, 7), positions(5, 8))


def _resize_case(mode: str, positions: Any) -> Case:
    return shape_case(
        lambda mb, x: mb.resize_bilinear(
            x=x, target_size_height=7, target_size_width=8, sampling_mode=mode
        ),
        _resized(positions),
    )


RESIZING = {
    "upsample_nearest_neighbor": shape_case(
        lambda mb, x: mb.upsample_nearest_neighbor(
            x=x, scale_factor_height=2, scale_factor_width=3
        ),
        lambda x: x.repeat(2, -2).repeat(3, -1),
    ),
    "upsample_nearest_neighbor_fraction": shape_case(
        lambda mb, x: mb.upsample_nearest_neighbor(
            x=x, scale_factor_height=1.5, scale_factor_width=2.0
        ),
        lambda x: x[:, :, [0, 0, 1, 2, 2, 3]].repeat(2, -1),
    ),
    "resize_nearest_neighbor": shape_case(
        lambda mb, x: mb.resize_nearest_neighbor(x=x, target_size_height=8, target_size_width=5),
        lambda x: x.repeat(2, -2),
    ),
    "upsample_bilinear": shape_case(
        lambda mb, x: mb.upsample_bilinear(
            x=x, scale_factor_height=2, scale_factor_width=2, align_corners=True
        ),
        lambda x: _bilinear(x, _aligned(4, 8), _aligned(5, 10)),
    ),
    "upsample_bilinear_half_pixel": shape_case(
        lambda mb, x: mb.upsample_bilinear(
            x=x, scale_factor_height=2, scale_factor_width=2, align_corners=False
        ),
        lambda x: _bilinear(x, _half_pixel(4, 8), _half_pixel(5, 10)),
    ),
    "resize_bilinear_strict": _resize_case("STRICT_ALIGN_CORNERS", _aligned),
    "resize_bilinear_aligned": _resize_case("ALIGN_CORNERS", _aligned),
    "resize_bilinear_default": _resize_case("DEFAULT", _from_zero),
    "resize_bilinear_offset": _resize_case("OFFSET_CORNERS", _offset),
    "resize_bilinear_unaligned": _resize_case("UNALIGN_CORNERS", _half_pixel),
    "pad_constant": shape_case(
        lambda mb, x: mb.pad(x=x, pad=[1, 0, 2, 1], mode="constant", constant_val=1.5),
        lambda x: np.pad(x, ((0, 0), (0, 0), (1, 0), (2, 1)), constant_values=1.5),
    ),
    "pad_reflect": shape_case(
        lambda mb, x: mb.pad(x=x, pad=[1, 2, 2, 1], mode="reflect"),
        lambda x: np.pad(x, ((0, 0), (0, 0), (1, 2), (2, 1)), mode="reflect"),
    ),
    "pad_replicate": shape_case(
        lambda mb, x: mb.pad(x=x, pad=[1, 2], mode="replicate"),
        lambda x: np.pad(x, ((0, 0), (0, 0), (0, 0), (1, 2)), mode="edge"),
    ),
    "avg_pool": shape_case(
        lambda mb, x: mb.avg_pool(
            x=x,
            kernel_sizes=[2, 3],
            strides=[2, 2],
            pad_type="custom",
            pad=[0, 0, 1, 1],
            exclude_padding_from_average=True,
        ),
        by_torch(lambda x: F.avg_pool2d(x, (2, 3), 2, (0, 1), count_include_pad=False)),
    ),
    "avg_pool_same": shape_case(
        lambda mb, x: mb.avg_pool(
            x=x,
            kernel_sizes=[2, 2],
            strides=[2, 2],
            pad_type="same",
            exclude_padding_from_average=True,
        ),
        lambda x: np.stack(
            [
                np.stack([x[:, :, i : i + 2, j : j + 2].mean((2, 3)) for j in (0, 2, 4)], axis=-1)
                for i in (0, 2)
            ],
            axis=-2,
        ),
    ),
    "max_pool": shape_case(
        lambda mb, x: mb.max_pool(
            x=x, kernel_sizes=[3, 3], strides=[2, 2], pad_type="custom", pad=[1, 1, 1, 1]
        ),
        by_torch(lambda x: F.max_pool2d(x, 3, 2, 1)),
    ),
    "l2_pool": shape_case(
        lambda mb, x: mb.l2_pool(x=x, kernel_sizes=[2, 2], strides=[2, 2], pad_type="valid"),
        by_torch(lambda x: torch.sqrt(F.avg_pool2d(x * x, 2, 2) * 4)),
    ),
}

RESIZING_17 = {
    "resize": shape_case(
        lambda mb, x: mb.resize(
            x=x,
            shape=np.array([7, 8], np.int32),
            resized_dims=np.uint32(2),
            interpolation_mode="LINEAR",
            sampling_mode="UNALIGN_CORNERS",
        ),
        _resized(_half_pixel),
    ),
    "resize_nearest": shape_case(
        lambda mb, x: mb.resize(
            x=x,
            shape=np.array([8, 10], np.int32),
            resized_dims=np.uint32(2),
            interpolation_mode="NEAREST_NEIGHBOR",
            sampling_mode="DEFAULT",
        ),
        lambda x: x.repeat(2, -2).repeat(2, -1),
    ),
}
