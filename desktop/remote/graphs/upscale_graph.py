"""Build the graph that enlarges one picture on a ComfyUI server."""

from __future__ import annotations

from desktop.core.messages import Message
from desktop.remote.drawing.server_file_checks import server_file
from desktop.remote.protocol.offers import Offers

from .graph_nodes import Graph
from .picture_graph import Passes, PictureGraph


def upscale_graph(upscaler: str, offers: Offers, upload: str) -> PictureGraph:
    """Return the graph; `upscaler` is a server's file, `upload` the uploaded picture's name.

    Raises BadInput where the server lacks a node.
    """
    file = server_file(upscaler, "", Message("upscaler"))
    graph = Graph(file.server, offers)
    picture = graph.add("start", "LoadImage", image=upload)
    model = graph.add("upscaler", "UpscaleModelLoader", model_name=file.name)
    larger = graph.add("larger", "ImageUpscaleWithModel", upscale_model=model, image=picture)
    graph.add("picture", "PreviewImage", images=larger)
    return PictureGraph(graph.nodes, "picture", Passes({}))
