"""Pictures that are small on the disk and large, deep or endless once they are read."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def header(width: int, height: int, colours: int = 2, depth: int = 8) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))


def pixels(width: int, height: int, channels: int) -> bytes:
    machine = zlib.compressobj(9)
    row = bytes(width * channels + 1)
    packed = b"".join(machine.compress(row) for _ in range(height)) + machine.flush()
    return chunk(b"IDAT", packed)


def png(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    end = chunk(b"IEND", b"")
    return SIGNATURE + header(width, height) + b"".join(chunks) + pixels(width, height, 3) + end


def itxt(key: str, text: str | bytes, *, packed: bool = True) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    data = zlib.compress(raw, 9) if packed else raw
    return chunk(b"iTXt", key.encode() + bytes([0, int(packed), 0, 0, 0]) + data)


def ztxt(key: str, text: bytes) -> bytes:
    return chunk(b"zTXt", key.encode() + b"\0\0" + zlib.compress(text, 9))


def comfyui(nodes: dict[str, object]) -> bytes:
    return png(itxt("prompt", json.dumps(nodes)))


def sampler(latent: str, **inputs: object) -> dict[str, object]:
    given = {"seed": 1, "steps": 20, "cfg": 7, "sampler_name": "euler", "scheduler": "normal"}
    given |= {"denoise": 1.0, "positive": ["p", 0], "negative": ["p", 0], "model": ["m", 0]}
    return {"class_type": "KSampler", "inputs": given | {"latent_image": [latent, 0]} | inputs}


def endless_denoise() -> bytes:
    return comfyui(
        {
            "a": sampler("e"),
            "u": {"class_type": "LatentUpscaleBy", "inputs": {"samples": ["a", 0], "scale_by": 2}},
            "b": sampler("u", steps=-1e30, denoise=0.5),
            "s": {"class_type": "SaveImage", "inputs": {"images": ["b", 0]}},
        }
    )


def many_samplers() -> bytes:
    nodes: dict[str, object] = {f"k{at}": sampler(f"k{at - 1}") for at in range(100)}
    nodes |= {
        f"x{at}": {"class_type": "Reroute", "inputs": {"in": [f"x{at - 1}", 0]}}
        for at in range(4700)
    }
    nodes |= {
        f"s{at}": {"class_type": "SaveImage", "inputs": {"images": ["k99", 0], "x": ["x4699", 0]}}
        for at in range(100)
    }
    return comfyui(nodes)


def xmp(body: str) -> bytes:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    return png(itxt("XML:com.adobe.xmp", f"<x:xmpmeta><rdf:RDF {rdf}>{body}</rdf:RDF></x:xmpmeta>"))


BOMBS: dict[str, Callable[[], bytes]] = {
    "100 zTXt bombs": lambda: png(*[ztxt("parameters", bytes(16 * 2**20))] * 100),
    "600 zTXt bombs": lambda: png(*[ztxt("parameters", bytes(16 * 2**20))] * 600),
    "600 zTXt of other programs": lambda: png(*[ztxt("comment", bytes(16 * 2**20))] * 600),
    "399,000 empty texts": lambda: png(*[chunk(b"tEXt", b"")] * 399_000),
    "399,000 named texts": lambda: png(*[chunk(b"tEXt", b"Description\0a")] * 399_000),
    "five million lists": lambda: png(itxt("easel", "[" + "[]," * 5_000_000 + "0]")),
    "a deep list": lambda: png(itxt("easel", "[" * 4_000_000)),
    "four million elements": lambda: xmp("<a/>" * 1_000_000),
    "two million deep": lambda: xmp("<a>" * 300_000),
    "steps below nothing": endless_denoise,
    "100 samplers, 100 ends, 5,000 nodes": many_samplers,
    "a prompt of 900,000 letters": lambda: png(itxt("parameters", "word " * 180_000)),
    "a json file of 32 MB": lambda: b'{"a": [' + b"1," * (16 * 2**20) + b"1]}",
}


def rgba() -> bytes:
    return SIGNATURE + header(8192, 8192, 6) + pixels(8192, 8192, 4) + chunk(b"IEND", b"")


def two_headers() -> bytes:
    large = SIGNATURE + header(13000, 13000) + pixels(13000, 13000, 3)
    return large + header(1, 1) + chunk(b"IEND", b"")


def saved(kind: str, width: int, height: int, mode: str, **options: object) -> bytes:
    import io

    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, kind, **options)
    return stream.getvalue()


PIXEL_BOMBS: dict[str, Callable[[], bytes]] = {
    "RGBA 8192 x 8192": rgba,
    "two headers, 13000 x 13000": two_headers,
    "a GIF, 13000 x 13000": lambda: saved("GIF", 13000, 13000, "P"),
    "JPEG 12000 x 12000": lambda: saved("JPEG", 12000, 12000, "L"),
    "progressive JPEG 8000 x 8000": lambda: saved("JPEG", 8000, 8000, "RGB", progressive=True),
    "WebP 6000 x 6000": lambda: saved("WEBP", 6000, 6000, "RGB", quality=1, method=0),
    "lossless WebP 5400 x 4500": lambda: saved(
        "WEBP", 5400, 4500, "RGBA", lossless=True, quality=0, method=0
    ),
    "lossy WebP 5700 x 5800": lambda: saved("WEBP", 5700, 5800, "RGB", quality=1, method=0),
    "TIFF of one strip, 9000 x 9000": lambda: saved(
        "TIFF", 9000, 9000, "L", compression="tiff_adobe_deflate", strip_size=2**31 - 1
    ),
    "16 bits, 8000 x 8000": lambda: (
        SIGNATURE + header(8000, 8000, 0, 16) + pixels(8000, 8000, 2) + chunk(b"IEND", b"")
    ),
    "turned, 8000 x 8000": lambda: saved("PNG", 8000, 8000, "RGB", exif=_turned()),
}


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def written(folder: Path, name: str, data: bytes) -> Path:
    ending = ".json" if data[:1] == b"{" else ".png"
    path = folder / f"{name.replace(' ', '-').replace(',', '')}{ending}"
    path.write_bytes(data)
    return path
