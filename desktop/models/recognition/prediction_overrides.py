"""The user's prediction type of a model whose file doesn't give it: asked once, kept for good."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import msgspec

from desktop.files.bounded import UnreadableError, read_struct
from desktop.models.families.known_families import family_named
from desktop.models.model import Prediction

from .recognised import Recognised
from .recognition_cache import fingerprint_of, write_whole

_WRITING = threading.Lock()


class _Answer(msgspec.Struct, frozen=True):
    fingerprint: tuple[int, ...]
    prediction: Prediction


class PredictionOverrides:
    """Prediction types by path, kept in a small JSON file; void when the model's file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def prediction_of(self, model: Path) -> Prediction | None:
        """Return the user's prediction type for the model at `model`, None where never asked."""
        prediction_text = self._read().get(str(model))
        if prediction_text is None or prediction_text.fingerprint != fingerprint_of(model):
            return None
        return prediction_text.prediction

    def set_prediction(self, model: Path, prediction: Prediction) -> None:
        """Store the prediction type. Raises OSError where the file can't be written."""
        with _WRITING:
            predictions = self._read()
            predictions[str(model)] = _Answer(fingerprint_of(model), prediction)
            write_whole(self._path, msgspec.json.encode(predictions))

    def applied_to(self, found: Recognised, path: Path) -> Recognised:
        """Return `found`, with the user's prediction type in place of a guess."""
        if found.sure or not family_named(found.family).open_prediction:
            return found
        said: Prediction | None = None
        with contextlib.suppress(PermissionError):
            said = self.prediction_of(path)
        if said is None:
            return found
        return msgspec.structs.replace(
            found,
            prediction=said,
            variant="768-v" if said == "v_prediction" else "base",
            sure=True,
            notices=(),
        )

    def _read(self) -> dict[str, _Answer]:
        try:
            return read_struct(self._path, dict[str, _Answer])
        except (OSError, UnreadableError):
            return {}
