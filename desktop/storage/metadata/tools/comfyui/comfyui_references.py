"""The reference pictures of a ComfyUI graph's editing model (klein, Kontext, Qwen-Image-Edit)."""

from __future__ import annotations

from desktop.files.json_coerce import as_text

from .comfyui_graph import ComfyGraph, ComfyNode

_MOST = 16
_PICTURES = ("image", "image1", "image2", "image3")
"""Picture inputs of the nodes that encode a prompt together with pictures."""
_SCALES = {
    *("FluxKontextImageScale", "ImageScale", "ImageScaleToTotalPixels", "ImageScaleBy"),
    *("ImageStitch", "GetImageSize", "VAEEncode", "VAEEncodeTiled", "ReferenceLatent"),
}
"""Nodes between a picture's file and the model that resize it or pass it on."""


def referenced_pictures(graph: ComfyGraph, link: object, used: set[str]) -> list[str]:
    """Return the files of the references behind a conditioning, in order, each once.

    A chain of `ReferenceLatent` is read against its links: the node next to the sampler adds the
    last picture. Understood nodes are added to `used`.
    """
    found: list[list[str]] = []
    seen: set[str] = set()
    waiting = [graph.target(link)]
    while waiting and len(seen) < len(graph.nodes):
        node = waiting.pop(0)
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        pictures = _pictures_of(graph, node, used)
        if pictures:
            found.append(pictures)
        waiting += [
            graph.target(value)
            for name, value in node.inputs.items()
            if name in ("positive", "guider") or name.startswith("conditioning")
        ]
    ordered = [path for pictures in reversed(found) for path in pictures]
    return list(dict.fromkeys(ordered))[:_MOST]


def _pictures_of(graph: ComfyGraph, node: ComfyNode, used: set[str]) -> list[str]:
    if node.kind == "ReferenceLatent":
        used.add(node.id)
        return _files_behind(graph, node.inputs.get("latent"), used)
    if node.kind.startswith("TextEncodeQwenImageEdit"):
        return [
            path for name in _PICTURES for path in _files_behind(graph, node.inputs.get(name), used)
        ]
    return []


def _files_behind(graph: ComfyGraph, link: object, used: set[str]) -> list[str]:
    """Return the files of all `LoadImage` nodes on the way to a link, by ComfyUI's names."""
    start = graph.target(link)
    found: list[str] = []
    for node in graph.ancestors(start) if start is not None else ():
        if node.kind in _SCALES:
            used.add(node.id)
        if node.kind.startswith("LoadImage"):
            used.add(node.id)
            path = as_text(node.inputs.get("image"))
            found += [path] if path else []
    return found
