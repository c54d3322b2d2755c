"""`--model-sources`: packages or compiled models, if a folder has both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.core.messages import Message, Text
from desktop.models.library import ModelLibrary
from desktop.models.model import Model


def of_sources(
    model: Model, wanted: str | None, library: ModelLibrary, note: Callable[[Text], object]
) -> Model:
    """Return `model`, or its other form if requested; `note` receives a message if it has none."""
    if wanted is None or model.kind != "coreml" or model.form == wanted:
        return model
    places = {Path(model.path), Path(model.path).parent}
    for other in library.models():
        beside = Path(other.path) in places or Path(other.path).parent in places
        if other.kind == "coreml" and other.form == wanted and beside and other.usable:
            return other
    note(
        Message(
            "“{model}” has no {wanted} form, so its {form} are used.",
            model=model.name,
            wanted=wanted,
            form=model.form or "files",
        )
    )
    return model
