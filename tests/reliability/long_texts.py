"""Long texts of few signs, and all that takes a text which a stranger may have written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

from desktop.core.grids.grid_axes import parse_axis, parse_option
from desktop.core.model_match import match_model
from desktop.core.prompts import dialects
from desktop.core.prompts.choices import expand
from desktop.core.prompts.prompt_schedule import Sampling, prompt_parts
from desktop.core.prompts.prompt_syntax import parse_prompt, take_loras
from desktop.core.prompts.prompt_weights import weighed
from desktop.core.prompts.styles import styled
from desktop.core.sampling.samplers import import_scheduler, noise_schedule_named
from desktop.models.downloads.sources.address import is_plain_path, parse_address, safe_name
from desktop.models.downloads.sources.civitai import parse_civitai
from desktop.models.library import ModelLibrary
from desktop.remote.protocol.server_address import checked_address
from desktop.remote.protocol.server_errors import shortened
from desktop.storage.gallery.fts_text import words
from desktop.storage.gallery.query import match_expressions
from desktop.storage.metadata.reading import read_json
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.draw_things import read_description
from desktop.storage.metadata.tools.invokeai import read_dream
from desktop.storage.metadata.tools.mochi import read_caption
from desktop.storage.pictures.name_template import safe_stem
from desktop.storage.pictures.slugs import slug

UNITS = (
    *("a", "a ", "a,", "1 ", "1,", "1-", "a: b, ", "a|", ":", "\n", "가 ", "e\u0301", "/a", "../"),
    *("(", ")", "[", "]", "{", "}", "<", "(a", "[a", "{a|", "(a:1", "((a))", "[a:b:", "\\", '"a" '),
    *("<lora:", "<lora:a:1>", "__a__ ", "2::a|", "AND ", "BREAK ", "-s 5 ", "Steps: 1, "),
)
INSTALLED = [
    SimpleNamespace(name=name, path=name, sha256="") for name in ("abababab", "a" * 120, "sd 1.5")
]


def long_texts(length: int) -> Iterator[tuple[str, str]]:
    """Each unit, and a text of it of `length` letters."""
    for unit in UNITS:
        yield unit, (unit * (length // len(unit) + 1))[:length]


def _every_word(text: str) -> None:
    for start in (0, len(text) // 2, len(text) - 1):
        weighed(text, start, start + 1, 0.1)


READERS: dict[str, Callable[[str], object]] = {
    "sampler": import_scheduler,
    "noise schedule": noise_schedule_named,
    "model's name": lambda text: match_model(text, text, INSTALLED),
    "model asked for": lambda text: ModelLibrary().find(text),
    "LoRA tags": take_loras,
    "prompt of Easel": parse_prompt,
    "prompt of A1111": dialects.parse_a1111,
    "prompt of ComfyUI": dialects.parse_comfyui,
    "prompt of InvokeAI": dialects.parse_invokeai,
    "prompt by step": lambda text: prompt_parts(text, Sampling(20)),
    "choices": lambda text: expand(text, 7),
    "weights": _every_word,
    "styles": lambda text: styled(text, [text, "{prompt}, a"]),
    "grid option": parse_option,
    "grid axis": lambda text: parse_axis("steps", text),
    "settings of A1111": read_parameters,
    "settings after a prompt": lambda text: read_parameters(f"a\nSteps: 20, Sampler: {text}"),
    "JSON": read_json,
    "dream": read_dream,
    "caption of Mochi": read_caption,
    "description of Draw Things": read_description,
    "address": parse_address,
    "address of Civitai": parse_civitai,
    "address of a server": checked_address,
    "words of a server": shortened,
    "path in a list": is_plain_path,
    "name of a download": safe_name,
    "name of a file": safe_stem,
    "slug": slug,
    "search": match_expressions,
    "words of the index": words,
}
