"""LoRAs on a loaded model: added, weighted and removed without loading the model again."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import LoraUse

from .model_loras import ModelLoras, unet_loras


@runtime_checkable
class KeepsLoras(Protocol):
    """A model that may be released and reloaded together with its LoRAs."""

    @property
    def loras(self) -> ModelLoras:
        """The model's LoRAs."""
        ...

    def apply_loras(self, uses: Sequence[LoraUse], read: Callable[[LoraUse], None]) -> None:
        """Apply LoRAs, see ModelLoras.apply; on an unloaded model, once it is loaded."""
        ...


class LoraLoader:
    """Loader that keeps a pipeline's LoRAs as requested; `state` identifies the current set.

    UNets and flow families' transformers use Easel's own code (`model_loras`); for the latter
    `pipeline` is the holder. diffusers' own loader handles those of other transformers.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._own: ModelLoras | None = None
        self.state: tuple[tuple[str, float, float | None], ...] = ()
        self.loads = 0
        """Number of files read so far; for tests and measurements."""

    def apply(
        self,
        pipeline: Any,
        uses: Sequence[LoraUse],
        report: Callable[[Message], None] = lambda _: None,
    ) -> None:
        """Make `uses` the LoRAs in effect; `report` is called before each load.

        Raises BadInput for files that can't be used.
        """
        wanted = tuple((use.path, float(use.weight), use.text_weight) for use in uses)
        if wanted == self.state:
            return
        self.state = ()
        if isinstance(pipeline, KeepsLoras) or hasattr(pipeline, "unet"):
            self._apply_own(pipeline, uses, report)
            self.state = wanted
            return
        if not uses:
            pipeline.unload_lora_weights()
            self._names.clear()
            return
        gone = set(self._names) - {use.path for use in uses}
        if gone:
            pipeline.delete_adapters([self._names.pop(path) for path in gone])
        for use in uses:
            if use.path not in self._names:
                report(Message("LoRA {name}", name=use.name))
                self._load(pipeline, use)
        merged: dict[str, float] = {}
        for use in uses:
            name = self._names[use.path]
            merged[name] = merged.get(name, 0.0) + float(use.weight)
        pipeline.set_adapters(list(merged), list(merged.values()))
        self.state = wanted

    @property
    def notices(self) -> tuple[Message, ...]:
        """Notices of LoRAs in effect, or parts of them, that could not be applied."""
        return self._own.notices if self._own is not None else ()

    def _apply_own(
        self, pipeline: Any, uses: Sequence[LoraUse], report: Callable[[Message], None]
    ) -> None:
        if self._own is None:
            if not uses:
                return
            kept = pipeline.loras if isinstance(pipeline, KeepsLoras) else None
            self._own = kept or unet_loras(pipeline)

        def read(use: LoraUse) -> None:
            report(Message("LoRA {name}", name=use.name))
            _check_file(use)
            self.loads += 1

        if isinstance(pipeline, KeepsLoras):
            pipeline.apply_loras(uses, read)
        else:
            self._own.apply(uses, read)

    def _load(self, pipeline: Any, use: LoraUse) -> None:
        path = _check_file(use)
        name = f"lora_{self.loads}"
        self.loads += 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # peft warns of every second LoRA
                pipeline.load_lora_weights(
                    str(path.parent),
                    weight_name=path.name,
                    adapter_name=name,
                    local_files_only=True,
                    use_safetensors=True,
                )
        except Exception as error:
            self._forget(pipeline)
            raise BadInput(
                "The LoRA “{name}” does not fit this model: it was made for another family, or "
                "its file is damaged.",
                f"{type(error).__name__}: {error}",
                name=use.name,
            ) from error
        if name not in {n for names in pipeline.get_list_adapters().values() for n in names}:
            self._forget(pipeline)
            raise BadInput("The LoRA “{name}” holds nothing that fits this model.", name=use.name)
        self._names[use.path] = name

    def _forget(self, pipeline: Any) -> None:
        """Restore the bare model: a half-loaded LoRA must not remain."""
        pipeline.unload_lora_weights()
        self._names.clear()


def _check_file(use: LoraUse) -> Path:
    path = Path(use.path)
    if path.suffix != ".safetensors" or not path.is_file():
        raise BadInput(
            "The LoRA “{name}” is not there as a safetensors file: {path}",
            name=use.name,
            path=path,
        )
    return path
