"""Damages a sample: its bytes, its words, or the values of the tree that it stands for."""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

Mutation = Callable[[Random, Sequence[bytes]], bytes]
"""Makes a damaged file of one of the whole ones."""

_NUMBERS = (0, 1, 2, 4, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1)
_SIZES = (1, 2, 4, 8)
_ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, -0.0, 1e308, -1e30, 1e-320, 2**31, 2**53 + 1),
    *(2**63, 2**64, -(2**63) - 1, 10**40, math.nan, math.inf, -math.inf),
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "nan",
        "\0",
        "\ud800",
        "\n",
        "../../x",
        "/etc/passwd",
        "~",
        "%s",
    ),
    *("<img src=x>", "{a|b}", "__a__", "(a:1e9)", "<lora:a:nan>", "가" * 300, "x" * 70_000),
    *("a " * 10_000, "[a:" * 3000),
    *([], {}, [[]], [{}], [None], {"": None}, [0] * 3000, {"class_type": "KSampler"}),
)
_WORDS = (
    *(
        b"\n",
        b"\r\n",
        b"\t",
        b",",
        b":",
        b": ",
        b";",
        b"|",
        b'"',
        b"'",
        b"\\",
        b"\0",
        b"\xff",
        b"\xed",
    ),
    *(b"(", b")", b"[", b"]", b"{", b"}", b"<", b">", b"&", b"*", b"!", b"#", b"- ", b"__", b"::"),
    *(b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf0\x9f\x8d\x8e", b"nan", b"1e999", b"-1", b"9" * 400),
)
MOST_DEPTH = 60


def as_bytes(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """Bits turned, numbers made extreme, pieces cut, doubled, moved or taken from another file."""
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        draw.choice(_BYTE_DAMAGE)(draw, data, seeds)
    return bytes(data)


def _flip(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _replace(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    data[draw.randrange(len(data))] = draw.randrange(256)


def _number(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    size, order = draw.choice(_SIZES), draw.choice(("little", "big"))
    at = draw.randrange(len(data))
    number = draw.choice(_NUMBERS) & ((1 << 8 * size) - 1)
    data[at : at + size] = number.to_bytes(size, order)  # type: ignore[arg-type]


def _cut(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[draw.randrange(len(data)) :]


def _piece(draw: Random, data: bytes | bytearray) -> slice:
    start = draw.randrange(len(data))
    return slice(start, start + min(int(draw.expovariate(1 / 30)) + 1, len(data)))


def _drop(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[_piece(draw, data)]


def _double(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = draw.randrange(len(data))
    data[at:at] = data[_piece(draw, data)] * draw.choice((1, 1, 2, 50))


def _borrow(draw: Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    other = draw.choice(seeds)
    if other:
        data[_piece(draw, data)] = other[_piece(draw, other)]


def _word(draw: Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = draw.randrange(len(data) + 1)
    data[at:at] = draw.choice(_WORDS) * draw.choice((1, 1, 1, 30))


_BYTE_DAMAGE = (_flip, _replace, _number, _cut, _drop, _double, _borrow, _word)


def as_text(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """Lines and words dropped, doubled and changed about; a part of the cases as bytes."""
    if draw.random() < 0.4:
        return as_bytes(draw, seeds)
    sign = draw.choice((b"\n", b"\n", b" ", b",", b":"))
    pieces = draw.choice(seeds).split(sign)
    for _ in range(draw.choice((1, 2, 5))):
        at, other = draw.randrange(len(pieces)), draw.randrange(len(pieces))
        kind = draw.randrange(5)
        if kind == 0 and len(pieces) > 1:
            del pieces[at]
        elif kind == 1:
            pieces.insert(at, pieces[other])
        elif kind == 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind == 3:
            pieces[at] = draw.choice(_WORDS)
        else:
            odd = draw.choice(_ODD_VALUES)
            pieces[at] = str(odd)[:3000].encode("utf-8", "surrogatepass")
    return sign.join(pieces)


def as_json(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """Values of other kinds and sizes in their places; a part of the cases as bytes too."""
    data = json.dumps(tree(draw, json.loads(draw.choice(seeds))), ensure_ascii=draw.random() < 0.8)
    raw = data.encode("utf-8", "surrogatepass")
    return as_bytes(draw, [raw]) if draw.random() < 0.3 else raw


def as_json_lines(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """A text of one JSON value a line, some of them changed."""
    lines = [as_json(draw, [line]) for line in draw.choice(seeds).splitlines() if line]
    return as_text(draw, [b"\n".join(lines)]) if draw.random() < 0.5 else b"\n".join(lines)


def as_raw_json(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """As `as_json`, never as bytes: for JSON that stands inside something else."""
    return json.dumps(tree(draw, json.loads(draw.choice(seeds)))).encode("utf-8", "surrogatepass")


def tree(draw: Random, value: Any) -> Any:
    """A copy of `value` in which some places hold what nobody expects there."""
    box = [json.loads(json.dumps(value))]
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        holder, key = draw.choice(_places(box))
        _damage(draw, holder, key)
    return box[0]


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in the tree: the list or dict, and the key in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 5000:
        one = waiting.pop()
        items = one.items() if isinstance(one, dict) else enumerate(one)
        for key, inner in items:
            found.append((one, key))
            if isinstance(inner, dict | list):
                waiting.append(inner)
    return found or [([None], 0)]


def _damage(draw: Random, holder: Any, key: Any) -> None:
    kind, old = draw.randrange(8), holder[key]
    if kind <= 3:
        odd = draw.choice(_ODD_VALUES)
        holder[key] = json.loads(json.dumps(odd)) if isinstance(odd, list | dict) else odd
    elif kind == 4:
        del holder[key]
        if isinstance(holder, list) and not holder:
            holder.append(None)
    elif kind == 5:
        for _ in range(draw.choice((1, 2, MOST_DEPTH))):
            old = draw.choice(([old], {"a": old}))
        holder[key] = old
    elif kind == 6 and isinstance(old, int | float) and not isinstance(old, bool):
        holder[key] = draw.choice((-old, old * 1000, str(old), float(old), old + 0.5, [old]))
    elif kind == 6 and isinstance(old, str):
        holder[key] = draw.choice((old[::-1], old * 50, old[:1], old + "\0", [old], {old: old}))
    elif isinstance(holder, dict):
        holder[draw.choice(("", "version", "\ud800", "x" * 500, str(key).upper()))] = old
    else:
        many = (1, 2) if isinstance(old, dict | list) else (1, 3, 200)
        holder[key:key] = [old] * draw.choice(many)


def as_png(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """Chunks changed inside with their sums mended, dropped, doubled; a part as bytes."""
    if draw.random() < 0.4:
        return as_bytes(draw, seeds)
    data = draw.choice(seeds)
    chunks, at = list[tuple[bytes, bytes]](), 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += length + 12
    for _ in range(draw.choice((1, 2, 4))):
        place = draw.randrange(len(chunks))
        kind, body = chunks[place]
        change = draw.randrange(4)
        if change == 0:
            chunks.insert(draw.randrange(len(chunks)), chunks[place])
        elif change == 1 and len(chunks) > 1:
            del chunks[place]
        elif body:
            chunks[place] = (kind, as_bytes(draw, [body]))
    return data[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def as_safetensors(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """The header's values changed and its length mended; a part as bytes."""
    if draw.random() < 0.3:
        return as_bytes(draw, seeds)
    data = draw.choice(seeds)
    end = 8 + int.from_bytes(data[:8], "little")
    header = as_json(draw, [data[8:end]])
    return len(header).to_bytes(8, "little") + header + data[end:]
