"""Build a recipe from another program's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.model_match import is_hash
from desktop.core.prompts.prompt_syntax import take_loras
from desktop.core.recipe import Recipe
from desktop.core.request import MAX_SEED
from desktop.core.sampling.samplers import (
    MOST_STEPS,
    SchedulerChoice,
    World,
    import_scheduler,
    noise_schedule_named,
)
from desktop.files.json_coerce import as_integer, as_number

_LORA_TAG = re.compile(r"(?<!\s)\s*+<(?:lora|lyco):[^:<>]{1,200}+(?::[^<>]{0,200}+)?>")
_SIZE = re.compile(r"(\d{1,6})\s{0,9}[xX×]\s{0,9}(\d{1,6})")
MAX_SHOWN = 400
_MOST = {"steps": MOST_STEPS, "width": 2**16, "height": 2**16, "clip_skip": 100}
"""Maximum values of a recipe; seeds have a limit of their own."""
_MOST_NUMBER = 1e6


@dataclass(frozen=True, kw_only=True)
class ReadRecipe:
    """A recipe read from a file.

    `recipe` holds only values of the file, under Easel's keys; `unmapped` lists, verbatim, the
    settings without an equal in Easel; `notices` are messages on settings that were changed.
    """

    recipe: Recipe
    source: str
    unmapped: tuple[tuple[str, str], ...] = ()
    notices: tuple[Message, ...] = ()


class RecipeBuilder:
    """Collector of a recipe's keys. Unsupported settings are listed, never guessed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.values: dict[str, Any] = {}
        self.unmapped: list[tuple[str, str]] = []
        self.notices: list[Message] = []

    def put(self, key: str, value: object) -> None:
        """Add a value; None and '' are skipped."""
        if value is not None and value != "":
            self.values[key] = value

    def integer(self, key: str, value: object, name: str = "", least: int = 0) -> None:
        """Add a whole number of at least `least`, else list it under `name`."""
        number = as_integer(value)
        if number is not None and least <= number <= _MOST.get(key, MAX_SEED):
            self.values[key] = number
        else:
            self.leave(name or key, value)

    def number(self, key: str, value: object, name: str = "") -> None:
        """Add a finite number, else list it under `name`."""
        number = as_number(value)
        if number is not None and abs(number) <= _MOST_NUMBER:
            self.values[key] = float(number)
        else:
            self.leave(name or key, value)

    def size(self, value: object, name: str = "size") -> None:
        """Add a size such as 512x768 in pixels, else list it under `name`."""
        match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            self.integer("width", match[1], least=1)
            self.integer("height", match[2], least=1)
        else:
            self.leave(name, value)

    def model(self, name: str = "", hash: str = "", family: str = "") -> None:
        """Add the model's name (without a file suffix) and hash."""
        entry = dict(self.values.get("model") or {"name": "", "family": "", "hash": ""})
        found = {"name": without_ending(name), "hash": hash.lower(), "family": family}
        entry.update({key: value for key, value in found.items() if value})
        if any(entry.values()):
            self.values["model"] = entry

    def lora(
        self, name: str, weight: object, text_weight: object = None, *, sha256: str = ""
    ) -> None:
        """Add a LoRA; an invalid weight counts as 1, a separate text encoder weight is kept where
        it differs, and `sha256` where it is one (ten of its digits or more).
        """
        number, text = as_number(weight), as_number(text_weight)
        own = 1.0 if number is None else float(number)
        entry: dict[str, Any] = {"name": without_ending(name), "weight": own}
        if text is not None and float(text) != own:
            entry["text_weight"] = float(text)
        self.values.setdefault("loras", []).append(entry | _hash_entry(sha256))

    def lora_hash(self, name: str, sha256: str) -> None:
        """Add the hash of the LoRA `name`, which was added before."""
        for entry in self.values.get("loras", ()):
            if entry["name"] == without_ending(name):
                entry.update(_hash_entry(sha256))

    def prompt_with_tags(self, text: str) -> None:
        """Add a prompt; `<lora:name:weight>` tags move into the LoRAs."""
        for tag in take_loras(re.sub(r"<lyco:", "<lora:", text))[1]:
            self.lora(tag.name, tag.weight, tag.text_weight)
        self.values["prompt"] = _LORA_TAG.sub("", text).strip()

    def scheduler(self, sampler: object, schedule: object = "", world: World = "") -> None:
        """Add the sampler and the noise schedule by another program's names."""
        choice = self._choice(sampler, world)
        if choice is not None:
            self.put("sampler", choice.sampler)
            self.put("noise_schedule", choice.noise_schedule)
        if isinstance(schedule, str) and schedule.strip():
            self._noise_schedule(schedule, world)

    def _noise_schedule(self, name: str, world: World) -> None:
        try:
            found = noise_schedule_named(name, self.values.get("sampler"), world)
        except BadInput:
            self.leave("noise_schedule", name)
        else:
            self.put("noise_schedule", found)

    def _choice(self, name: object, world: World) -> SchedulerChoice | None:
        """Return the sampler of a name; list unknown names."""
        if not isinstance(name, str) or not name.strip():
            return None
        try:
            choice = import_scheduler(name, world)
        except BadInput:
            choice = None
        if choice is None or choice.sampler is None:
            self.leave("sampler", name)
            return None
        if choice.notice:
            self.notices.append(choice.notice)
        return choice

    def leave(self, name: str, value: object) -> None:
        """List an unsupported setting; None, '' and [] are dropped."""
        if value is None or value in ("", [], {}):
            return
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        shown = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
        self.unmapped.append((name, shown.encode("utf-8", "replace").decode()))

    def leave_all(self, settings: Mapping[str, Any], but: Iterable[str] = ()) -> None:
        """List all of `settings` except the names in `but`."""
        known = set(but)
        for name, value in settings.items():
            if name not in known:
                self.leave(str(name), value)

    def done(self) -> ReadRecipe:
        """Return the finished result."""
        return ReadRecipe(
            recipe=Recipe(self.values),
            source=self.source,
            unmapped=tuple(self.unmapped),
            notices=tuple(dict.fromkeys(self.notices)),
        )


def _hash_entry(text: str) -> dict[str, str]:
    digits = text.strip().lower().removeprefix("0x")
    return {"hash": digits} if is_hash(digits) else {}


def without_ending(name: str) -> str:
    """Return a model's name without folders and model file suffix."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"\.(safetensors|ckpt|sft|pth?|bin|gguf)$", "", base, flags=re.IGNORECASE)
