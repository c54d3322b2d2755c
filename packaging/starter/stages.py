"""The stages of a run, each of which goes on from what the work folder already holds."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from . import checkpoint
from .captions import captions_for, every_text
from .conditioning import Conditioning
from .config import Places
from .cross_attention_init import init_cross_attention
from .data import Item, read_items, read_pictures
from .latents import SCALING_FACTOR, all_latents, standardise
from .shared_weights_trainer import SharedWeightsTrainer
from .tokenizer import train_tokenizer
from .train_text_encoder import TextEncoderTask, text_encoder_trainer
from .train_unet import UnetTask, unet_trainer
from .train_vae import DecoderTask, EncoderTask, decoder_trainer, encoder_trainer
from .training_items import in_order
from .unet import new_text_encoder, new_unet
from .vae import new_vae

FLAGS, OTHERS, DRAWN = 0.25, 1.0, 2.0


@dataclass
class Run:
    """One run: its places, how long each stage may take, how many pictures it learns."""

    places: Places
    minutes: dict[str, float]
    count: int
    workers: int = 2
    resume_from: Path | None = None

    @cached_property
    def items(self) -> list[Item]:
        return read_items(self.places.packages)

    @cached_property
    def pictures(self) -> np.ndarray:
        return read_pictures(self.places.packages, self.items, self.places.cache)

    @cached_property
    def order(self) -> list[int]:
        """The drawable items, those first that are learnt first."""
        file = self.places.cache / "order.json"
        if not file.exists():
            file.write_text(json.dumps(in_order(self.items, self.pictures)), encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))

    @property
    def learnt(self) -> list[int]:
        """What the painter learns in this run."""
        return self.order[: self.count]

    @cached_property
    def weights(self) -> np.ndarray:
        """How often the coder sees each picture."""
        flags = ("country-flag", "subdivision-flag")
        weights = np.array([FLAGS if one.subgroup in flags else OTHERS for one in self.items])
        weights[self.order] = DRAWN
        return weights / weights.sum()

    def encoder(self) -> None:
        """Trains the encoder, then freezes it with latents of mean 0 and deviation 1."""
        frozen = self.places.vae / "frozen.pt"
        if frozen.exists():
            return
        self.places.vae.mkdir(parents=True, exist_ok=True)
        if self.resume_from is not None:
            vae = AutoencoderKL.from_pretrained(self.resume_from / "vae").float()
        else:
            task = EncoderTask(self.pictures, self.weights)
            trainer = encoder_trainer(task, self.minutes["encoder"], self.workers)
            self._train("encoder", trainer, self.places.vae / "encoder.pt")
            trainer.average.swap()
            vae = task.vae
            standardise(vae, all_latents(vae, self.pictures[np.sort(self.order)]))
        _write(frozen, vae.state_dict())

    def decoder(self) -> None:
        """Trains the decoder on what the frozen encoder makes."""
        task = DecoderTask(self._frozen(), self.pictures, self.weights)
        trainer = decoder_trainer(task, self.minutes["decoder"], self.workers)
        self._train("decoder", trainer, self.places.vae / "decoder.pt")

    def words(self) -> None:
        """Trains the text encoder to say what each part of the picture looks like."""
        self.places.words.mkdir(parents=True, exist_ok=True)
        trainer = text_encoder_trainer(
            self._text_encoder_task(), self.minutes["words"], self.workers
        )
        self._train("words", trainer, self.places.words / "checkpoint.pt")

    def painter(self) -> None:
        """Trains the UNet on what the text encoder says, or should say where it can't yet."""
        self.places.unet.mkdir(parents=True, exist_ok=True)
        task = self._unet_task()
        if (self.places.words / "checkpoint.pt").exists():
            words, _counters = self.finished_text_encoder()
            task.conditioning.learn(words.states, words.captions, np.random.default_rng(0))
        trainer = unet_trainer(task, self.minutes["painter"], self.workers)
        self._train("painter", trainer, self.places.unet / "checkpoint.pt")

    def finished_vae(self) -> tuple[AutoencoderKL, dict[str, Any]]:
        """The coder with the decoder's mean weights, and its counters; or as it came."""
        file = self.places.vae / "decoder.pt"
        if self.resume_from is not None and not file.exists():
            return self._frozen(), {"steps": 0, "pictures": 0}
        task = DecoderTask(self._frozen(), self.pictures, self.weights)
        return task.vae, _mean_of(decoder_trainer(task, 1.0), file)

    def finished_text_encoder(self) -> tuple[TextEncoderTask, dict[str, Any]]:
        """The text encoder with its mean weights, and its counters."""
        task = self._text_encoder_task()
        return task, _mean_of(text_encoder_trainer(task, 1.0), self.places.words / "checkpoint.pt")

    def finished_unet(self) -> tuple[UnetTask, dict[str, Any]]:
        """The UNet with its mean weights, and its counters."""
        task = self._unet_task()
        return task, _mean_of(unet_trainer(task, 1.0), self.places.unet / "checkpoint.pt")

    def tokenizer_folder(self) -> Path:
        """Trained once on everything drawable, so that learning more needs no new one."""
        if self.resume_from is not None:
            return self.resume_from / "tokenizer"
        folder = self.places.work / "tokenizer"
        if not (folder / "merges.txt").exists():
            train_tokenizer(every_text(self._captions), folder)
        return folder

    @cached_property
    def _captions(self) -> list[dict[str, Any]]:
        """Captions of everything drawable, in learning order."""
        return captions_for([self.items[k] for k in self.order], self.pictures[self.order])

    def latents(self) -> torch.Tensor:
        """Scaled latents of what is learnt, in learning order."""
        file = self.places.vae / f"latents-{self.count}.pt"
        if not file.exists():
            vae = self._frozen()
            _write(file, {"latents": all_latents(vae, self.pictures[self.learnt])})
        return torch.load(file, weights_only=True)["latents"] * SCALING_FACTOR

    def _frozen(self) -> AutoencoderKL:
        vae = new_vae()
        vae.load_state_dict(torch.load(self.places.vae / "frozen.pt", weights_only=True))
        vae.register_to_config(scaling_factor=SCALING_FACTOR)
        return vae

    def _text_encoder_task(self) -> TextEncoderTask:
        torch.manual_seed(0)
        tokenizer = CLIPTokenizer.from_pretrained(self.tokenizer_folder())
        before = self._painted_before()
        if before is not None:
            encoder = CLIPTextModel.from_pretrained(before / "text_encoder").float()
        else:
            encoder = new_text_encoder(len(tokenizer))
        return TextEncoderTask(encoder, tokenizer, self.latents(), self._captions[: self.count])

    def _unet_task(self) -> UnetTask:
        torch.manual_seed(0)
        latents = self.latents()
        conditioning, random = Conditioning(latents), np.random.default_rng(0)
        before = self._painted_before()
        if before is not None:
            unet = UNet2DConditionModel.from_pretrained(before / "unet").float()
        else:
            unet = new_unet()
            some = np.arange(min(32, len(latents)))
            init_cross_attention(unet, latents[some], conditioning.wanted(some, random))
        return UnetTask(unet, latents, conditioning)

    def _painted_before(self) -> Path | None:
        """The folder to go on from, unless it holds only a coder and a tokenizer."""
        folder = self.resume_from
        return folder if folder is not None and (folder / "unet").is_dir() else None

    def _train(self, name: str, trainer: SharedWeightsTrainer, file: Path) -> None:
        if file.exists():
            checkpoint.load(trainer, file)
        log = self.places.work / f"{name}.jsonl"
        trainer.run(_noter(name, log), lambda: checkpoint.save(trainer, file))


def _mean_of(trainer: SharedWeightsTrainer, file: Path) -> dict[str, Any]:
    checkpoint.load_mean(trainer, file)
    trainer.average.swap()
    return {"steps": trainer.counters.step, "pictures": round(trainer.counters.pictures)}


def _noter(name: str, log: Path) -> Callable[[dict[str, Any]], None]:
    def note(values: dict[str, Any]) -> None:
        words = "  ".join(f"{key} {value}" for key, value in values.items())
        print(f"{time.strftime('%H:%M:%S')} {name}: {words}", flush=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"pid": os.getpid(), **values}) + "\n")

    return note


def _write(file: Path, values: dict[str, Any]) -> None:
    partial = file.with_suffix(".part")
    torch.save(values, partial)
    partial.replace(file)
