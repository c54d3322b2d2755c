"""The VAE of a request: the model's own, or one from another file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.engines.mps_attention import mode_of, on_device

from .devices import suit_layout
from .whole_modules import FAILURES, load_module, unreadable, whole


class VaeLoader:
    """Cache of the model's own VAE and the last other one."""

    def __init__(self, own: Any, device: torch.device) -> None:
        self._own, self._device = own, device
        self._path, self._other = "", None

    def get(self, path: str | None, report: Callable[[Message], None] = lambda _: None) -> Any:
        """Return the VAE at `path` (a folder or a safetensors file), or the model's own for None.

        `report` is called before a load. Raises BadInput and EaselError for anything but a VAE for
        this model.
        """
        if path is None:
            self._path, self._other = "", None
            return self._own
        if self._other is None or self._path != path:
            report(Message("VAE {name}", name=Path(path).stem))
            self._other, self._path = self._load(Path(path)), path
        return self._other

    def _load(self, path: Path) -> Any:
        if not path.exists():
            raise BadInput("The VAE {file} is not there.", file=path)
        if path.is_file() and path.suffix != ".safetensors":
            raise BadInput("A VAE file must be a safetensors file.")
        dtype = self._own.dtype
        try:
            vae = self._from_folder(path) if path.is_dir() else self._from_file(path)
        except FAILURES as error:
            raise unreadable(Message("VAE {name}", name=path.name), error) from error
        if int(vae.config.latent_channels) != int(self._own.config.latent_channels):
            raise BadInput("The VAE {name} was made for another family of models.", name=path.name)
        vae = vae.eval().requires_grad_(False)
        return suit_layout(on_device(vae, self._device, dtype, mode_of(self._own)), self._device)

    def _from_folder(self, path: Path) -> Any:
        place = path / "vae" if (path / "vae").is_dir() else path
        return load_module(AutoencoderKL, place, Message("VAE {name}", name=path.name))

    def _from_file(self, path: Path) -> Any:
        """Return the VAE of a single file, which has no config, in the shape of the model's own."""
        with tempfile.TemporaryDirectory(prefix="easel-") as folder:
            self._own.save_config(folder)
            loader: Any = AutoencoderKL
            vae = loader.from_single_file(str(path), config=folder, local_files_only=True)
        return whole(vae, Message("VAE {name}", name=path.name))
