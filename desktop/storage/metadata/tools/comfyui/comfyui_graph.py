"""ComfyUI's two graph formats, read into one: nodes with inputs, some of which are links."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.core.messages import Message
from desktop.files.json_coerce import as_list, as_mapping, as_text

from .comfyui_widgets import WIDGETS

MAX_NODES = 5000


@dataclass
class ComfyNode:
    """One node; a link among its inputs is ``[node id, output slot]``."""

    id: str
    kind: str
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])


class ComfyGraph:
    """The nodes of a graph by id. Walks terminate, whatever the links are."""

    def __init__(self, nodes: Mapping[str, ComfyNode], notices: tuple[Message, ...] = ()) -> None:
        self.nodes = dict(nodes)
        self.notices = notices

    def target(self, value: object) -> ComfyNode | None:
        """Return the node at a link's source; None for a plain value or a dangling link."""
        link = as_list(value)
        if len(link) != 2 or not isinstance(link[0], str | int) or isinstance(link[0], bool):
            return None
        return self.nodes.get(str(link[0]))

    def slot(self, value: object) -> int:
        """Return a link's output slot; -1 for a plain value."""
        link = as_list(value)
        return link[1] if len(link) == 2 and isinstance(link[1], int) else -1

    def parents(self, node: ComfyNode) -> Iterator[ComfyNode]:
        """Yield the nodes whose outputs `node` takes."""
        for value in node.inputs.values():
            parent = self.target(value)
            if parent is not None:
                yield parent

    def ancestors(self, *starts: ComfyNode) -> list[ComfyNode]:
        """Return `starts` and all their ancestors, nearest first."""
        found: dict[str, ComfyNode] = {}
        waiting = deque(starts)
        while waiting:
            current = waiting.popleft()
            if current.id not in found:
                found[current.id] = current
                waiting.extend(self.parents(current))
        return list(found.values())

    def descendants(self, start: ComfyNode) -> list[ComfyNode]:
        """Return all descendants of `start`, nearest first, without itself."""
        children: dict[str, list[ComfyNode]] = {}
        for node in self.nodes.values():
            for parent in self.parents(node):
                children.setdefault(parent.id, []).append(node)
        found: dict[str, ComfyNode] = {}
        waiting = deque(children.get(start.id, []))
        while waiting:
            current = waiting.popleft()
            if current.id not in found and current is not start:
                found[current.id] = current
                waiting.extend(children.get(current.id, []))
        return list(found.values())


def read_graph(data: object) -> ComfyGraph | None:
    """Return the graph in decoded JSON of either format (also wrapped, as for the API),
    else None.
    """
    whole = as_mapping(data)
    if isinstance(whole.get("nodes"), list) and len(as_list(whole["nodes"])) <= MAX_NODES:
        return _from_workflow(whole)
    whole = as_mapping(whole.get("prompt")) or whole
    if len(whole) > MAX_NODES:
        return None
    nodes: dict[str, ComfyNode] = {}
    for key, value in whole.items():
        node = as_mapping(value)
        kind = as_text(node.get("class_type"))
        if kind:
            nodes[str(key)] = ComfyNode(str(key), kind, dict(as_mapping(node.get("inputs"))))
    return ComfyGraph(nodes) if nodes else None


def _from_workflow(whole: Mapping[str, Any]) -> ComfyGraph | None:
    sources = _link_sources(whole.get("links"))
    nodes: dict[str, ComfyNode] = {}
    skipped: dict[str, Mapping[str, Any]] = {}
    for value in as_list(whole["nodes"]):
        raw = as_mapping(value)
        key, kind = str(raw.get("id", "")), as_text(raw.get("type"))
        if not kind or raw.get("mode") == 2:  # muted
            continue
        if raw.get("mode") == 4 or kind == "Reroute":  # bypassed
            skipped[key] = raw
            continue
        nodes[key] = ComfyNode(key, kind, _widget_values(raw, kind))
    for value in as_list(whole["nodes"]):
        raw = as_mapping(value)
        node = nodes.get(str(raw.get("id", "")))
        if node is not None:
            _connect(node, raw, sources, skipped)
    notices = (Message("The workflow has subgraphs, which Easel doesn’t look into."),)
    return ComfyGraph(nodes, notices if whole.get("definitions") else ()) if nodes else None


def _link_sources(links: object) -> dict[object, tuple[str, int, str]]:
    """Return each link's source by the link's id: node, slot, type."""
    sources: dict[object, tuple[str, int, str]] = {}
    for value in as_list(links):
        entry = as_list(value)
        named = as_mapping(value)
        if named:
            entry = [named.get(key) for key in ("id", "origin_id", "origin_slot", "", "", "type")]
        if len(entry) >= 6 and isinstance(entry[0], int) and isinstance(entry[2], int):
            sources[entry[0]] = (str(entry[1]), entry[2], as_text(entry[5]))
    return sources


def _widget_values(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    values = raw.get("widgets_values")
    if as_mapping(values):
        return dict(as_mapping(values))
    if kind == "Power Lora Loader (rgthree)":
        entries = [as_mapping(value) for value in as_list(values)]
        return {f"lora_{n}": entry for n, entry in enumerate(entries, 1) if "lora" in entry}
    names = WIDGETS.get(kind, "").split()
    pairs = zip(names, as_list(values), strict=False)
    return {name: value for name, value in pairs if name != "_"}


def _connect(
    node: ComfyNode,
    raw: Mapping[str, Any],
    sources: Mapping[object, tuple[str, int, str]],
    skipped: Mapping[str, Mapping[str, Any]],
) -> None:
    for value in as_list(raw.get("inputs")):
        entry = as_mapping(value)
        name = as_text(entry.get("name"))
        source = _real_source(entry.get("link"), sources, skipped)
        if name and source is not None:
            node.inputs[name] = [source[0], source[1]]


def _real_source(
    link: object,
    sources: Mapping[object, tuple[str, int, str]],
    skipped: Mapping[str, Mapping[str, Any]],
) -> tuple[str, int, str] | None:
    """Return a link's source, past pass-through nodes."""
    for _ in range(len(skipped) + 1):
        source = sources.get(link) if isinstance(link, int) else None
        if source is None or source[0] not in skipped:
            return source
        inputs = [as_mapping(item) for item in as_list(skipped[source[0]].get("inputs"))]
        fitting = [item for item in inputs if item.get("type") in (source[2], "*")]
        link = fitting[0].get("link") if fitting else None
    return None
