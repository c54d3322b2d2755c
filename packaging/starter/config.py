"""Every size and constant of the starter model, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

IMAGE_SIZE = 256
LATENT_SIZE = 32
LATENT_CHANNELS = 4
PICTURES_PACKAGE = "@lobehub/fluent-emoji-3d"
NAMES_PACKAGE = "emojibase-data"
LANGUAGES = ("en", "ko")

VOCABULARY = 4096
POSITIONS = 77
TEXT_WIDTH = 192
TEXT_HIDDEN = 3072
TEXT_LAYERS = 3
TEXT_HEADS = 6

SAMPLE_STEPS = 20
SAMPLE_GUIDANCE = 4.0
EMPTY_CAPTIONS = 0.1

SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
}


@dataclass(frozen=True)
class Places:
    """Where a run keeps what it makes: `work` outside the tree, `output` the finished folder."""

    work: Path
    output: Path

    @property
    def packages(self) -> Path:
        return self.work / "npm" / "node_modules"

    @property
    def cache(self) -> Path:
        return self.work / "cache"

    @property
    def vae(self) -> Path:
        return self.work / "vae"

    @property
    def words(self) -> Path:
        return self.work / "words"

    @property
    def unet(self) -> Path:
        return self.work / "unet"
