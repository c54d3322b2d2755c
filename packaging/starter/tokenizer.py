"""A tokenizer of our own in CLIP's format: `vocab.json` and `merges.txt`, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from .config import POSITIONS, VOCABULARY

START, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"


def train_tokenizer(texts: Iterable[str], folder: Path, size: int = VOCABULARY) -> CLIPTokenizer:
    """Learns merges from the texts and writes CLIP's two files into `folder`.

    The words are cut by CLIP's own rules, so that what is learnt is what will be seen. The ids
    run as in CLIP: bytes, bytes that end a word, merges, start, end (the largest, as pooling by
    argmax wants it).
    """
    alphabet = _byte_letters()
    letters = [*alphabet, *(letter + WORD_END for letter in alphabet)]
    merges = _learn(texts, size - len(letters) - 2)
    words = list(dict.fromkeys([*letters, *("".join(pair) for pair in merges), START, END]))
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: number for number, word in enumerate(words)}
    _write(folder / "vocab.json", json.dumps(vocabulary, ensure_ascii=False))
    _write(folder / "merges.txt", "\n".join(["#version: 0.2", *(" ".join(p) for p in merges)]))
    settings = {
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": POSITIONS,
        "bos_token": START,
        "eos_token": END,
        "pad_token": END,
        "unk_token": END,
        "do_lower_case": True,
        "errors": "replace",
        "add_prefix_space": False,
    }
    _write(folder / "tokenizer_config.json", json.dumps(settings, indent=2))
    special = {"bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END}
    _write(folder / "special_tokens_map.json", json.dumps(special, indent=2))
    return CLIPTokenizer.from_pretrained(folder)


def _learn(texts: Iterable[str], count: int) -> list[tuple[str, str]]:
    """The most useful merges of the texts, most useful first."""
    rules = CLIPTokenizer().backend_tokenizer
    learner = Tokenizer(models.BPE(end_of_word_suffix=WORD_END))
    learner.normalizer = rules.normalizer
    learner.pre_tokenizer = rules.pre_tokenizer
    alphabet = _byte_letters()
    trainer = trainers.BpeTrainer(
        vocab_size=2 * len(alphabet) + count,
        min_frequency=2,
        initial_alphabet=alphabet,
        end_of_word_suffix=WORD_END,
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    merges = json.loads(learner.to_str())["model"]["merges"]
    return [(first, second) for first, second in merges][:count]


def _byte_letters() -> list[str]:
    return sorted(pre_tokenizers.ByteLevel.alphabet())


def _write(file: Path, text: str) -> None:
    file.write_text(text + "\n", encoding="utf-8")
