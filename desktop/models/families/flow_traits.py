"""Common values of the flow matching transformer families.

Defaults are those of the model cards and of ComfyUI's templates, the colors of latents those of
ComfyUI's latent_formats.py.
"""

from __future__ import annotations

from desktop.core.messages import Message

CHAT = "<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"
"""Qwen3's chat template around a prompt."""
WITHOUT_THINKING = "<think>\n\n</think>\n\n"
FLOW_SAMPLERS = ("euler", "heun", "dpmpp_2m", "res_multistep", "euler_ancestral")
_NO_CLIP = Message("Its text encoder is a language model, which has no layers to skip.")
_NO_CONTROL = Message("Easel has no ControlNets for this family.")
_NO_EMBEDDINGS = Message("Textual inversions are made for CLIP, which this family doesn’t use.")
_NO_SECOND = Message("This family draws large pictures at once: it has no high-resolution pass.")
_OWN_VAE = Message("Its VAE is found by itself among the model folders.")
FLOW_REFUSALS = {
    "clip_skip": _NO_CLIP,
    "controlnet": _NO_CONTROL,
    "textual_inversion": _NO_EMBEDDINGS,
    "high_res_fix": _NO_SECOND,
    "vae_override": _OWN_VAE,
}
