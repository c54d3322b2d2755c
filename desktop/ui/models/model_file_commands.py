"""What the models window does with files, as named functions: each takes all it needs."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from desktop.core.errors import EaselError
from desktop.models.asset import Asset
from desktop.models.downloads.manage import Verdict, remove, verify
from desktop.models.model import Model, Prediction
from desktop.models.recognition.prediction_overrides import PredictionOverrides


def verify_model(*, model: Model, folder: Path) -> Verdict:
    """Read all of a model; `folder` is where downloads keep their checksums. Raises EaselError."""
    return verify(model, folder)


def trash_model(*, thing: Model | Asset) -> Path:
    """Move a model or an asset to the Trash; where it was. Raises EaselError."""
    return remove(thing)


def keep_prediction(*, answers: Path, path: str, prediction: str) -> None:
    """Remember what the user says a model predicts. Raises EaselError."""
    try:
        PredictionOverrides(answers).set_prediction(Path(path), cast("Prediction", prediction))
    except OSError as error:
        raise EaselError("The answer could not be kept.", str(error)) from error
