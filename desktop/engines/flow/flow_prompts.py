"""Prompt embeddings of a flow family, from a Qwen3 that is loaded on demand.

The encoder is as large as the transformer: it is loaded for a new prompt and released before the
transformer runs. Embeddings are cached in memory, and on disk by the hash of all that they depend
on, so that a repeated prompt never loads it again.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.engines.torch.devices import release_memory
from desktop.engines.torch.whole_modules import FAILURES, part_words, unreadable
from desktop.models.families.model_family import TextFormat

from .flow_family import FlowFamily, FlowModel
from .fp16_guard import as_fp16
from .network_shapes import count, qwen3_encoder
from .qwen_tokenizer import tokenizer_beside
from .tensor_source import files_of, names_of, read_tensors_of

_IN_MEMORY = 16
_ON_DISK = 64


_ENCODER_PREFIXES = (
    "text_encoders.qwen3_4b.transformer.",
    "text_encoders.",
    "text_encoder.",
    "",
)


class QwenFamily(FlowFamily):
    """A family whose embeddings are layers of a Qwen3 language model."""

    padded = False
    """Whether the transformer also takes the padding up to the longest prompt."""

    def layers_heard(self, depth: int) -> tuple[int, ...]:
        """Return the indices of the layers to use, of an encoder with `depth` layers."""
        raise NotImplementedError

    def arguments(
        self,
        request: GenerationRequest,
        positive: torch.Tensor,
        negative: torch.Tensor | None,
    ) -> dict[str, Any]:
        """Return the pipeline's arguments for prompt and guidance; embeddings are (1, T, D)."""
        raise NotImplementedError

    @property
    def text(self) -> TextFormat:
        """Text format of a prompt (chat template)."""
        assert self.record.text is not None
        return self.record.text

    def prompts(self, model: FlowModel) -> FlowPrompts:
        """See FlowFamily."""
        encoder = model.place("text_encoder")
        return FlowPrompts(
            self,
            tokenizer_beside(encoder),
            lambda: self.encoder(model),
            model.device,
            model.dtype,
            _fingerprint(encoder),
            model.cache_dir / "embeddings",
        )

    def encoder(self, model: FlowModel) -> tuple[Any, int]:
        """Return the encoder with the layers in use, and its total number of layers."""
        words = part_words("text_encoder")
        place, report = model.place("text_encoder"), model.report
        needed = sum(file.stat().st_size for file in files_of(place))
        model.make_room(needed)
        report(words, 0.05)
        try:
            names = names_of(place, _ENCODER_PREFIXES)
            short = [name.removeprefix("model.") for name in names]
            depth = count(short, "layers.") or count(short, "blk.")
            heard = max(self.layers_heard(depth))
            half = model.dtype == torch.float16  # which Qwen overflows in
            encoder_dtype = torch.bfloat16 if half else model.dtype

            def wanted(name: str) -> bool:
                parts = name.removeprefix("model.").split(".")
                return parts[0] not in ("layers", "blk") or int(parts[1]) < heard

            tensors = read_tensors_of(
                place,
                _ENCODER_PREFIXES,
                encoder_dtype,
                lambda share: report(words, 0.05 + 0.3 * share),
                wanted,
            )
            return qwen3_encoder(tensors, words, heard).to(model.device), depth
        except FAILURES as error:
            raise unreadable(words, error) from error


def _fingerprint(place: Path) -> str:
    """Return an identity of this encoder: its files' names, sizes and times."""
    stats = [(str(file), file.stat()) for file in files_of(place)]
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])


class FlowPrompts:
    """The prompts of one model. `load` returns (encoder, its depth); `tokenizer` adds no frame.

    `key` identifies the encoder in the disk cache; `folder` is where embeddings are kept.
    """

    def __init__(
        self,
        family: QwenFamily,
        tokenizer: Any,
        load: Callable[[], tuple[Any, int]],
        device: torch.device,
        dtype: torch.dtype,
        key: str,
        folder: Path,
    ) -> None:
        self._family, self._tokenizer, self._load = family, tokenizer, load
        self._device, self._dtype = device, dtype
        self._key, self._folder = key, folder
        self._known: OrderedDict[str, torch.Tensor] = OrderedDict()
        self.state: object = ()
        self.notices: tuple[Message, ...] = ()
        """Notices for the last prompt's picture."""
        self.loads = 0
        """Number of encoder loads so far; for tests and measurements."""

    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """See HearsPrompts."""
        self.notices = self._cut(request.prompt)
        texts = [request.prompt]
        if request.guidance_scale > 1:
            texts.append(request.negative_prompt)
        self._encode([text for text in texts if self._found(text) is None])
        ready = [self._known[text].to(self._device, self._dtype) for text in texts]
        return self._family.arguments(request, ready[0], ready[1] if len(ready) > 1 else None)

    def _room(self, frame: int = 0) -> int:
        """Return the maximum number of tokens of a prompt, see TextFormat."""
        return self._family.text.room(frame, int(self._tokenizer.model_max_length))

    def _cut(self, prompt: str) -> tuple[Message, ...]:
        """Return a notice where the end of the prompt is cut off."""
        frame = len(self._tokenizer(self._family.text.frame.format("")).input_ids)
        count = len(self._tokenizer(prompt).input_ids)
        room = self._room(frame)
        if count <= room:
            return ()
        return (
            Message(
                "The prompt has {count} tokens, and this model hears {room}: what comes after them "
                "had no effect.",
                count=f"{count:,}",
                room=room,
            ),
        )

    def _found(self, text: str) -> torch.Tensor | None:
        if text in self._known:
            self._known.move_to_end(text)
            return self._known[text]
        try:
            kept = load_file(self._place(text)).get("embedding")
        except (OSError, SafetensorError):
            return None
        if kept is not None:
            self._keep(text, kept)
        return kept

    def _keep(self, text: str, embedding: torch.Tensor) -> None:
        self._known[text] = embedding
        while len(self._known) > _IN_MEMORY:
            self._known.popitem(last=False)

    @torch.inference_mode()
    def _encode(self, texts: list[str]) -> None:
        if not texts:
            return
        encoder, depth = self._load()
        self.loads += 1
        layers = self._family.layers_heard(depth)
        for text in texts:
            batch = self._tokenizer(
                [self._family.text.frame.format(text)],
                padding="max_length" if self._family.padded else False,
                truncation=True,
                max_length=self._room(),
                return_tensors="pt",
            ).to(self._device)
            states = encoder(
                batch.input_ids,
                attention_mask=batch.attention_mask,
                output_hidden_states=True,
                use_cache=False,
            ).hidden_states
            heard = torch.cat([states[layer] for layer in layers], dim=-1)
            if self._dtype == torch.float16:  # a token or two of Qwen's are larger than that
                heard = as_fp16(heard)
            embedding = heard.to("cpu", self._dtype).clone()
            self._keep(text, embedding)
            self._write(text, embedding)
        del encoder
        release_memory(self._device)

    def _place(self, text: str) -> Path:
        keyed = "\0".join([self._key, str(self._dtype), self._family.text.frame, text])
        return self._folder / f"{hashlib.sha256(keyed.encode()).hexdigest()[:32]}.safetensors"

    def _write(self, text: str, embedding: torch.Tensor) -> None:
        """Write the embedding to disk; a full disk is ignored."""
        place = self._place(text)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            old = sorted(self._folder.glob("*.safetensors"), key=os.path.getmtime)
            for path in old[: max(len(old) - _ON_DISK + 1, 0)]:
                path.unlink()
            making = place.with_suffix(f".{os.getpid()}")
            save_file({"embedding": embedding.contiguous()}, making)
            making.replace(place)
        except (OSError, SafetensorError):
            return
