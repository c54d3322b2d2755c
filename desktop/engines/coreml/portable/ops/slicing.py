"""MIL operations that slice, join or index tensors."""

from __future__ import annotations

import torch

from .mil_node import Builder, Kernel, MilNode, binary, ints_of, unary, variadic

_Slices = tuple[slice | int, ...]


def slices_of(node: MilNode, begin: list[int], end: list[int]) -> _Slices:
    """Return the slices of a `slice_by_index` with its masks; a squeezed axis is an int."""
    rank = node.rank("x")
    stride = node.ints("stride", [1] * rank)
    masks = {
        name: node.static(name) or [False] * rank
        for name in ("begin_mask", "end_mask", "squeeze_mask")
    }
    slices: list[slice | int] = []
    for axis in range(rank):
        first = None if masks["begin_mask"][axis] else begin[axis]
        last = None if masks["end_mask"][axis] else end[axis]
        if masks["squeeze_mask"][axis]:
            slices.append(first or 0)
        else:
            slices.append(slice(first, last, stride[axis]))
    return tuple(slices)


def pick(x: torch.Tensor, slices: _Slices) -> torch.Tensor:
    """Return `x[slices]`, with negative strides too, which torch does not support."""
    picked: list[slice | int] = []
    for axis, part in enumerate(slices):
        if isinstance(part, slice) and part.step is not None and part.step < 0:
            order = torch.tensor(range(x.shape[axis])[part])
            x = x.index_select(axis, order)
            picked.append(slice(None))
        else:
            picked.append(part)
    return x[tuple(picked)]


def _slice_by_index(node: MilNode) -> Kernel:
    if node.is_static("begin") and node.is_static("end"):
        slices = slices_of(node, node.ints("begin"), node.ints("end"))
        if all(isinstance(part, int) or (part.step or 1) > 0 for part in slices):
            return unary(lambda x: x[slices], ("x",))
        return unary(lambda x: pick(x, slices), ("x",))

    def run(x: torch.Tensor, begin: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
        return pick(x, slices_of(node, ints_of(begin), ints_of(end)))

    return Kernel(run, ("x", "begin", "end"))


def _slice_by_size(node: MilNode) -> Kernel:
    sizes = node.ints("size")

    def run(x: torch.Tensor, begin: torch.Tensor) -> torch.Tensor:
        for axis, (start, size) in enumerate(zip(ints_of(begin), sizes, strict=True)):
            x = x.narrow(axis, start, x.shape[axis] - start if size == -1 else size)
        return x

    return Kernel(run, ("x", "begin"))


def _slice_update(node: MilNode) -> Kernel:
    slices = slices_of(node, node.ints("begin"), node.ints("end"))

    def run(x: torch.Tensor, update: torch.Tensor) -> torch.Tensor:
        y = x.clone()
        y[slices] = update.reshape(y[slices].shape)
        return y

    return Kernel(run, ("x", "update"))


def split_sizes(node: MilNode) -> list[int]:
    """Return the sizes of the parts of a `split`."""
    if node.has("split_sizes"):
        return node.ints("split_sizes")
    parts = int(node.static("num_splits"))
    return [node.input_type("x").shape[int(node.static("axis"))] // parts] * parts


def _split(node: MilNode) -> Kernel:
    sizes, axis = split_sizes(node), int(node.static("axis"))
    return unary(lambda x: torch.split(x, sizes, axis), ("x",))


def _concat(node: MilNode) -> Kernel:
    axis = int(node.static("axis"))
    if node.static("interleave", False):
        shape = list(node.op.type.shape)
        axis %= len(shape)
        return variadic(lambda *v: torch.stack(v, axis + 1).reshape(shape), ("values",))
    return variadic(lambda *values: torch.cat(values, axis), ("values",))


def _stack(node: MilNode) -> Kernel:
    axis = int(node.static("axis"))
    return variadic(lambda *values: torch.stack(values, axis), ("values",))


def _gather(node: MilNode) -> Kernel:
    rank = node.rank("x")
    axis, batch = int(node.static("axis", 0)) % rank, int(node.static("batch_dims", 0))
    side = node.input_type("x").shape[axis]
    if batch:
        return binary(lambda x, i: _batched_gather(x, i, axis, batch, side), ("x", "indices"))

    def run(x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        flat = (indices.to(torch.int64) % side).reshape(-1)
        picked = x.index_select(axis, flat)
        return picked.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])

    return Kernel(run, ("x", "indices"))


def _batched_gather(
    x: torch.Tensor, indices: torch.Tensor, axis: int, batch: int, side: int
) -> torch.Tensor:
    lead = x.shape[:batch]
    rows = x.reshape(-1, *x.shape[batch:])
    wanted = (indices.to(torch.int64) % side).reshape(rows.shape[0], *indices.shape[batch:])
    picked = [
        row.index_select(axis - batch, want.reshape(-1)).reshape(
            *row.shape[: axis - batch], *want.shape, *row.shape[axis - batch + 1 :]
        )
        for row, want in zip(rows, wanted, strict=True)
    ]
    return torch.stack(picked).reshape(*lead, *picked[0].shape)


def _gather_along_axis(node: MilNode) -> Kernel:
    axis = int(node.static("axis", 0)) % node.rank("x")
    side = node.input_type("x").shape[axis]

    def run(x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        return torch.gather(x, axis, indices.to(torch.int64) % side)

    return Kernel(run, ("x", "indices"))


def _gather_nd(node: MilNode) -> Kernel:
    batch = int(node.static("batch_dims", 0))

    def run(x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        if batch:
            rows = [run_one(a, b) for a, b in zip(x, indices, strict=True)]
            return torch.stack(rows)
        return run_one(x, indices)

    def run_one(x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        return x[tuple(indices.to(torch.int64).unbind(-1))]

    return Kernel(run, ("x", "indices"))


_MODES = {"add": "sum", "mul": "prod", "max": "amax", "min": "amin"}


def _scatter_along_axis(node: MilNode) -> Kernel:
    axis = int(node.static("axis", 0)) % node.rank("data")
    mode, side = node.static("mode", "add"), node.input_type("data").shape[axis]

    def run(data: torch.Tensor, indices: torch.Tensor, updates: torch.Tensor) -> torch.Tensor:
        where = indices.to(torch.int64) % side
        if mode == "update":
            return data.scatter(axis, where, updates)
        return data.scatter_reduce(axis, where, updates, _MODES[mode])

    return Kernel(run, ("data", "indices", "updates"))


def _scatter(node: MilNode) -> Kernel:
    axis = int(node.static("axis", 0)) % node.rank("data")
    mode, side = node.static("mode", "add"), node.input_type("data").shape[axis]

    def run(data: torch.Tensor, indices: torch.Tensor, updates: torch.Tensor) -> torch.Tensor:
        where = (indices.to(torch.int64) % side).reshape(-1)
        shape = [*data.shape[:axis], where.numel(), *data.shape[axis + 1 :]]
        source = updates.reshape(shape)
        if mode == "update":
            return data.index_copy(axis, where, source)
        if mode == "add":
            return data.index_add(axis, where, source)
        return data.index_reduce(axis, where, source, _MODES[mode])

    return Kernel(run, ("data", "indices", "updates"))


def _scatter_nd(node: MilNode) -> Kernel:
    mode = node.static("mode", "add")

    def run(data: torch.Tensor, indices: torch.Tensor, updates: torch.Tensor) -> torch.Tensor:
        where = tuple(indices.to(torch.int64).unbind(-1))
        return data.index_put(where, updates, accumulate=mode == "add")

    return Kernel(run, ("data", "indices", "updates"))


OPERATIONS: dict[str, Builder] = {
    "slice_by_index": _slice_by_index,
    "slice_by_size": _slice_by_size,
    "slice_update": _slice_update,
    "split": _split,
    "concat": _concat,
    "stack": _stack,
    "gather": _gather,
    "gather_along_axis": _gather_along_axis,
    "gather_nd": _gather_nd,
    "scatter": _scatter,
    "scatter_along_axis": _scatter_along_axis,
    "scatter_nd": _scatter_nd,
}
