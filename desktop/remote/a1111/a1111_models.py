"""The models and assets of an A1111 server, as library entries."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from desktop.core.capabilities import Capabilities, Support, UnitChoice
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.server import CHECKPOINTS, ServerFile, short_name
from desktop.models.asset import Asset, AssetKind
from desktop.models.families.known_families import family_named
from desktop.models.families.torch_capabilities import torch_capabilities
from desktop.models.model import Model
from desktop.remote.family_names import FamilyGuess, family_of_file
from desktop.remote.server_models import (
    ANY_MACHINE,
    HASH_DIGITS,
    Known,
    ServerContents,
    model_on,
)

from .a1111_offers import A1111Offers, Checkpoint


def a1111_contents(server: str, offers: A1111Offers, known: Known) -> ServerContents:
    """Return the models and assets of `server`; families are told by name, LoRAs' by metadata,
    too.
    """
    return ServerContents(
        models=tuple(_model(server, offers, file, known) for file in offers.checkpoints),
        assets=tuple(_assets(server, offers)),
    )


def _model(server: str, offers: A1111Offers, file: Checkpoint, known: Known) -> Model:
    same = known.get(file.sha256[:HASH_DIGITS]) or known.get(short_name(file.name).casefold())
    guess = same or family_of_file(file.name)
    able = _capabilities(server, offers, guess)
    model = model_on(ServerFile(server, CHECKPOINTS, file.name), "a1111", guess, able)
    return msgspec.structs.replace(model, sha256=file.sha256)


def _capabilities(server: str, offers: A1111Offers, guess: FamilyGuess) -> Capabilities:
    """Return a family's capabilities on `server`: the family's own, less what A1111's HTTP or this
    server lacks.
    """
    plain = torch_capabilities(guess.family, guess.variant, ANY_MACHINE)
    unit = UnitChoice(
        unit=ComputeUnit.ALL, recommended=True, note=Message("Runs on “{server}”", server=server)
    )
    lacking = {
        "precision": Message("“{server}” chooses the precision.", server=server),
        "vae_tiling": Message("“{server}” chooses when its VAE works in tiles.", server=server),
        "safety_checker": Message("A1111 servers have no safety checker."),
        "controlnet": Message("Easel uses no ControlNets of A1111 servers."),
    }
    if family_named(guess.family).two_encoders:
        lacking["clip_skip"] = Message("A1111 servers ignore clip skip with this model.")
    for setting, has in (
        ("loras", offers.loras),
        ("vae_override", offers.vaes),
        ("textual_inversion", offers.embeddings),
    ):
        if not has:
            lacking[setting] = Message("“{server}” has none of these.", server=server)
    changes = {
        name: Support(False, reason)
        for name, reason in lacking.items()
        if getattr(plain, name) or name in ("precision", "safety_checker")
    }
    return msgspec.structs.replace(plain, units=(unit,), most_references=0, **changes)


def _assets(server: str, offers: A1111Offers) -> Iterator[Asset]:
    def asset(folder: str, file: str, kind: AssetKind, guess: FamilyGuess) -> Asset:
        return Asset(
            name=short_name(file) if kind == "vae" else file,
            path=str(ServerFile(server, folder, file)),
            kind=kind,
            family=guess.family,
            variant=guess.variant,
            source=server,
        )

    for name, told in offers.loras.items():
        by_name = family_of_file(name)
        guess = by_name if by_name.family != "unknown" else told
        yield asset("loras", name, "lora", guess)
    for name in offers.vaes:
        yield asset("vae", name, "vae", family_of_file(name))
    for name in offers.embeddings:
        yield asset("embeddings", name, "embedding", family_of_file(name))
    for name in offers.upscalers:
        yield asset("upscale_models", name, "upscaler", FamilyGuess())
