"""Requests as the resolver makes them: they say what their model is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from desktop.core.request import GenerationRequest
from desktop.models.library import ModelLibrary


def identified(request: GenerationRequest) -> GenerationRequest:
    """`request` with what the library recognises its model as. Raises BadInput."""
    model = ModelLibrary().at(Path(request.model))
    return msgspec.structs.replace(request, identity=model.identity)


def request_for(model: Path, **settings: Any) -> GenerationRequest:
    """A request for the model at `model`. Raises BadInput where there is none."""
    return identified(GenerationRequest(model=str(model), **settings))
