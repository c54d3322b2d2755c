"""Names used by nodes of ComfyUI and its most popular packs: data, no code.

Names and orders are those of the packs' own node definitions: Efficiency Nodes, Impact Pack,
Inspire Pack, rgthree, Easy Use, Comfyroll (CR), Custom Scripts (pysssss), WAS, Image Saver, JPS.
"""

from __future__ import annotations

_STACKED = " ".join(f"lora_name_{n} lora_wt_{n} model_str_{n} clip_str_{n}" for n in range(1, 11))
_SAMPLING = "seed _ steps cfg sampler_name scheduler denoise"
_EASY_LOADER = (
    "ckpt_name config_name vae_name clip_skip lora_name lora_model_strength lora_clip_strength "
    "resolution empty_latent_width empty_latent_height positive positive_token_normalization "
    "positive_weight_interpretation negative negative_token_normalization "
    "negative_weight_interpretation batch_size"
)
_EASY_SHORT_LOADER = (
    "ckpt_name vae_name clip_skip lora_name lora_model_strength lora_clip_strength resolution "
    "empty_latent_width empty_latent_height positive negative batch_size"
)

WIDGETS = {
    "KSampler": _SAMPLING,
    "KSamplerAdvanced": (
        "add_noise noise_seed _ steps cfg sampler_name scheduler start_at_step end_at_step "
        "return_with_leftover_noise"
    ),
    "SamplerCustom": "add_noise noise_seed _ cfg",
    "RandomNoise": "noise_seed _",
    "KSamplerSelect": "sampler_name",
    "BasicScheduler": "scheduler steps denoise",
    "SDTurboScheduler": "steps denoise",
    "AlignYourStepsScheduler": "model_type steps denoise",
    "KarrasScheduler": "steps sigma_max sigma_min rho",
    "ExponentialScheduler": "steps sigma_max sigma_min",
    "PolyexponentialScheduler": "steps sigma_max sigma_min rho",
    "BetaSamplingScheduler": "steps alpha beta",
    "CFGGuider": "cfg",
    "CheckpointLoaderSimple": "ckpt_name",
    "CheckpointLoader": "config_name ckpt_name",
    "UNETLoader": "unet_name weight_dtype",
    "UnetLoaderGGUF": "unet_name",
    "UnetLoaderGGUFAdvanced": "unet_name dequant_dtype patch_dtype patch_on_device",
    "CLIPLoader": "clip_name type device",
    "DualCLIPLoader": "clip_name1 clip_name2 type device",
    "TripleCLIPLoader": "clip_name1 clip_name2 clip_name3",
    "CLIPLoaderGGUF": "clip_name type",
    "DualCLIPLoaderGGUF": "clip_name1 clip_name2 type",
    "ModelSamplingAuraFlow": "shift",
    "ModelSamplingSD3": "shift",
    "ModelSamplingFlux": "max_shift base_shift width height",
    "VAELoader": "vae_name",
    "LoraLoader": "lora_name strength_model strength_clip",
    "LoraLoaderModelOnly": "lora_name strength_model",
    "CLIPTextEncode": "text",
    "CLIPTextEncodeSDXL": "width height crop_w crop_h target_width target_height text_g text_l",
    "CLIPTextEncodeSDXLRefiner": "ascore width height text",
    "CLIPSetLastLayer": "stop_at_clip_layer",
    "EmptyLatentImage": "width height batch_size",
    "EmptySD3LatentImage": "width height batch_size",
    "LoadImage": "image _",
    "LoadImageMask": "image channel _",
    "ImageScale": "upscale_method width height crop",
    "LatentUpscale": "upscale_method width height crop",
    "LatentUpscaleBy": "upscale_method scale_by",
    "LatentComposite": "x y feather",
    "GLIGENTextboxApply": "text width height x y",
    "ConditioningSetArea": "width height x y strength",
    "ConditioningSetMask": "strength set_cond_area",
    "ControlNetApply": "strength",
    "ControlNetApplyAdvanced": "strength start_percent end_percent",
    "ControlNetLoader": "control_net_name",
    "FreeU_V2": "b1 b2 s1 s2",
    "PrimitiveNode": "value _",
    "PrimitiveInt": "value _",
    "PrimitiveFloat": "value",
    "PrimitiveString": "value",
    "PrimitiveStringMultiline": "value",
    "StringConcatenate": "string_a string_b delimiter",
    "FluxGuidance": "guidance",
    "Flux2Scheduler": "steps width height",
    "EmptyFlux2LatentImage": "width height batch_size",
    "TextEncodeQwenImageEdit": "prompt",
    "TextEncodeQwenImageEditPlus": "prompt",
    "ImageScaleToTotalPixels": "upscale_method megapixels",
    "ImageStitch": "direction match_image_size spacing_width spacing_color",
    # Efficiency Nodes
    "Efficient Loader": (
        "ckpt_name vae_name clip_skip lora_name lora_model_strength lora_clip_strength positive "
        "negative token_normalization weight_interpretation empty_latent_width "
        "empty_latent_height batch_size"
    ),
    "Eff. Loader SDXL": (
        "base_ckpt_name base_clip_skip refiner_ckpt_name refiner_clip_skip positive_ascore "
        "negative_ascore vae_name positive negative token_normalization weight_interpretation "
        "empty_latent_width empty_latent_height batch_size"
    ),
    "KSampler (Efficient)": f"{_SAMPLING} preview_method vae_decode",
    "KSampler Adv. (Efficient)": (
        "add_noise noise_seed _ steps cfg sampler_name scheduler start_at_step end_at_step "
        "return_with_leftover_noise preview_method vae_decode"
    ),
    "LoRA Stacker": f"input_mode lora_count {_STACKED}",
    # Impact and Inspire
    "ImpactWildcardEncode": "wildcard_text populated_text mode _ _ seed _",
    "WildcardEncode //Inspire": "token_normalization weight_interpretation wildcard_text "
    "populated_text mode _ _ seed _",
    "ImpactKSamplerBasicPipe": _SAMPLING,
    "KSampler //Inspire": f"{_SAMPLING} noise_mode batch_seed_mode variation_seed "
    "variation_strength",
    "CheckpointLoaderSimpleShared //Inspire": "ckpt_name key_opt mode",
    # rgthree
    "Seed (rgthree)": "seed _ _ _",
    "Lora Loader Stack (rgthree)": (
        "lora_01 strength_01 lora_02 strength_02 lora_03 strength_03 lora_04 strength_04"
    ),
    "Power Prompt (rgthree)": "prompt _ _ _",
    "Power Prompt - Simple (rgthree)": "prompt _ _",
    "SDXL Empty Latent Image (rgthree)": "dimensions clip_scale batch_size",
    "KSampler Config (rgthree)": "steps_total refiner_step cfg sampler_name scheduler",
    # Easy Use
    "easy positive": "positive",
    "easy negative": "negative",
    "easy seed": "seed _ _",
    "easy fullLoader": _EASY_LOADER,
    "easy a1111Loader": _EASY_SHORT_LOADER,
    "easy comfyLoader": _EASY_SHORT_LOADER,
    "easy preSampling": "steps cfg sampler_name scheduler denoise seed _",
    "easy kSampler": "image_output link_id save_prefix",
    "easy fullkSampler": "steps cfg sampler_name scheduler denoise image_output link_id "
    "save_prefix seed _",
    # Comfyroll
    "CR LoRA Stack": " ".join(
        f"switch_{n} lora_name_{n} model_weight_{n} clip_weight_{n}" for n in (1, 2, 3)
    ),
    "CR Load LoRA": "switch lora_name strength_model strength_clip",
    "CR SDXL Aspect Ratio": "width height aspect_ratio swap_dimensions upscale_factor batch_size",
    "CR Aspect Ratio": "width height aspect_ratio swap_dimensions upscale_factor "
    "prescale_factor batch_size",
    "CR Prompt Text": "prompt",
    "CR Text": "text",
    "CR Seed": "seed _",
    # Custom Scripts, WAS, Image Saver, JPS and others
    "CheckpointLoader|pysssss": "ckpt_name prompt",
    "LoraLoader|pysssss": "lora_name strength_model strength_clip",
    "StringFunction|pysssss": "action tidy_tags text_a text_b text_c",
    "Text Multiline": "text",
    "Text Concatenate": "delimiter clean_whitespace",
    "Checkpoint Selector": "ckpt_name",
    "Checkpoint Loader with Name (Image Saver)": "ckpt_name",
    "Sampler Selector": "sampler_name",
    "Seed Generator": "seed _",
    "String Literal": "string",
    "Int Literal": "int",
    "Float Literal": "float",
    "Width/Height Literal": "int",
    "Cfg Literal": "float",
    "BNK_CLIPTextEncodeAdvanced": "text token_normalization weight_interpretation",
    "smZ CLIPTextEncode": "text parser mean_normalization multi_conditioning use_old_emphasis",
    "ShowText|pysssss": "text",
    "LoraTagLoader": "text",
}
"""The order of a node's widgets in a saved workflow; `_` has no meaning."""

SLOTS = {
    "KSampler Config (rgthree)": (
        *("steps_total", "refiner_step", "cfg", "sampler_name", "scheduler"),
    ),
    "Context (rgthree)": (
        *("", "model", "clip", "vae", "positive", "negative", "latent", "", "seed"),
    ),
    "ImpactWildcardEncode": ("model", "clip", "conditioning", "populated_text"),
    "WildcardEncode //Inspire": ("model", "clip", "conditioning", "populated_text"),
    "Power Prompt (rgthree)": ("conditioning", "model", "clip", "prompt"),
}
"""The inputs behind a node's outputs, where one of them is a plain value."""

PIPES = (
    *("basic_pipe", "pipe", "base_ctx", "context", "ctx", "ctx_01", "ctx_02", "detailer_pipe"),
    *("sdxl_tuple", "script", "dependencies", "optional_pipe", "any_01", "any_02", "input1"),
)
"""Inputs that carry several values at once."""

JOINS = {
    "StringConcatenate": ("string_a string_b", "delimiter"),
    "Text Concatenate": ("text_a text_b text_c text_d", "delimiter"),
    "StringFunction|pysssss": ("text_a text_b text_c", ""),
    "CR Text Concatenate": ("text1 text2", "separator"),
    "Text Concatenate (JPS)": ("text1 text2 text3 text4 text5", "delimiter"),
    "easy promptConcat": ("prompt1 prompt2", "separator"),
    "ttN concat": ("text1 text2 text3", "delimiter"),
    "JoinStrings": ("string1 string2", "delimiter"),
    "ConcatStringSingle": ("string_a string_b", ""),
}
"""Text joining nodes: their inputs, and the separator."""

LORA_STRENGTHS = (
    ("strength_model", "strength_clip"),
    ("lora_model_strength", "lora_clip_strength"),
)
LORA_STACKS = (
    (r"lora_name_(\d+)", "model_str_{n}", "clip_str_{n}", "lora_wt_{n}", ""),
    (r"lora_name_(\d+)", "model_weight_{n}", "clip_weight_{n}", "", "switch_{n}"),
    (
        r"lora_(\d+)_name",
        *("lora_{n}_model_strength", "lora_{n}_clip_strength", "lora_{n}_strength", ""),
    ),
    (r"lora_(\d\d)", "strength_{n}", "", "", ""),
)
"""Field names of a stack's entries: LoRA, weight, text encoder weight, one for both, switch."""
PIPE_SAMPLERS = ("easy kSampler", "easy fullkSampler", "easy kSamplerTiled", "easy preSampling")
"""Samplers whose settings arrive through a pipe; the last only holds them."""
