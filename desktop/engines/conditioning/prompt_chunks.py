"""Split a prompt into token chunks of a text encoder's length, with a weight for each token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import torch

from desktop.core.names import composed, name_key
from desktop.core.prompts.dialects import parse_as
from desktop.core.prompts.prompt_syntax import Piece
from desktop.core.request import PromptDialect


class Chunk(msgspec.Struct):
    """One encoder input: ids and weights, (L,) each, and injected embedding vectors."""

    ids: list[int]
    weights: list[float]
    vectors: dict[int, torch.Tensor] = {}


class _Item(msgspec.Struct):
    id: int
    weight: float
    vector: torch.Tensor | None = None


class Chunker:
    """Splitter of prompts into chunks of `length` tokens for one tokenizer, start and end included.

    `dialect` selects the rules. Easel: a word is not split unless it is longer than MAX_WORD
    tokens. ComfyUI: a piece of one weight is not split unless it has MAX_WORD tokens or more.
    A1111: the text after a comma at most BACK tokens before the end moves to the next chunk.
    InvokeAI: anywhere. BREAK begins a new chunk where the dialect has it.
    """

    MAX_WORD = 8
    BACK = 20

    def __init__(self, tokenizer: Any, length: int, dialect: PromptDialect = "easel") -> None:
        self._tokenizer, self._length = tokenizer, length
        self._dialect: PromptDialect = dialect
        frame = list(tokenizer("").input_ids)
        self._start, self._end = frame[0], frame[-1]
        pad = tokenizer.pad_token_id
        self._pad = self._end if pad is None else int(pad)
        self.empty = self._chunk([])

    def chunks(self, text: str, vectors: Mapping[str, torch.Tensor] = {}) -> list[Chunk]:
        """Return the chunks of `text`, at least one; `vectors` (n, D) replace the named words."""
        result: list[Chunk] = []
        parts = parse_as(self._dialect, text)
        for number, part in enumerate(parts):
            groups = [group for piece in part for group in self._groups(piece, vectors)]
            if self._dialect == "a1111" and number and not groups and number == len(parts) - 1:
                continue  # nothing follows the last BREAK
            result += [self._chunk(items) for items in self._filled(groups)]
        return result

    def count(self, text: str) -> int:
        """Return the number of tokens in `text`, start and end not counted."""
        return sum(
            len(group)
            for part in parse_as(self._dialect, text)
            for piece in part
            for group in self._groups(piece, {})
        )

    def _groups(self, piece: Piece, vectors: Mapping[str, torch.Tensor]) -> list[list[_Item]]:
        """Return the piece's tokens, one list for each word or named vector."""
        groups: list[list[_Item]] = []
        needs_prefix = self._dialect == "comfyui"
        for text, vector in _split_names(piece.text, vectors, needs_prefix=needs_prefix):
            if vector is not None:
                groups.append([_Item(0, piece.weight, row) for row in vector])
                continue
            whole = self._ids(text)
            if self._dialect in {"a1111", "invokeai"}:
                groups += [[_Item(token, piece.weight)] for token in whole]
                continue
            if len(whole) <= self.MAX_WORD or self._dialect == "comfyui":
                groups.append([_Item(token, piece.weight) for token in whole])
                continue
            words = [self._ids(word) for word in text.split()]
            if [token for word in words for token in word] != whole:
                words = [[token] for token in whole]
            groups += [[_Item(token, piece.weight) for token in word] for word in words]
        return groups

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False, verbose=False).input_ids)

    def _filled(self, groups: list[list[_Item]]) -> list[list[_Item]]:
        if self._dialect == "a1111":
            return self._filled_by_commas(groups)
        room = self._length - 2
        longest = self.MAX_WORD - (self._dialect == "comfyui")
        chunks: list[list[_Item]] = [[]]
        for group in groups:
            fits = len(chunks[-1]) + len(group) <= room
            if not fits and len(group) <= longest:
                chunks.append([])
            for item in group:
                if len(chunks[-1]) == room:
                    chunks.append([])
                chunks[-1].append(item)
        return chunks

    def _filled_by_commas(self, groups: list[list[_Item]]) -> list[list[_Item]]:
        room = self._length - 2
        comma = next(iter(self._ids(",")), None)
        chunks: list[list[_Item]] = [[]]
        last_comma = -1
        for group in groups:
            chunk = chunks[-1]
            if group[0].vector is None and group[0].id == comma:
                last_comma = len(chunk)
            elif len(chunk) == room and last_comma != -1 and room - last_comma <= self.BACK:
                chunks[-1], moved = chunk[: last_comma + 1], chunk[last_comma + 1 :]
                chunks.append(moved)
                last_comma = -1
            if len(chunks[-1]) + len(group) > room and chunks[-1]:
                chunks.append([])
                last_comma = -1
            chunks[-1] += group[:room]
        return chunks

    def _chunk(self, items: list[_Item]) -> Chunk:
        fill = self._length - 1 - len(items)
        ids = [self._start, *(item.id for item in items), self._end, *[self._pad] * (fill - 1)]
        weights = [1.0, *(item.weight for item in items), *[1.0] * fill]
        places = {k: item.vector for k, item in enumerate(items, 1) if item.vector is not None}
        return Chunk(ids, weights, places)


def _split_names(
    text: str, vectors: Mapping[str, torch.Tensor], *, needs_prefix: bool = False
) -> list[tuple[str, torch.Tensor | None]]:
    """Split `text` at the names of `vectors`, mostly also without their prefix `embedding:`."""
    if not vectors:
        return [(text, None)]
    text = composed(text)
    folded = {name_key(name): vector for name, vector in vectors.items()}
    longest_first = sorted(map(composed, vectors), key=len, reverse=True)
    names = "|".join(re.escape(name) for name in longest_first)
    pattern = re.compile(
        rf"(?<!\w)(?:embedding:){'' if needs_prefix else '?'}({names})(?!\w)", re.IGNORECASE
    )
    pieces: list[tuple[str, torch.Tensor | None]] = []
    last = 0
    for match in pattern.finditer(text):
        if text[last : match.start()].strip():
            pieces.append((text[last : match.start()], None))
        pieces.append((match[0], folded[name_key(match[1])]))
        last = match.end()
    if text[last:].strip() or not pieces:
        pieces.append((text[last:], None))
    return pieces
