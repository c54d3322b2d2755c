"""A recipe while it is put together from another program's settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
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
"""What no picture was ever made with; seeds have a limit of their own."""
_MOST_NUMBER = 1e6


@dataclass(frozen=True, kw_only=True)
class ReadRecipe:
    """What a file says of how it was made.

    `recipe` holds only what the file says, under Easel's keys; `unmapped` lists, word for word,
    what Easel has no equal for; `notices` are messages on what was taken over in another way.
    """

    recipe: Recipe
    source: str
    unmapped: tuple[tuple[str, str], ...] = ()
    notices: tuple[Message, ...] = ()


class RecipeBuilder:
    """Collects a recipe's keys. What can't be taken over is listed, never guessed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.values: dict[str, Any] = {}
        self.unmapped: list[tuple[str, str]] = []
        self.notices: list[Message] = []

    def put(self, key: str, value: object) -> None:
        """Take over a value; None and '' are left out."""
        if value is not None and value != "":
            self.values[key] = value

    def integer(self, key: str, value: object, name: str = "", least: int = 0) -> None:
        """Take over a whole number of at least `least`, else list it under `name`."""
        number = as_integer(value)
        if number is not None and least <= number <= _MOST.get(key, MAX_SEED):
            self.values[key] = number
        else:
            self.leave(name or key, value)

    def number(self, key: str, value: object, name: str = "") -> None:
        """Take over a finite number, else list it under `name`."""
        number = as_number(value)
        if number is not None and abs(number) <= _MOST_NUMBER:
            self.values[key] = float(number)
        else:
            self.leave(name or key, value)

    def size(self, value: object, name: str = "size") -> None:
        """Take over a size such as 512x768 in pixels, else list it under `name`."""
        match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            self.integer("width", match[1], least=1)
            self.integer("height", match[2], least=1)
        else:
            self.leave(name, value)

    def model(self, name: str = "", hash: str = "", family: str = "") -> None:
        """Take over the model's name (without a file's ending) and hash."""
        entry = dict(self.values.get("model") or {"name": "", "family": "", "hash": ""})
        found = {"name": without_ending(name), "hash": hash.lower(), "family": family}
        entry.update({key: value for key, value in found.items() if value})
        if any(entry.values()):
            self.values["model"] = entry

    def lora(self, name: str, weight: object, text_weight: object = None) -> None:
        """Add a LoRA; a weight that is no number is taken for 1, one for the text encoders apart
        only where it is another one.
        """
        number, text = as_number(weight), as_number(text_weight)
        own = 1.0 if number is None else float(number)
        entry: dict[str, Any] = {"name": without_ending(name), "weight": own}
        if text is not None and float(text) != own:
            entry["text_weight"] = float(text)
        self.values.setdefault("loras", []).append(entry)

    def prompt_with_tags(self, text: str) -> None:
        """Take over a prompt; `<lora:name:weight>` moves from it into the LoRAs."""
        for tag in take_loras(re.sub(r"<lyco:", "<lora:", text))[1]:
            self.lora(tag.name, tag.weight, tag.text_weight)
        self.values["prompt"] = _LORA_TAG.sub("", text).strip()

    def scheduler(self, sampler: object, schedule: object = "", world: World = "") -> None:
        """Take over the sampler's and the noise schedule's names, whoever gave them."""
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
        """What a sampler's name means; listed where it means none."""
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
        """List a setting that was not taken over; None, '' and [] say nothing and are dropped."""
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
        """The finished result."""
        return ReadRecipe(
            recipe=Recipe(self.values),
            source=self.source,
            unmapped=tuple(self.unmapped),
            notices=tuple(dict.fromkeys(self.notices)),
        )


def without_ending(name: str) -> str:
    """A model's name without folders and without the ending of a model file."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"\.(safetensors|ckpt|sft|pth?|bin|gguf)$", "", base, flags=re.IGNORECASE)
