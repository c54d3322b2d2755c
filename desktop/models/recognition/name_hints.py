"""Hints of a file's name and metadata where its tensors don't tell: Turbo or base, epsilon or
velocity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desktop.core.messages import Message
from desktop.models.families.known_families import family_named
from desktop.models.model import Family, Prediction

from .recognised import Recognised

_VARIANTS = (
    ("lightning", re.compile(r"lightning|hyper[-_ ]?sd", re.I)),
    ("lcm", re.compile(r"(^|[^a-z])lcm([^a-z]|$)", re.I)),
    ("turbo", re.compile(r"turbo", re.I)),
)
_V = re.compile(r"(768[-_ ]?v|v[-_ ]?pred|768[-_ ]?(ema|nonema)|2[-_.]1[-_]768|v2[-_]768)", re.I)
_BASE = re.compile(r"(512[-_ ]?base|2[-_.]?[01]?[-_ ]base|[-_ ]base|(^|[^0-9])512([^0-9]|$))", re.I)
_XL = re.compile(r"xl", re.I)
_SD1_VAE = re.compile(r"ft[-_ ]?(mse|ema)|840000|560000|kl[-_]?f8|taesd", re.I)
_STEPS = re.compile(r"(?<!\d)(1|2|4|8|16)[-_ ]?steps?", re.I)

PARAMETERIZATION = Message("Prediction")
"""The detail with the prediction in a checkpoint's config file: "v" or "eps"."""


def telling_words(path: Path, notes: Mapping[str, str]) -> str:
    """Return the words that describe the file: its metadata, its name, its folder.

    In the hub cache the folder is a commit, so the repository's name replaces it.
    """
    parent = path.parent
    if parent.parent.name == "snapshots":
        parent = parent.parent.parent
    titles = [notes.get(key, "") for key in ("modelspec.title", "modelspec.architecture")]
    return " ".join([path.stem, parent.name, *titles])


def distilled_variant(words: str) -> str:
    """Return 'turbo', 'lightning' or 'lcm' by the words, else ''."""
    for variant, pattern in _VARIANTS:
        if pattern.search(words):
            return variant
    return ""


def with_hints(found: Recognised, path: Path, notes: Mapping[str, str]) -> Recognised:
    """Return `found` with the hints of its name and metadata."""
    words = telling_words(path, notes)
    files = family_named(found.family).files
    if found.what == "checkpoint" and files is not None:
        return msgspec.structs.replace(found, variant=files.variant(words, {}))
    if found.what == "checkpoint" and not found.variant and found.family != "sdxl_refiner":
        found = msgspec.structs.replace(found, variant=distilled_variant(words))
        steps = _STEPS.search(path.stem)
        if steps and found.variant in {"lightning", "turbo", "lcm"}:
            found = msgspec.structs.replace(found, defaults={"steps": int(steps[1])})
    if found.what == "lora" and not found.variant:
        found = msgspec.structs.replace(found, variant=distilled_variant(path.stem))
    if found.what == "checkpoint" and found.family == "sd2" and not found.variant:
        found = _sd2(found, words, notes)
    if found.what == "checkpoint" and found.family != "sd2" and _says_velocity(path.stem, notes):
        found = msgspec.structs.replace(found, prediction="v_prediction")
    if found.what == "vae" and found.family == "unknown" and not found.problem:
        found = msgspec.structs.replace(found, family=_vae_family(path))
    return found


def _vae_family(path: Path) -> Family:
    """Return the VAE's family by name: the VAEs of SD 1 and XL have the same tensors."""
    if _XL.search(path.stem + " " + path.parent.name):
        return "sdxl"
    return "sd1" if _SD1_VAE.search(path.stem + " " + path.parent.name) else "unknown"


def _says_velocity(stem: str, notes: Mapping[str, str]) -> bool:
    said = notes.get("modelspec.prediction_type", notes.get("modelspec.predict_key", ""))
    if said:
        return said.lower() in {"v", "v_prediction", "velocity"}
    return notes.get("ss_v_parameterization", "").lower() == "true" or bool(
        re.search(r"v[-_ ]?pred", stem, re.I)
    )


def _sd2(found: Recognised, words: str, notes: Mapping[str, str]) -> Recognised:
    said = notes.get("modelspec.prediction_type", notes.get("modelspec.predict_key", "")).lower()
    if said:
        return _as(found, "v_prediction" if said.startswith("v") else "epsilon", sure=True)
    beside = dict(found.details).get(PARAMETERIZATION)
    if beside:
        return _as(found, "v_prediction" if beside == "v" else "epsilon", sure=True)
    if _V.search(words) or "768" in notes.get("modelspec.resolution", ""):
        return _as(found, "v_prediction", sure=True)
    if _BASE.search(words):
        return _as(found, "epsilon", sure=True)
    return _as(found, "v_prediction", sure=False)


def _as(found: Recognised, prediction: Prediction, *, sure: bool) -> Recognised:
    variant = "768-v" if prediction == "v_prediction" else "base"
    notices = found.notices
    if not sure:
        unsure = Message(
            "The file doesn’t say whether it predicts noise (SD 2 base, 512) or velocity (768-v): "
            "taken as {taken}. If pictures come out as colored noise, choose the other.",
            taken=variant,
        )
        notices = (*notices, unsure)
    return msgspec.structs.replace(
        found, variant=variant, prediction=prediction, sure=sure, notices=notices
    )
