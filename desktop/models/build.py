"""Build the Model, for pickers and request checks, from recognition's result."""

from __future__ import annotations

from pathlib import Path

from desktop.core.capabilities import ModelDefaults
from desktop.core.messages import Message

from .families.known_families import title_of, traits_of
from .families.torch_capabilities import torch_capabilities, with_overrides
from .machine import Machine
from .memory.estimate import with_memory
from .model import Model
from .recognition.recognised import Recognised


def build_model(
    found: Recognised, path: Path, machine: Machine, *, name: str = "", source: str = ""
) -> Model:
    """Return the torch model at `path` (absolute), as usable on `machine`."""
    traits = traits_of(found.family, found.variant)
    model = Model(
        name=found.name or name or path.stem,
        path=str(path),
        kind=found.kind,
        family=found.family,
        variant=found.variant,
        prediction=found.prediction,
        precision=found.precision,
        size_bytes=found.size_bytes,
        form=found.kind,
        capabilities=torch_capabilities(
            found.family, found.variant, machine, safety_checker=found.safety_checker
        ),
        defaults=_defaults(found, traits.defaults),
        problem=found.problem,
        notices=found.notices,
        source=source,
        good_at=found.good_at or traits.good_at or "",
        sure=found.sure,
        needs=found.needs,
        weights=found.weights,
        details=((Message("Family"), title_of(found.family, found.variant)), *found.details),
    )
    return with_memory(model, machine)


def _defaults(found: Recognised, defaults: ModelDefaults) -> ModelDefaults:
    return with_overrides(defaults, found.defaults)
