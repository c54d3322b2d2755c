"""Fusion of attention, whole or split by heads and queries, into one operation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F

from .ops.mil_node import Kernel, MilNode
from .program import Op
from .use_graph import UseGraph

KIND = "easel.attention"


@dataclass(frozen=True, slots=True)
class Layout:
    """Memory layout of the operands of softmax(scale q k^T + mask) v.

    `query`, `key`, `value` and `mask` are the permutations to (*batch, length, features); `out`
    permutes the result to the program's layout. With `heads`, the features of an operand are heads
    x features, in its last axis.
    """

    query: tuple[int, ...]
    key: tuple[int, ...]
    value: tuple[int, ...]
    out: tuple[int, ...]
    scale: float
    heads: int = 1

    @property
    def query_length_axis(self) -> int:
        """Axis of positions in the query."""
        return self.query[-2]

    @property
    def out_axis(self) -> int:
        """Axis of features in the result."""
        return self.out.index(len(self.out) - 1)

    @property
    def out_length_axis(self) -> int:
        """Axis of positions in the result."""
        return self.out.index(len(self.out) - 2)


def fuse_attention(graph: UseGraph) -> None:
    """Replace every attention of the program by one operation of kind KIND."""
    for op in graph.ops():
        if op.kind == "softmax":
            _fuse_core(graph, op)
    for op in graph.ops():
        if op.kind == "concat":
            _merge(graph, op)


def build_attention(node: MilNode) -> Kernel:
    """Return the kernel of a fused attention: torch's own."""
    layout: Layout = node.op.detail
    heads = layout.heads
    shape, ndim = list(node.op.type.shape), len(layout.query)
    order = list(layout.out)

    def lay(x: torch.Tensor, permutation: tuple[int, ...]) -> torch.Tensor:
        """Return `x` as (batch, heads, length, features), the features contiguous."""
        y = x.permute(permutation)
        if heads > 1:
            y = torch.unflatten(y, -1, (heads, -1)).movedim(-2, -3)
        y = y.reshape(y.shape[0], -1, *y.shape[-2:]) if y.ndim != 4 else y
        return y if y.stride(-1) == 1 else y.contiguous()

    def run(
        q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        y = F.scaled_dot_product_attention(
            lay(q, layout.query), lay(k, layout.key), lay(v, layout.value), mask, scale=layout.scale
        )
        if heads > 1:  # (batch, heads, length, features) to (*batch, length, heads * features)
            y = y.transpose(1, 2).flatten(2)
        inner = [shape[axis] for axis in _inverse(order)]
        return y.reshape(inner).permute(order) if y.ndim != ndim or heads > 1 else y.permute(order)

    return Kernel(run, ("query", "key", "value", "mask") if "mask" in node.op.inputs else _PLAIN)


_PLAIN = ("query", "key", "value")


def _inverse(order: list[int]) -> list[int]:
    return [order.index(axis) for axis in range(len(order))]


def _letters(graph: UseGraph, op: Op) -> tuple[list[str], list[str], str] | None:
    """Return a product's operand names, their axis letters, and the letters of the result."""
    if op.kind == "einsum":
        equation = graph.program.constants[op.inputs["equation"][0]].value
        if not isinstance(equation, str) or len(op.inputs["values"]) != 2:
            return None
        sides, out = equation.replace(" ", "").split("->")
        return list(op.inputs["values"]), sides.split(","), out
    if op.kind != "matmul":
        return None
    x, y = op.inputs["x"][0], op.inputs["y"][0]
    rank = len(graph.shape(x))
    if rank != len(graph.shape(y)) or rank not in (3, 4):
        return None
    if graph.shape(x)[:-2] != graph.shape(y)[:-2]:
        return None
    batch = "ab"[: rank - 2]
    left = "km" if graph.parameter(op, "transpose_x") == [1] else "mk"
    right = "nk" if graph.parameter(op, "transpose_y") == [1] else "kn"
    return [x, y], [batch + left, batch + right], batch + "mn"


def _only(letters: set[str]) -> str | None:
    return next(iter(letters)) if len(letters) == 1 else None


def _fuse_core(graph: UseGraph, softmax: Op) -> None:
    pattern = [softmax]
    scale, mask = 1.0, None
    name = softmax.inputs["x"][0]
    while True:
        before = graph.maker(name)
        if before is None or graph.user(name) is None:
            return
        if before.kind in ("matmul", "einsum"):
            break
        pattern.append(before)
        if before.kind == "cast" and before.type.dtype in ("fp16", "fp32"):
            name = before.inputs["x"][0]
            continue
        if before.kind not in ("mul", "add"):
            return
        x, y = before.inputs["x"][0], before.inputs["y"][0]
        scores, other = (y, x) if _made_by_product(graph, y) else (x, y)
        if before.kind == "mul":
            factor = graph.scalar(other)
            if factor is None:
                return
            scale *= factor
        elif mask is not None or scale != 1.0:
            return
        else:
            mask = other
        name = scores
    product = before
    pattern.append(product)
    weights = softmax.outputs[0]
    after = graph.user(weights)
    if after is not None and after.kind == "cast" and after.type.dtype in ("fp16", "fp32"):
        pattern.append(after)
        weights = after.outputs[0]
        after = graph.user(weights)
    if after is None or after.kind not in ("matmul", "einsum"):
        return
    pattern.append(after)
    axis = graph.parameter(softmax, "axis") or [-1]
    fused = _core(graph, product, after, weights, axis[0], scale, mask)
    if fused is not None:
        graph.replace(pattern, fused)


def _made_by_product(graph: UseGraph, name: str) -> bool:
    """Return whether `name` is a product's result, possibly scaled and cast."""
    for _ in range(3):
        op = graph.maker(name)
        if op is None:
            return False
        if op.kind in ("matmul", "einsum"):
            return True
        if op.kind not in ("mul", "cast"):
            return False
        name = op.inputs["x"][0]
    return False


def _core(
    graph: UseGraph,
    product: Op,
    after: Op,
    weights: str,
    axis: int,
    scale: float,
    mask: str | None,
) -> Op | None:
    first, second = _letters(graph, product), _letters(graph, after)
    if first is None or second is None:
        return None
    operands, sides, scores = first
    key_letter = scores[axis]
    k = 1 if key_letter in sides[1] else 0
    q = 1 - k
    others, other_sides, result = second
    if weights not in others or others[0] == others[1]:
        return None
    w = others.index(weights)
    v = 1 - w
    # The second product has letters of its own; the weights tell which is which.
    rename = dict(zip(other_sides[w], scores, strict=True))
    for letter in other_sides[v] + result:
        rename.setdefault(letter, letter.upper() + "'")
    value = [rename[letter] for letter in other_sides[v]]
    out = [rename[letter] for letter in result]
    batch = [c for c in scores if c in sides[q] and c in sides[k]]
    query_letter = _only(set(scores) - set(batch) - {key_letter})
    contracted = _only((set(sides[q]) & set(sides[k])) - set(scores))
    feature = _only(set(value) - set(batch) - {key_letter})
    if query_letter is None or contracted is None or feature is None or len(batch) > 2:
        return None
    if sorted(out) != sorted([*batch, query_letter, feature]) or sorted(value) != sorted(
        [*batch, key_letter, feature]
    ):
        return None
    canonical_out = [*batch, query_letter, feature]
    layout = Layout(
        query=tuple(sides[q].index(c) for c in [*batch, query_letter, contracted]),
        key=tuple(sides[k].index(c) for c in [*batch, key_letter, contracted]),
        value=tuple(value.index(c) for c in [*batch, key_letter, feature]),
        out=tuple(canonical_out.index(c) for c in out),
        scale=scale,
    )
    inputs = {"query": (operands[q],), "key": (operands[k],), "value": (others[v],)}
    if mask is not None:
        if list(scores) != [*batch, query_letter, key_letter] or len(batch) != 2:
            return None
        inputs["mask"] = (mask,)
    return Op(KIND, after.name, inputs, after.outputs, after.types, layout)


def _merge(graph: UseGraph, concat: Op) -> None:
    """Merge the joined attention of each head, or of each range of queries, into one."""
    names = concat.inputs["values"]
    parts = [graph.maker(name) for name in names]
    axis = graph.parameter(concat, "axis")
    if len(parts) < 2 or axis is None or graph.parameter(concat, "interleave") == [1]:
        return
    cores = [op for op in parts if op is not None and op.kind == KIND and "mask" not in op.inputs]
    if len(cores) != len(parts) or any(graph.user(name) is not concat for name in names):
        return
    layout: Layout = cores[0].detail
    if any(core.detail != layout for core in cores) or len(set(names)) != len(names):
        return
    joined = axis[0] % len(concat.type.shape)
    columns = {side: [core.inputs[side][0] for core in cores] for side in ("query", "key", "value")}
    if joined == layout.out_length_axis and len(set(columns["key"] + columns["value"])) == 2:
        source = _whole(graph, columns["query"], layout.query_length_axis, even=False)
        sources = {"query": source, "key": columns["key"][0], "value": columns["value"][0]}
    elif joined == layout.out_axis and layout.heads == 1:
        sources = {
            "query": _whole(graph, columns["query"], layout.query[-1], even=True),
            "key": _whole(graph, columns["key"], layout.key[-1], even=True),
            "value": _whole(graph, columns["value"], layout.value[-1], even=True),
        }
        layout = replace(layout, heads=len(cores))
    else:
        return
    if None in sources.values():
        return
    inputs = {side: (name,) for side, name in sources.items() if name is not None}
    fused = Op(KIND, concat.name, inputs, concat.outputs, concat.types, layout)
    graph.replace([*cores, concat], fused)


def _whole(graph: UseGraph, names: list[str], axis: int, *, even: bool) -> str | None:
    """Return the value that `names` split completely and in order along `axis`, or None."""
    makers = [graph.maker(name) for name in names]
    pieces = [_piece(graph, op, name) for op, name in zip(makers, names, strict=True)]
    place, source = 0, None
    for piece in pieces:
        if piece is None or piece[1] != axis or piece[2] != place:
            return None
        if source not in (None, piece[0]):
            return None
        source, place = piece[0], piece[3]
    sizes = {piece[3] - piece[2] for piece in pieces if piece is not None}
    if source is None or place != graph.shape(source)[axis] or (even and len(sizes) != 1):
        return None
    return source


def _piece(graph: UseGraph, op: Op | None, name: str) -> tuple[str, int, int, int] | None:
    """Return the source, axis, begin and end of the slice `name`, or None."""
    if op is None:
        return None
    source = op.inputs.get("x", ("",))[0]
    if op.kind == "split":
        axis = (graph.parameter(op, "axis") or [0])[0] % len(op.type.shape)
        index = op.outputs.index(name)
        begin = sum(kind.shape[axis] for kind in op.types[:index])
        return source, axis, begin, begin + op.types[index].shape[axis]
    if op.kind != "slice_by_index" or any(graph.parameter(op, "squeeze_mask") or []):
        return None
    if any(step != 1 for step in graph.parameter(op, "stride") or []):
        return None
    whole, cut = graph.shape(source), op.type.shape
    differing = [axis for axis in range(len(whole)) if whole[axis] != cut[axis]]
    begin = graph.parameter(op, "begin")
    if len(differing) != 1 or begin is None:
        return None
    axis = differing[0]
    masked = graph.parameter(op, "begin_mask") or [0] * len(whole)
    start = 0 if masked[axis] else begin[axis] % whole[axis]
    return source, axis, start, start + cut[axis]
