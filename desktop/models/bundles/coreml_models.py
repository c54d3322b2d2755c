"""Build library entries of Core ML bundles: their capabilities here, and the best one for
this Mac.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from desktop.core.capabilities import Capabilities, Support
from desktop.core.messages import Message, Text, joined
from desktop.files.json_coerce import as_list, as_mapping, as_number, as_text
from desktop.models.families.known_families import title_of, traits_of
from desktop.models.families.model_family import STARTER_GOOD_AT, STARTER_NAME, FamilyTraits
from desktop.models.families.torch_capabilities import with_overrides
from desktop.models.hub_cache import repository_name
from desktop.models.machine import Machine, this_machine
from desktop.models.model import Model
from desktop.models.recognition.prediction_overrides import PredictionOverrides

from .bundle import Bundle, read_bundles
from .bundle_part import Form
from .compiled_model import has_program
from .coreml_units import better_attention, units_for
from .roles import ROLE_WORDS

_GENERIC = {
    "packages",
    "compiled",
    "resources",
    "original",
    "split_einsum",
    "split-einsum",
    "split_einsum_v2",
    "split-einsum-v2",
}
"""Folder names for the manner of conversion, not for the model."""
CONVERTED_FROM = Message("Converted from")
_FORMS: dict[Form, Message] = {"packages": Message("packages"), "compiled": Message("compiled")}


def models_in(
    path: Path,
    machine: Machine | None = None,
    *,
    source: str = "",
    deep: bool = True,
    overrides: PredictionOverrides | None = None,
) -> list[Model]:
    """Return the Core ML models in `path`: a folder, a repository's root, a .zip, or one UNet file.

    Folders below `path` are looked into with `deep` only. Where a model is there in several
    attentions, the one that suits the machine is recommended. `overrides` has the prediction types
    that the user told Easel. Raises BadInput where there is no model, with the reason.
    """
    machine = machine or this_machine()
    models = [
        _model(bundle, machine, source, overrides) for bundle in read_bundles(path, deep=deep)
    ]
    return recommend(models, machine)


def recommend(models: Sequence[Model], machine: Machine) -> list[Model]:
    """Return `models`, with the better attention recommended where a model has several."""
    wanted = better_attention(machine)
    families: dict[str, set[str]] = {}
    for model in models:
        if model.usable and model.kind == "coreml":
            families.setdefault(_base_of(model), set()).add(model.attention)

    def mark(model: Model) -> Model:
        there = families.get(_base_of(model), set[str]())
        if model.kind != "coreml" or len(there) < 2 or not model.usable:
            return model
        best = wanted if wanted in there else "split_einsum_v2"
        return msgspec.structs.replace(model, recommended=model.attention == best)

    return [mark(model) for model in models]


def _base_of(model: Model) -> str:
    base = next((value for label, value in model.details if label == CONVERTED_FROM), model.path)
    return str(base)


def _model(
    bundle: Bundle, machine: Machine, source: str, overrides: PredictionOverrides | None
) -> Model:
    chosen = overrides.prediction_of(bundle.path) if overrides is not None else None
    variant = str(bundle.own.get("variant") or "")
    traits = traits_of(bundle.family, variant)
    own_defaults = bundle.own.get("defaults")
    size = {"width": bundle.width or 512, "height": bundle.height or 512}
    defaults = msgspec.structs.replace(traits.defaults, **size)
    if isinstance(own_defaults, dict):
        defaults = with_overrides(defaults, own_defaults | size)  # pyright: ignore[reportUnknownArgumentType]
    problem = bundle.problem or _problem_here(bundle, machine)
    return Model(
        name=_name(bundle),
        path=str(bundle.path),
        kind="coreml",
        family=bundle.family,
        variant=variant,
        prediction=chosen or bundle.prediction,
        prediction_open=_is_guessed(bundle),
        precision=bundle.precision,
        size_bytes=_size(bundle),
        attention=bundle.attention,
        form=bundle.form,
        capabilities=_capabilities(bundle, machine),
        defaults=defaults,
        problem=problem,
        notices=() if chosen else _notices(bundle),
        source=source,
        good_at=_good_at(bundle, traits),
        details=_details(bundle, machine, variant, chosen or bundle.prediction),
    )


def _problem_here(bundle: Bundle, machine: Machine) -> Message | None:
    if (
        bundle.form == "compiled"
        and not machine.is_mac
        and not all(has_program(part.path) for part in bundle.parts.values())
    ):
        return Message(
            "This compiled Core ML model is of the old kind, which needs a Mac: get the same "
            "model as packages to use it here."
        )
    if bundle.family == "sdxl_refiner":
        return Message("A refiner alone draws nothing: it belongs to an SDXL model.")
    return None


def _good_at(bundle: Bundle, traits: FamilyTraits) -> Text:
    own = bundle.own
    if isinstance(own.get("good_at"), str) and own["good_at"]:
        return own["good_at"]
    return STARTER_GOOD_AT if own.get("name") == STARTER_NAME else traits.good_at or ""


def _title(bundle: Bundle) -> str:
    """Return the model's title, without its manner of conversion."""
    own = bundle.own.get("name")
    if isinstance(own, str) and own:
        return own
    repository = repository_name(bundle.folder)
    if repository:
        return repository
    folder = bundle.folder
    while folder.name.lower() in _GENERIC and folder.parent != folder:
        folder = folder.parent
    return folder.stem if folder.suffix == ".zip" else folder.name


def _name(bundle: Bundle) -> str:
    title = _title(bundle)
    plain = title.lower().replace("-", "_")
    words = [word for word in (bundle.attention,) if word and word not in plain]
    if bundle.form == "compiled" and "compiled" not in plain:
        words.append("compiled")
    if bundle.own.get("name"):
        words.insert(0, "Core ML")
    return f"{title} ({', '.join(words)})" if words else title


def _size(bundle: Bundle) -> int:
    total = 0
    for part in (*bundle.parts.values(), *bundle.controlnets.values()):
        if part.path.is_dir():
            total += sum(file.stat().st_size for file in part.path.rglob("*") if file.is_file())
    return total


def _capabilities(bundle: Bundle, machine: Machine) -> Capabilities:
    encoder = "vae_encoder" not in bundle.missing
    start = Support(
        encoder,
        None if encoder else Message("It has no VAE encoder: starting images can’t be used."),
    )
    return Capabilities(
        units=units_for(bundle.attention, machine),
        sizes=((bundle.width, bundle.height),) if bundle.width else (),
        starting_image=start,
        inpainting=start,
        loras=Support(
            False,
            Message(
                "A Core ML model’s weights are fixed when it is converted: mix LoRAs in before "
                "converting."
            ),
        ),
        vae_override=Support(
            False,
            Message(
                "A Core ML model’s weights are fixed when it is converted: choose the VAE when "
                "converting."
            ),
        ),
        vae_tiling=Support(
            False, Message("Its VAE was converted for whole pictures, which can’t be cut.")
        ),
        controlnet=_controlnet(bundle),
        own_controlnets=tuple(bundle.controlnets),
        clip_skip=Support(
            False, Message("Its text encoder gives one layer only, chosen when converted.")
        ),
        textual_inversion=Support(
            False,
            Message(
                "A Core ML model’s weights are fixed when it is converted, the text encoder’s "
                "words among them."
            ),
        ),
        high_res_fix=Support(
            False, Message("It draws in one size only, so there is no second pass.")
        ),
        safety_checker=_safety(bundle),
        precision=Support(False, Message("The precision was chosen when the model was converted.")),
        max_tokens=max(bundle.tokens - 2, 1),
    )


def _controlnet(bundle: Bundle) -> Support:
    if not bundle.unet_parts("control_unet"):
        return Support(False, Message("Its UNet was converted without support for ControlNets."))
    if not bundle.controlnets:
        return Support(False, Message("There is no converted ControlNet beside it."))
    return Support()


def _safety(bundle: Bundle) -> Support:
    if "safety_checker" in bundle.parts:
        return Support()
    return Support(False, Message("This model brings no safety checker."))


def _is_guessed(bundle: Bundle) -> bool:
    """Return whether the prediction type is guessed from the size, since no file gives it."""
    return bundle.family == "sd2" and "prediction_type" not in bundle.own


def _notices(bundle: Bundle) -> tuple[Message, ...]:
    if not _is_guessed(bundle):
        return ()
    what = "v-prediction" if bundle.prediction == "v_prediction" else "epsilon"
    return (
        Message(
            "Its prediction type is taken to be {what}, from its size: if pictures come out as "
            "noise, change it in the model’s details.",
            what=what,
        ),
    )


def _details(
    bundle: Bundle, machine: Machine, variant: str, prediction: str
) -> tuple[tuple[Message, Text], ...]:
    batch: Text = str(bundle.batch)
    if bundle.batch == 2:
        batch = Message("2 (with guidance 1, a batch-one conversion would be twice as fast)")
    runtime = Message("Core ML")
    if not machine.is_mac:
        runtime = Message("Portable runtime (no Core ML here), on the CPU")
    form = _FORMS[bundle.form]
    if bundle.chunked:
        form = Message("{form}, UNet in two chunks", form=form)
    check = bundle.own.get("check")
    lines: list[tuple[Message, Text]] = [
        (Message("Family"), title_of(bundle.family, variant)),
        (CONVERTED_FROM, _title(bundle)),
        (Message("Attention"), bundle.attention or Message("unknown")),
        (Message("Form"), form),
        (Message("Picture size"), f"{bundle.width} x {bundle.height}"),
        (Message("UNet batch"), batch),
        (Message("Inputs"), _inputs(bundle)),
        (Message("Compression"), bundle.compression or Message("none")),
        (Message("Prediction"), prediction),
        (Message("Runtime"), runtime),
        (Message("Parts"), _parts(bundle)),
    ]
    if any(role in ROLE_WORDS for role in bundle.missing):
        missing = (ROLE_WORDS[role] for role in bundle.missing if role in ROLE_WORDS)
        lines.append((Message("Not there"), joined(missing)))
    if bundle.family != "sdxl_refiner" and bundle.unet_parts("refiner"):
        lines.append((Message("Refiner"), Message("It draws the last fifth of the steps.")))
    merged = merged_loras(bundle)
    if merged:
        lines.append((Message("LoRAs inside"), joined(merged)))
    if bundle.controlnets:
        lines.append((Message("ControlNets"), joined(bundle.controlnets)))
    if isinstance(check, dict):
        likeness = _check_words(check)  # pyright: ignore[reportUnknownArgumentType]
        lines.append((Message("Likeness to PyTorch"), likeness))
    return tuple(lines)


def merged_loras(bundle: Bundle) -> tuple[str, ...]:
    """Return the LoRAs merged into the model, each with its weight: "ink 0.8"."""
    return tuple(
        f"{name} {as_number(as_mapping(entry).get('weight')) or 0:g}"
        for entry in as_list(bundle.own.get("loras"))
        if (name := as_text(as_mapping(entry).get("name")))
    )


def _parts(bundle: Bundle) -> Message:
    roles = dict.fromkeys(role.partition("_chunk")[0] for role in bundle.parts)
    return joined(ROLE_WORDS[role] for role in roles if role in ROLE_WORDS)


def _inputs(bundle: Bundle) -> Message:
    """Return input dtypes and shapes, which distinguish older conversions from newer ones."""
    words: list[Text] = [*sorted({item.dtype for item in bundle.any_unet.inputs if item.dtype})]
    if bundle.time_ids:
        shape = " x ".join(map(str, bundle.time_ids))
        words.append(Message("time ids {shape}", shape=shape))
    if bundle.latent_output == "latent_dist":
        words.append(Message("the VAE encoder gives latent_dist, as older conversions do"))
    return joined(words) if words else Message("unknown")


def _check_words(check: dict[str, Any]) -> Message:
    words: list[Message] = []
    for part, value in check.items():
        by_output = cast("dict[str, Any]", value) if isinstance(value, dict) else {"": value}
        numbers = [item for item in by_output.values() if isinstance(item, int | float)]
        if numbers:
            name = ROLE_WORDS.get(part.replace("-", "_"), part)
            words.append(Message("{part} {decibels} dB", part=name, decibels=f"{min(numbers):.0f}"))
    return joined(words)
