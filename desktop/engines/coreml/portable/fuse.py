"""Makes well-known groups of operations one, for which torch has a kernel of its own."""

from __future__ import annotations

from .fuse_attention import KIND as ATTENTION
from .fuse_attention import build_attention, fuse_attention
from .fuse_norm import GROUP_NORM, build_group_norm, fuse_norms
from .ops.mil_node import Builder
from .program import Op, Program
from .use_graph import UseGraph
from .weight_file import WeightStore

FUSED: dict[str, Builder] = {ATTENTION: build_attention, GROUP_NORM: build_group_norm}
"""Builders of the operations that `fuse` brings in."""


def fuse(program: Program, store: WeightStore) -> list[Op]:
    """The operations of `program`, fused; the program itself stays as it is."""
    graph = UseGraph(program, store)
    fuse_norms(graph)
    fuse_attention(graph)
    graph.sweep()
    return graph.ops()
