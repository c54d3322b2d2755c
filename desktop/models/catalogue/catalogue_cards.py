"""The catalogue for display: one card a model, its best variant first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.models.asset import Asset
from desktop.models.bundles.coreml_units import better_attention
from desktop.models.library import STARTER_NAME
from desktop.models.machine import Machine
from desktop.models.model import Model

from .catalogue import CatalogueEntry

_ROOMY_BYTES = 12 * 2**30
"""Bytes of memory below which the six-bit form of a Core ML model is the better choice."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A model of the catalogue; `entries` are its variants, the most suitable first."""

    title: str
    group: str
    entries: tuple[CatalogueEntry, ...]

    @property
    def text(self) -> str:
        """All its words, case-folded, for searching."""
        words = [self.title, self.group]
        for entry in self.entries:
            words += [entry.id, entry.name, entry.good_at, entry.suits, entry.repository]
        return name_key(" ".join(words))


def cards_of(entries: Sequence[CatalogueEntry], machine: Machine) -> list[Card]:
    """Return the cards in the catalogue's order."""
    groups: dict[tuple[str, str], list[CatalogueEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.group, entry.title), []).append(entry)
    cards: list[Card] = []
    for (group, title), variants in groups.items():
        variants.sort(key=lambda entry: _rank(entry, machine))
        cards.append(Card(title=title, group=group, entries=tuple(variants)))
    return cards


def _rank(entry: CatalogueEntry, machine: Machine) -> tuple[bool, bool, bool]:
    """Return the sort key: smaller is better; equal entries keep the catalogue's order."""
    if entry.runs_on != "coreml":
        return (False, False, False)
    compiled = "compiled" in entry.variant
    for_engine = "Neural Engine" in entry.variant
    small = "6 bits" in entry.variant
    return (
        compiled != machine.is_mac,
        for_engine != (better_attention(machine) == "split_einsum"),
        small != (machine.memory_bytes < _ROOMY_BYTES),
    )


def obstacle(entry: CatalogueEntry, machine: Machine) -> Message | None:
    """Return why `entry` would not run well here; None without an obstacle."""
    if "compiled" in entry.variant and not machine.is_mac:
        return Message("Compiled Core ML models run on a Mac only: take the packages here.")
    whose = Message("this Mac") if machine.is_mac else Message("this machine")
    has = machine.memory_bytes / 2**30
    if has < entry.memory_gb - 0.5:
        return Message(
            "Needs {wanted} GB of memory; {whose} has {has} GB.",
            wanted=entry.memory_gb,
            whose=whose,
            has=f"{has:.0f}",
        )
    return None


def found_here(entry: CatalogueEntry, things: Iterable[Model | Asset]) -> str:
    """Return the library's path of `entry`, "" where the library lacks it.

    Recognized by the names of downloads and of the hub's cache, in any folder.
    """
    for thing in things:
        if thing.problem:
            continue
        name = Path(thing.path).name
        if entry.included:
            if thing.name == STARTER_NAME:
                return thing.path
        elif entry.file:
            if name == (entry.target or entry.file.rpartition("/")[2]):
                return thing.path
        elif entry.form:
            named = name == entry.target or thing.name == entry.repository
            if named and isinstance(thing, Model) and thing.kind == entry.form:
                return thing.path
        elif _is_variant(name, entry):
            return thing.path
    return ""


def _is_variant(folder: str, entry: CatalogueEntry) -> bool:
    """Return whether `folder` is the name that `pick` gives to the choice of these wants."""
    repository = entry.repository.rpartition("/")[2]
    rest = folder.removeprefix(repository)
    return folder.startswith(repository) and all(word in rest.lower() for word in entry.wants)
