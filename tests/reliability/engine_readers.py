"""The engine's readers, apart from the others since importing them takes much memory itself."""

from __future__ import annotations

from desktop.core.messages import Message
from desktop.models.requests.pictures.fitted_pictures import read_picture


def picture(path: str) -> None:
    read_picture(path, Message("picture"))
