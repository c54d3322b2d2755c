"""Find the LoRAs and textual inversions named in a prompt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.names import composed, name_key
from desktop.core.prompts.prompt_syntax import LoraTag, take_loras
from desktop.core.request import EmbeddingUse, LoraUse
from desktop.models.asset import Asset, AssetKind
from desktop.models.loras.lora_fit import bundled_embeddings
from desktop.models.model import Model

from .draft import Draft
from .value_checks import prompt_text

Find = Callable[[AssetKind], Sequence[Asset]]
"""Returns the assets of a kind that fit the model."""

_EMBEDDING = re.compile(r"\bembedding:([\w.\-]+)", re.IGNORECASE)
_MAY_NAME = re.compile(r"\w")


class ExpandedDraft(NamedTuple):
    """A draft whose prompts name no LoRAs any more, and the other files that they name."""

    draft: Draft
    embeddings: tuple[EmbeddingUse, ...]
    wildcards: str
    """Folder of the `__name__` files, "" where no prompt names one."""


def expand_prompt_assets(
    draft: Draft, model: Model, find: Find, wildcards: Path | None = None
) -> ExpandedDraft:
    """Turn the prompts' `<lora:name:0.8>` tags into LoRAs, and embeddings' names into files.

    `wildcards` is the folder of the `__name__` files. Raises BadInput for names that no file for
    this model has, and with the reason where it takes no LoRAs or embeddings.
    """
    prompt, tags = take_loras(prompt_text(Message("prompt"), draft.prompt))
    negative, more = take_loras(
        prompt_text(Message("negative prompt"), draft.negative_prompt or "")
    )
    loras = [*draft.loras]
    if tags or more:
        if not model.capabilities.loras:
            raise BadInput(
                model.capabilities.loras.reason
                or Message(
                    "“{model}” can’t use {feature}.", model=model.name, feature=Message("LoRAs")
                )
            )
        known = find("lora")
        loras += [_lora(tag, known, model) for tag in (*tags, *more)]
    expanded = msgspec.structs.replace(
        draft,
        prompt=prompt,
        negative_prompt=None if draft.negative_prompt is None else negative,
        loras=tuple(loras),
    )
    return ExpandedDraft(
        expanded,
        embeddings=_embeddings(f"{prompt}\n{negative}", model, find, loras),
        wildcards=str(wildcards) if wildcards and "__" in prompt + negative else "",
    )


def _lora(tag: LoraTag, known: Sequence[Asset], model: Model) -> LoraUse:
    asset = _named(tag.name, known)
    if asset is None:
        names = tuple(sorted(asset.name for asset in known)[:8]) or Message("none was found")
        raise BadInput(
            "There is no LoRA “{name}” that fits “{model}” ({known}).",
            name=tag.name,
            model=model.name,
            known=names,
        )
    if asset.problem:
        raise BadInput("“{name}” can’t be used. {problem}", name=asset.name, problem=asset.problem)
    return LoraUse(name=asset.name, path=asset.path, weight=tag.weight, text_weight=tag.text_weight)


def _embeddings(
    text: str, model: Model, find: Find, loras: Sequence[LoraUse]
) -> tuple[EmbeddingUse, ...]:
    """Return the embeddings in `text`, those in the files of `loras` first."""
    text = composed(text)
    support = model.capabilities.textual_inversion
    if not support and _EMBEDDING.search(text):
        raise BadInput(support.refusal)
    if not _MAY_NAME.search(text) or not support:
        return ()
    known = find("embedding")
    uses = {
        name_key(name): EmbeddingUse(name=name, path=use.path)
        for use in loras
        for name in bundled_embeddings(use.path)
        if _names(text, name)
    }
    for match in _EMBEDDING.finditer(text):
        if name_key(match[1]) not in uses and _named(match[1], known) is None:
            raise BadInput(
                "There is no embedding “{name}” that fits “{model}”.",
                name=match[1],
                model=model.name,
            )
    bundled = set(uses)
    for asset in known:
        for name in map(composed, (asset.name, Path(asset.path).stem)):
            if not asset.problem and name_key(name) not in bundled and _names(text, name):
                uses.setdefault(asset.path, EmbeddingUse(name=name, path=asset.path))
    return tuple(uses.values())


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(composed(name))}(?!\w)", text, re.I) is not None


def _named(name: str, known: Sequence[Asset]) -> Asset | None:
    wanted = name_key(name)
    for asset in known:
        path = Path(asset.path)
        if wanted in map(name_key, (asset.name, path.name, path.stem)):
            return asset
    return None
