"""Makes resources/clip (vocab.json, merges.txt) from OpenAI's CLIP merges file.

    python packaging/clip_vocab.py bpe_simple_vocab_16e6.txt.gz resources/clip

The .gz comes with the PyPI package open_clip_torch (MIT, as OpenAI's CLIP is). The vocabulary
is: 256 byte symbols, the same with '</w>', 48,894 merges, and the two ends of a text.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

MERGES = 49152 - 256 - 2


def byte_symbols() -> list[str]:
    """One printable character for each byte: itself, or one from U+0100 on where it has none."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + place) for place in range(len(others))]


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    lines = gzip.decompress(source.read_bytes()).decode("utf-8").split("\n")
    merges = lines[1 : MERGES + 1]
    symbols = byte_symbols()
    tokens = [*symbols, *(symbol + "</w>" for symbol in symbols)]
    tokens += ["".join(merge.split()) for merge in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    target.mkdir(parents=True, exist_ok=True)
    vocabulary = {token: place for place, token in enumerate(tokens)}
    text = json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":"))
    (target / "vocab.json").write_text(text + "\n", encoding="utf-8")
    merges_text = "#version: 0.2\n" + "\n".join(merges) + "\n"
    (target / "merges.txt").write_text(merges_text, encoding="utf-8")


if __name__ == "__main__":
    main()
