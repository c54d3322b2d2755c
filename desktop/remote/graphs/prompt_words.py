"""Convert a prompt to the syntax of ComfyUI's text encoder node."""

from __future__ import annotations

import re

from desktop.core.names import name_key
from desktop.core.prompts.dialects import parse_as
from desktop.core.prompts.prompt_syntax import Piece
from desktop.core.request import EmbeddingUse, GenerationRequest
from desktop.core.server import ServerFile

_KNOWN_ALREADY = re.compile(r"embedding:\Z", re.IGNORECASE)


def comfyui_parts(request: GenerationRequest, text: str) -> list[str]:
    """Return `text`, a part between two BREAKs each, with weights in ComfyUI's syntax."""
    if request.prompt_dialect == "comfyui":
        return [text]
    parts = parse_as(request.prompt_dialect, text)
    return ["".join(_shown(piece, request.embeddings) for piece in part) for part in parts]


def _shown(piece: Piece, embeddings: tuple[EmbeddingUse, ...]) -> str:
    text = piece.text.replace("(", "\\(").replace(")", "\\)")
    for use in embeddings:
        text = _with_embedding(text, use)
    if piece.weight == 1 or not text.strip():
        return text
    before, after = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}({text.strip()}:{round(piece.weight, 4):g}){after}"


def _with_embedding(text: str, use: EmbeddingUse) -> str:
    """Return `text` with the embedding's name as `embedding:file`."""
    file = ServerFile.of(use.path)
    name = file.name if file else use.name

    def called(match: re.Match[str]) -> str:
        said = bool(_KNOWN_ALREADY.search(match.string[: match.start()]))
        return name if said else f"embedding:{name}"

    if name_key(use.name) not in name_key(text):
        return text
    return re.sub(rf"(?<!\w){re.escape(use.name)}(?!\w)", called, text, flags=re.IGNORECASE)
