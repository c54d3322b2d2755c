"""What an A1111 server has: checkpoints, samplers, schedulers, LoRAs, VAEs, embeddings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from desktop.core.errors import BadInput
from desktop.core.sampling.samplers import import_scheduler, noise_schedule_named
from desktop.files.json_coerce import as_mapping, as_text
from desktop.remote.family_names import FamilyGuess, family_of_metadata
from desktop.remote.protocol.server_http import Json

from .a1111_client import A1111Client

_USUAL_SCALE, _MOST_SCALE = 4.0, 8.0
AUTOMATIC = "Automatic"
"""A1111's scheduler that follows from the sampler."""


class Checkpoint(msgspec.Struct, frozen=True):
    """A model file: its name below the models' folder, and its sha256, "" where not computed."""

    name: str
    sha256: str = ""


class A1111Offers(msgspec.Struct, frozen=True, kw_only=True):
    """A server's models and settings at one moment.

    `samplers` are the server's names by Easel's (sampler, noise schedule), the schedule None where
    it is chosen apart; `schedules` the server's names by Easel's. `loras` are names with their
    families as far as they are told.
    """

    checkpoints: tuple[Checkpoint, ...] = ()
    samplers: Mapping[tuple[str, str | None], str] = {}
    schedules: Mapping[str, str] = {}
    loras: Mapping[str, FamilyGuess] = {}
    vaes: tuple[str, ...] = ()
    vae_modules: bool = False
    """Whether a VAE is one of Forge's modules, not the setting `sd_vae`."""
    embeddings: tuple[str, ...] = ()
    upscalers: Mapping[str, float] = {}
    """The factor of each upscaler."""

    def checkpoint(self, name: str) -> Checkpoint | None:
        """Return the model file of that name."""
        return next((one for one in self.checkpoints if one.name == name), None)

    def sampler(self, sampler: str, schedule: str) -> tuple[str, str]:
        """Return the server's (sampler, scheduler) for Easel's; "" for what it lacks.

        The scheduler is "" where the sampler's name includes it, too.
        """
        name = self.samplers.get((sampler, None), "")
        if not self.schedules:  # from before A1111 1.9
            whole = self.samplers.get((sampler, schedule))
            return whole or (name if schedule in ("default", "normal") else ""), ""
        if schedule == "default":
            return name, AUTOMATIC
        return name, self.schedules.get(schedule, "")


def read_a1111_offers(client: A1111Client) -> A1111Offers:
    """Request a server's offers. Raises ServerError."""
    checkpoints = tuple(map(_checkpoint, client.listed("sd-models")))
    vaes = _names(client.listed("sd-vae"), "model_name")
    modules = () if vaes else _names(client.listed("sd-modules"), "model_name")
    return A1111Offers(
        checkpoints=tuple(one for one in checkpoints if one.name),
        samplers=_samplers(client.listed("samplers")),
        schedules=_schedules(client.listed("schedulers")),
        loras={
            as_text(entry.get("name")): family_of_metadata(as_mapping(entry.get("metadata")))
            for entry in client.listed("loras")
            if as_text(entry.get("name"))
        },
        vaes=vaes or modules,
        vae_modules=bool(modules),
        embeddings=tuple(client.embeddings()),
        upscalers=dict(_upscalers(client.listed("upscalers"))),
    )


def _checkpoint(entry: Json) -> Checkpoint:
    """Return a model of `sd-models`; its `title` is the name with the short hash in brackets."""
    title, model_name = as_text(entry.get("title")), as_text(entry.get("model_name"))
    name, bracket, rest = title.rpartition(" [")
    whole = as_text(entry.get("sha256")).strip().lower()
    short = as_text(entry.get("hash")).strip().lower()
    has_hash = bool(bracket) and rest.rstrip("]") in (whole[:10], short)
    return Checkpoint((name if has_hash else title) or model_name, whole or short)


def _names(entries: Iterable[Json], key: str) -> tuple[str, ...]:
    return tuple(name for entry in entries if (name := as_text(entry.get(key))))


def _upscalers(entries: Iterable[Json]) -> Iterator[tuple[str, float]]:
    for entry in entries:
        name, scale = as_text(entry.get("name")), entry.get("scale")
        if name and name != "None":
            if not isinstance(scale, int | float) or not 1 < scale <= _MOST_SCALE:
                scale = _USUAL_SCALE
            yield name, scale


def _samplers(entries: Iterable[Json]) -> dict[tuple[str, str | None], str]:
    """Return the server's names by Easel's; unknown samplers are left out."""
    found: dict[tuple[str, str | None], str] = {}
    for name in _names(entries, "name"):
        try:
            choice = import_scheduler(name, "a1111")
        except BadInput:
            continue
        if choice.sampler is not None and choice.notice is None:
            found.setdefault((choice.sampler, choice.noise_schedule), name)
    return found


def _schedules(entries: Iterable[Json]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        label = as_text(entry.get("label")) or as_text(entry.get("name"))
        try:
            known = noise_schedule_named(label, world="a1111")
        except BadInput:
            continue
        if label.casefold() != AUTOMATIC.casefold():
            found.setdefault(known, label)
    return found
