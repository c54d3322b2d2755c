"""A graph in ComfyUI's API format, built node by node."""

from __future__ import annotations

from typing import Any, NamedTuple

from desktop.core.errors import BadInput
from desktop.remote.protocol.offers import Offers
from desktop.remote.protocol.server_http import Json


class Link(NamedTuple):
    """The output `slot` of a node."""

    node: str
    slot: int = 0


class Graph:
    """Nodes by id; `add` refuses classes that the server lacks."""

    def __init__(self, server: str, offers: Offers) -> None:
        self.server, self.offers = server, offers
        self.nodes: dict[str, Json] = {}

    def add(self, node: str, kind: str, /, **inputs: Any) -> Link:
        """Add a node of class `kind` with the id `node`; return its first output. Raises
        BadInput.
        """
        if not self.offers.has(kind):
            raise BadInput(
                "“{server}” lacks the node {node}, which this picture needs.",
                server=self.server,
                node=kind,
            )
        wired = {key: list(v) if isinstance(v, Link) else v for key, v in inputs.items()}
        self.nodes[node] = {"class_type": kind, "inputs": wired}
        return Link(node)
