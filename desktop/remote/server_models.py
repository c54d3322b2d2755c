"""The models and assets of a ComfyUI server, as library entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from desktop.core.capabilities import Capabilities, Support, UnitChoice
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.server import ServerFile, short_name
from desktop.models.asset import Asset, AssetKind
from desktop.models.families.known_families import family_named, title_of, traits_of
from desktop.models.families.torch_capabilities import torch_capabilities
from desktop.models.machine import Machine
from desktop.models.model import Model

from .family_names import FamilyGuess, family_of_file, family_of_metadata
from .protocol.offers import MODEL_NODES, Offers

_ASSET_FOLDERS: dict[str, AssetKind] = {
    "loras": "lora",
    "vae": "vae",
    "controlnet": "controlnet",
    "embeddings": "embedding",
    "upscale_models": "upscaler",
}
_NEEDED = ("CLIPTextEncode", "KSampler", "VAEDecode", "PreviewImage")
"""Nodes that every picture needs."""
ANY_MACHINE = Machine(system="", arm=False, memory_bytes=0)
"""A server's machine, of which nothing is known."""

Metadata = Callable[[str, str], Mapping[str, Any]]
"""Returns a file's metadata, by folder and name."""
Known = Mapping[str, FamilyGuess]
"""Families of this machine's own models, by file name and by the first digits of their hash."""
HASH_DIGITS = 10


class ServerContents(msgspec.Struct, frozen=True, kw_only=True):
    """A server's models and assets."""

    models: tuple[Model, ...] = ()
    assets: tuple[Asset, ...] = ()


def contents_of(server: str, offers: Offers, metadata: Metadata, known: Known) -> ServerContents:
    """Return the models and assets of `server`; families are told by name, else by `metadata`."""
    guesses = _Families(metadata, known)
    models = [
        _model(server, offers, folder, file, guesses.of(folder, file))
        for _, folder in MODEL_NODES.values()
        for file in offers.folder(folder)
    ]
    assets = [
        _asset(server, folder, file, kind, guesses)
        for folder, kind in _ASSET_FOLDERS.items()
        for file in offers.folder(folder)
    ]
    return ServerContents(models=tuple(models), assets=tuple(assets))


class _Families:
    """Families of a server's files; metadata is requested for a limited number, each a request."""

    def __init__(self, metadata: Metadata, known: Known) -> None:
        self._metadata, self._known = metadata, known
        self._left = 100

    def of(self, folder: str, file: str) -> FamilyGuess:
        """Return the family of a model."""
        same = self._known.get(short_name(file).casefold())
        guess = same or family_of_file(file)
        return guess if guess.family != "unknown" else self._read(folder, file)

    def of_asset(self, folder: str, file: str) -> FamilyGuess:
        """Return the family of an asset."""
        guess = family_of_file(file)
        if guess.family != "unknown" or folder != "loras":
            return guess
        return self._read(folder, file)

    def _read(self, folder: str, file: str) -> FamilyGuess:
        if self._left <= 0 or not file.endswith(".safetensors"):
            return FamilyGuess()
        self._left -= 1
        return family_of_metadata(self._metadata(folder, file))


def _model(server: str, offers: Offers, folder: str, file: str, guess: FamilyGuess) -> Model:
    problem, parts = _problem(server, offers, folder, guess)
    able = capabilities_on(server, offers, guess)
    model = model_on(ServerFile(server, folder, file), "comfyui", guess, able)
    return msgspec.structs.replace(model, problem=problem, parts=parts)


def model_on(
    file: ServerFile,
    kind: Literal["comfyui", "a1111"],
    guess: FamilyGuess,
    capabilities: Capabilities,
) -> Model:
    """Return the model that a server's `file` is."""
    traits, title = traits_of(guess.family, guess.variant), title_of(guess.family, guess.variant)
    return Model(
        name=short_name(file.name),
        path=str(file),
        kind=kind,
        family=guess.family,
        variant=guess.variant,
        form=kind,
        capabilities=capabilities,
        defaults=traits.defaults,
        source=file.server,
        good_at=traits.good_at or "",
        details=(
            (Message("Family"), title),
            (Message("Server"), file.server),
            (Message("File"), file.name),
        ),
    )


def _problem(
    server: str, offers: Offers, folder: str, guess: FamilyGuess
) -> tuple[Message | None, tuple[tuple[str, str], ...]]:
    """Return the reason why a model can't be used, and the separate parts that it needs."""
    lacking = [node for node in _NEEDED if not offers.has(node)]
    if lacking:
        return Message("“{server}” lacks the node {node}.", server=server, node=lacking[0]), ()
    if folder == "checkpoints":
        return None, ()
    family = family_named(guess.family).comfyui
    title = title_of(guess.family, guess.variant)
    if family is None:
        return Message("Easel doesn’t know which text encoder and VAE go with it."), ()
    if family.clip_type not in offers.clip_types:
        return Message("“{server}” is too old for {family}.", server=server, family=title), ()
    vae = family.vae_among(offers.folder("vae"))
    for place in ("text_encoders", "text_encoders_gguf"):
        encoder = family.encoder_among(offers.folder(place))
        if encoder and vae:
            return None, (
                ("text_encoder", str(ServerFile(server, place, encoder))),
                ("vae", str(ServerFile(server, "vae", vae))),
            )
    return (
        Message(
            "“{server}” lacks the text encoder or the VAE of {name}.", server=server, name=title
        ),
        (),
    )


def capabilities_on(server: str, offers: Offers, guess: FamilyGuess) -> Capabilities:
    """Return a family's capabilities on `server`: the family's own, less those that the server
    lacks.
    """
    plain = torch_capabilities(guess.family, guess.variant, ANY_MACHINE)
    unit = UnitChoice(
        unit=ComputeUnit.ALL, recommended=True, note=Message("Runs on “{server}”", server=server)
    )
    changes: dict[str, Any] = {
        "units": (unit,),
        "precision": Support(False, Message("“{server}” chooses the precision.", server=server)),
        "safety_checker": Support(False, Message("ComfyUI servers have no safety checker.")),
    }
    if not offers.has("ReferenceLatent", "LoadImage", "VAEEncode"):
        changes["most_references"] = 0
    for name, reason in _lacking(server, offers):
        if getattr(plain, name):  # else the family's own reason stays
            changes.setdefault(name, Support(False, reason))
    return msgspec.structs.replace(plain, **changes)


class _Need(NamedTuple):
    """A setting's requirement on a server: nodes, and a folder with at least one file."""

    setting: str
    nodes: tuple[str, ...]
    folder: str = ""


_NEEDS = (
    _Need("loras", ("LoraLoader",), "loras"),
    _Need("vae_override", ("VAELoader",), "vae"),
    _Need("vae_tiling", ("VAEDecodeTiled",)),
    _Need("controlnet", ("ControlNetLoader", "ControlNetApplyAdvanced", "LoadImage"), "controlnet"),
    _Need("clip_skip", ("CLIPSetLastLayer",)),
    _Need("starting_image", ("LoadImage", "VAEEncode", "KSamplerAdvanced")),
    _Need("inpainting", ("LoadImage", "VAEEncode", "LoadImageMask", "SetLatentNoiseMask")),
    _Need("high_res_fix", ("LatentUpscale", "KSamplerAdvanced")),
    _Need("textual_inversion", (), "embeddings"),
)


def _lacking(server: str, offers: Offers) -> Iterator[tuple[str, Message]]:
    for need in _NEEDS:
        missing = [node for node in need.nodes if not offers.has(node)]
        if missing:
            yield (
                need.setting,
                Message("“{server}” lacks the node {node}.", server=server, node=missing[0]),
            )
        elif need.folder and not offers.folder(need.folder):
            yield (
                need.setting,
                Message(
                    "There is nothing in the folder {folder} of “{server}”.",
                    folder=need.folder,
                    server=server,
                ),
            )


def _asset(server: str, folder: str, file: str, kind: AssetKind, guesses: _Families) -> Asset:
    guess = guesses.of_asset(folder, file)
    return Asset(
        name=short_name(file) if folder != "embeddings" else file,
        path=str(ServerFile(server, folder, file)),
        kind=kind,
        family=guess.family,
        variant=guess.variant,
        source=server,
    )
