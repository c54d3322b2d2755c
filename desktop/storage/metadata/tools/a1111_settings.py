"""Parse A1111's text: the prompts, the settings line, JSON in it, prompt syntax."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from desktop.core.model_match import is_hash
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_text
from desktop.storage.metadata.recipe_builder import RecipeBuilder

_PARAMETER = re.compile(r'(\w[\w \-/]{1,60}+):\s*+("(?:\\.|[^\\"])++"(?=,|$)|[^,]*+)')
"""A1111's own pattern; a plain value is taken where no quotes close."""
_JSON_START = re.compile(r"(?:^|,)\s*+([A-Z][\w ]{1,40}+):\s*+(?=[\[{])")
_NEGATIVE = "Negative prompt:"
_TEMPLATES = ("Template:", "Negative Template:")
"""Lines that the extension Dynamic Prompts writes after the settings."""
_LORA_KINDS = ("lora", "locon", "lycoris", "dora")
_LEAST = 3
"""Minimum number of settings in a line, so that it is no line of a prompt."""
_BLOCKS = re.compile(r"<(?:lora|lyco):([^<>]{1,200}+:(?:lbw=[^<>]{1,300}+|[A-Z]{3,12}))>")
_NETWORK = re.compile(r"(?<!\s)\s*+<(hypernet|[a-z]{2,20}):([^<>]{1,200}+)>")


class A1111Text(NamedTuple):
    """The parts of a `parameters` text; `templates` are lines that follow the settings."""

    prompt: str
    negative_prompt: str
    settings: dict[str, str]
    templates: tuple[str, ...] = ()


def split_text(text: str) -> A1111Text | None:
    """Return the parts of a `parameters` text; None without a settings line."""
    lines = text.strip().split("\n")
    templates: list[str] = []
    while len(lines) > 1 and any(line.startswith(_TEMPLATES) for line in lines[-20:]):
        if len(parse_settings(lines[-1])) >= _LEAST and not lines[-1].startswith(_TEMPLATES):
            break
        templates.insert(0, lines.pop())
    settings = parse_settings(lines[-1])
    taken = 1
    if len(lines) > 1 and re.match(r"Steps: \d", lines[-2].lstrip()):  # the line was broken in two
        joined = parse_settings(f"{lines[-2].rstrip().rstrip(',')}, {lines[-1]}")
        if len(parse_settings(lines[-2])) >= 2:
            settings, taken = joined, 2
    if len(settings) < _LEAST:
        return None
    prompt, negative = _split_prompts(lines[:-taken])
    return A1111Text(prompt, negative, settings, tuple(templates))


def parse_settings(line: str) -> dict[str, str]:
    """Return the settings of a line such as ``Steps: 20, Sampler: "a, b", Seed: 1``.

    A JSON value (Civitai's resources, hashes) is kept whole.
    """
    found: dict[str, str] = {}
    rest = line
    for name, value, around in _json_values(line):
        found[name] = value
        rest = rest.replace(around, "", 1)
    found |= {name: _unquoted(value) for name, value in _PARAMETER.findall(rest)}
    return found


def _json_values(line: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, text and full span of each setting whose value is a JSON list or object."""
    decoder = json.JSONDecoder()
    end = 0
    for match in _JSON_START.finditer(line):
        if match.start() < end:
            continue
        try:
            _, end = decoder.raw_decode(line, match.end())
        except (ValueError, RecursionError):
            continue
        yield match[1].strip(), line[match.end() : end], line[match.start() : end]


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    positive: list[str] = []
    negative: list[str] = []
    current = positive
    for line in (line.strip() for line in lines):
        if line.startswith(_NEGATIVE):
            current = negative
            current.append(line[len(_NEGATIVE) :].strip())
        else:
            current.append(line)
    return "\n".join(positive).strip("\n"), "\n".join(negative).strip("\n")


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        try:
            text = json.loads(value)
        except ValueError:
            return value
        return text if isinstance(text, str) else value
    return value.strip()


def take_prompt(draft: RecipeBuilder, prompt: str) -> None:
    """Add A1111's prompt; syntax without an equal here is listed."""
    for blocks in _BLOCKS.findall(prompt):
        draft.leave("LoRA block weights", blocks)
    for kind, what in _NETWORK.findall(prompt):
        if kind not in ("lora", "lyco"):
            draft.leave(kind, what)
    prompt = _NETWORK.sub(lambda m: m[0] if m[1] in ("lora", "lyco") else "", prompt)
    draft.prompt_with_tags(prompt)


def take_resources(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Add model and LoRAs of a Civitai picture, and the LoRAs of Fooocus and of ComfyUI savers.

    Civitai's have its own names and ids, not file names.
    """
    listed = as_list(_decoded(rest.get("Civitai resources", "")))
    for item in listed:
        entry = as_mapping(item)
        name = as_text(entry.get("modelName")) or as_text(entry.get("modelVersionName"))
        kind = as_text(entry.get("type")).lower()
        if kind in ("checkpoint", "model") and name and "Model" not in rest:
            draft.model(name, as_text(entry.get("hash")))
        elif kind in _LORA_KINDS and (name or is_hash(as_text(entry.get("hash")))):
            digits = as_text(entry.get("hash"))
            draft.lora(name or digits, entry.get("weight", 1.0), sha256=digits)
        else:
            draft.leave("Civitai resource", item)
    if listed:
        rest.pop("Civitai resources", None)
    for pair in rest.pop("Lora weights", "").split(","):
        name, colon, weight = pair.rpartition(":")
        if colon:
            draft.lora(name.strip(), weight)
    for key in [key for key in rest if re.fullmatch(r"Lora_\d+ Model name", key)]:
        number = key.split(" ")[0]
        strength, own = rest.pop(f"{number} Strength model", "1"), rest.pop(key)
        digits = rest.pop(f"{number} Model hash", "")
        draft.lora(own, strength, rest.pop(f"{number} Strength clip", None), sha256=digits)
    _take_hashes(draft, rest)


def _take_hashes(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Add the hashes of the LoRAs: A1111's `name: digits, ...`, then Civitai's JSON, whose keys are
    `lora:name`.
    """
    for pair in rest.pop("Lora hashes", "").split(","):
        name, colon, digits = pair.rpartition(":")
        if colon:
            draft.lora_hash(name.strip(), digits)
    for key, digits in as_mapping(_decoded(rest.pop("Hashes", ""))).items():
        kind, colon, name = key.partition(":")
        if colon and kind.lower() in ("lora", "lyco"):
            draft.lora_hash(name, as_text(digits))


def _decoded(text: str) -> object:
    """Return the value of a JSON text, None for a damaged one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def first_pass(width: int, height: int, said: str) -> tuple[int, int] | None:
    """Return the first pass's size in pixels, as A1111 of 2022 wrote it; 0x0: about 512 x 512."""
    match = re.fullmatch(r"(\d{1,6})x(\d{1,6})", said.strip())
    sides = (as_integer(match[1]), as_integer(match[2])) if match else (None, None)
    if match is None or sides[0] is None or sides[1] is None or not width * height:
        return None
    if sides[0] and sides[1]:
        return sides[0], sides[1]
    share = (512 * 512 / (width * height)) ** 0.5
    return -int(-share * width // 64) * 64, -int(-share * height // 64) * 64
