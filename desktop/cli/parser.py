"""The commands and their options, as argparse defines them."""

from __future__ import annotations

import argparse
from typing import TypeAlias, get_args

from desktop import __version__
from desktop.core.grids.grid_axes import KINDS
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import Precision, Preprocessor, PromptDialect
from desktop.core.sampling.samplers import parse_scheduler

from .cli_context import CliContext
from .command_parser import CommandAdder, CommandParser
from .commands import bench_command as bench
from .commands import doctor_command as doctor
from .commands import edit_command as edit
from .commands import generate_command as generate
from .commands import models_command as library
from .commands import upscale_command as upscale
from .drafting import margins_of
from .habits.completion_command import add_completion
from .habits.other_flags import add_other_flags, seed_number
from .network import serve_command as serve
from .network import servers_command as servers

OptionGroup: TypeAlias = argparse._ArgumentGroup  # pyright: ignore[reportPrivateUsage]
"""A titled group of options; argparse gives its class no public name."""


def build_parser() -> CommandParser:
    """Return the parser of the whole command line; parsed options carry their command as `run`."""
    parser = CommandParser(
        prog="easel",
        description="Makes pictures from words with Stable Diffusion. Without a command: the "
        "window.",
        examples=(
            "easel generate 'a red apple'",
            "easel models browse",
            "easel help generate",
        ),
    )
    parser.add_argument(
        "-V",
        "--version",
        action="version",
        version=f"Easel {__version__}",
        help="print the version",
    )
    commands = parser.command_adder(title="commands", metavar="COMMAND")
    generate_parser = commands.add_parser(
        "generate",
        text="draw pictures",
        about="Draws pictures. What is not given is the model’s default.",
        examples=(
            "easel generate 'a red apple'",
            "easel generate 'a lighthouse' -i sd_xl_turbo_1.0_fp16 --steps 2 --count 4 -o out",
            "easel generate 'a red house' --image sketch.png --strength 0.6 -o house.png",
            "easel generate --prompts prompts.txt --seed 7 -o out",
            "easel generate 'a red apple' --grid sampler=euler,dpmpp_2m --grid steps=10,20",
        ),
    )
    add_generation_options(generate_parser)
    generate_parser.add_argument(
        "--prompts",
        metavar="FILE",
        help="a text file with a prompt in each line, drawn one after the other; - reads stdin",
    )
    generate_parser.add_argument(
        "--where",
        choices=["free"],
        default="",
        help="free: each picture is drawn by whoever is free, this computer or a server that has "
        "the same model",
    )
    generate_parser.add_argument(
        "--json", action="store_true", help="print one JSON object a picture"
    )
    generate_parser.set_defaults(run=generate.run)
    edit.add_command(commands, add_generation_options)
    library.add_commands(commands)
    upscale.add_command(commands)
    doctor.add_command(commands)
    bench.add_command(commands, add_generation_options)
    serve.add_commands(commands)
    servers.add_commands(commands)
    add_completion(commands, parser)
    _add_help(commands, parser)
    return parser


def add_generation_options(parser: CommandParser, *, bare_prompt: bool = True) -> None:
    """Add every option that affects the pixels; dests are the fields of `models.draft.Draft`.

    `bare_prompt`: the command's bare words are the prompt.
    """
    if bare_prompt:
        parser.takes_words("words", "PROMPT", "what to draw, in quotation marks, or as --prompt")
    _add_main(parser)
    _add_sampling(parser.add_argument_group("sampling"))
    _add_starting_image(parser.add_argument_group("starting image"))
    _add_extras(parser.add_argument_group("beside the model"))
    _add_controlnet(parser.add_argument_group("ControlNet"))
    _add_high_res(parser.add_argument_group("high-resolution fix"))
    _add_apple(parser.add_argument_group("as in Apple’s pipeline.py"))
    add_other_flags(parser)
    parser.set_defaults(where="")


def _add_main(parser: CommandParser) -> None:
    parser.add_argument(
        "--prompt", metavar="P", help="what to draw: (word:1.2), {red|blue}, __wildcard__, BREAK"
    )
    parser.add_argument("--negative-prompt", metavar="N", help="what to keep out")
    parser.add_argument(
        "--style",
        dest="styles",
        action="append",
        default=[],
        metavar="NAME",
        help="a saved style around the prompts; may be given several times",
    )
    parser.add_argument(
        "--preset",
        metavar="NAME",
        help="take what is not given from a preset, by name, or from a file: a preset, a picture, "
        "a recipe",
    )
    parser.add_argument(
        "-i",
        "--model",
        dest="model",
        metavar="MODEL",
        help="a model’s name in the library, a path, or 10 digits of its hash or more; without it, "
        "the starter model",
    )
    parser.add_argument(
        "-o", "--output", metavar="PATH", help="a folder, or a file: .png, .jpg or .webp"
    )
    parser.add_argument(
        "--compute-unit",
        choices=[str(unit) for unit in ComputeUnit],
        help="where to run: for Core ML models any, for others ALL, CPU_AND_GPU or CPU_ONLY",
    )
    parser.add_argument("--width", type=int, metavar="W", help="in pixels")
    parser.add_argument("--height", type=int, metavar="H", help="in pixels")
    parser.add_argument("--count", type=int, metavar="N", help="pictures; each has the next seed")
    parser.add_argument(
        "--grid",
        action="append",
        default=[],
        metavar="SETTING=V,V",
        help="draw one picture for each value, and a labeled sheet of all; twice for rows and "
        f"columns. Settings: {', '.join(KINDS)}; prompt=red,blue puts blue where red stands",
    )
    parser.add_argument(
        "--precision",
        choices=get_args(Precision),
        help="how exactly the model computes; auto: what suits this machine; int8: the layers of "
        "FLUX.2 klein and Z-Image take half the memory",
    )
    parser.add_argument(
        "--portable",
        dest="portable_runtime",
        action="store_true",
        help="run a Core ML model without Core ML, to check it",
    )


def _add_sampling(group: OptionGroup) -> None:
    group.add_argument(
        "--seed",
        "-s",
        type=seed_number,
        metavar="N",
        help="0 to 2^64-1; drawn and reported if not given or -1 (93 on a folder of Apple’s "
        "converter)",
    )
    group.add_argument("--num-inference-steps", "--steps", dest="steps", type=int, metavar="N")
    group.add_argument(
        "--guidance",
        "--guidance-scale",
        "--cfg",
        dest="guidance_scale",
        type=float,
        metavar="G",
        help="1 or less: no negative prompt, and half the work",
    )
    group.add_argument(
        "--scheduler",
        type=_scheduler,
        metavar="S",
        help="a sampler and schedule by Apple’s, ComfyUI’s or A1111’s name, such as "
        "DPMSolverMultistep, dpmpp_2m or 'DPM++ 2M Karras'; a bare schedule such as karras "
        "sets only that",
    )
    group.add_argument("--sampler", metavar="S", help="only the sampler: euler, dpmpp_2m, ...")
    group.add_argument(
        "--schedule",
        "--noise-schedule",
        dest="noise_schedule",
        metavar="S",
        help="only the schedule: karras, ...",
    )
    group.add_argument(
        "--rng",
        choices=["torch", "numpy", "nvidia"],
        help="where the noise comes from: torch (the default, as ComfyUI and A1111 on a Mac), "
        "numpy (as Apple’s pipelines), nvidia (as A1111 on CUDA)",
    )
    group.add_argument(
        "--variation-seed",
        type=int,
        metavar="N",
        help="the seed whose noise is mixed in; picture k has N + k",
    )
    group.add_argument(
        "--variation-strength",
        type=float,
        metavar="V",
        help="0 to 1: how far toward it; the pictures then are variations of one seed",
    )
    group.add_argument(
        "--clip-skip", type=int, metavar="N", help="text encoder layers to leave out"
    )
    group.add_argument(
        "--prompt-as",
        dest="prompt_dialect",
        choices=get_args(PromptDialect),
        help="the program whose brackets, weights and clip skip the prompts mean",
    )


def _add_starting_image(group: OptionGroup) -> None:
    group.add_argument("--image", metavar="FILE", help="a picture to start from")
    strength = group.add_mutually_exclusive_group()
    strength.add_argument(
        "--strength",
        type=float,
        metavar="V",
        help="0 to 1: the part of the steps that run (diffusers)",
    )
    strength.add_argument(
        "--denoise",
        type=float,
        metavar="V",
        help="the same, but all the steps that were named run (ComfyUI)",
    )
    group.add_argument("--image-fit", choices=["fit", "fill", "stretch"], default="fill")
    group.add_argument("--mask", metavar="FILE", help="white is painted anew")
    group.add_argument(
        "--mask-feather", type=float, default=0.0, metavar="PIXELS", help="soften the mask’s edge"
    )
    group.add_argument("--mask-invert", action="store_true", help="black is painted anew")
    group.add_argument(
        "--extend",
        type=margins_of,
        metavar="SIDE=PIXELS,...",
        help="draw on beyond the picture’s edges: left=128,top=64, or 128 for every side",
    )
    group.add_argument(
        "--reference",
        dest="references",
        action="append",
        default=[],
        metavar="FILE",
        help="a picture that an editing model looks at (FLUX.2 klein); may be repeated: the first "
        "is picture 1 in the prompt",
    )


def _add_extras(group: OptionGroup) -> None:
    group.add_argument(
        "--lora",
        action="append",
        default=[],
        metavar="NAME:W",
        help="or NAME:W:T, T for the text encoders; may be repeated",
    )
    group.add_argument("--vae", metavar="NAME", help="another VAE, by name or path")
    group.add_argument(
        "--vae-tiling",
        choices=["auto", "on", "off"],
        help="decode in tiles: less memory, faint seams; auto: only where a picture is too large",
    )
    group.add_argument(
        "--no-safety-checker", dest="safety_checker", action="store_false", help="leave it out"
    )


def _add_controlnet(group: OptionGroup) -> None:
    group.add_argument(
        "--controlnet",
        nargs="*",
        default=[],
        metavar="NAME",
        help="by name or path; several may act at once",
    )
    group.add_argument(
        "--controlnet-inputs",
        nargs="*",
        default=[],
        metavar="FILE",
        help="the picture that each follows, in the same order",
    )
    one_each = "one for all or one for each"
    for name, metavar, words in (
        ("weights", "W", "how strongly they act (1)"),
        ("starts", "V", "from which part of the steps on they act, 0 to 1 (0)"),
        ("ends", "V", "up to which part of the steps they act, 0 to 1 (1)"),
    ):
        group.add_argument(
            f"--controlnet-{name}",
            nargs="*",
            default=[],
            type=float,
            metavar=metavar,
            help=f"{words}; {one_each}",
        )
    group.add_argument(
        "--controlnet-preprocessors",
        nargs="*",
        default=[],
        choices=list(get_args(Preprocessor)),
        metavar="P",
        help=f"what makes the map out of the picture: none (it is a map already), canny, depth, "
        f"pose; {one_each}",
    )


def _add_high_res(group: OptionGroup) -> None:
    group.add_argument("--high-res-fix", type=float, metavar="SCALE", help="a second, larger pass")
    group.add_argument(
        "--high-res-strength", type=float, metavar="V", help="how much it draws anew, 0 to 1 (0.55)"
    )
    group.add_argument(
        "--high-res-steps", type=int, metavar="N", help="its steps; 0: as many as the first pass"
    )


def _add_apple(group: OptionGroup) -> None:
    group.add_argument(
        "--model-version", metavar="NAME", help="accepted; the folder itself says what it is"
    )
    group.add_argument(
        "--unet-batch-one", action="store_true", help="accepted; the UNet itself says so"
    )
    group.add_argument(
        "--model-sources",
        choices=["packages", "compiled"],
        help="which kind of bundle to use where a folder has both",
    )


def _scheduler(text: str) -> tuple[str | None, str | None]:
    """Parse `text`; its BadInput bypasses argparse, so that its own sentence is shown."""
    return parse_scheduler(text)


def _add_help(commands: CommandAdder, root: CommandParser) -> None:
    parser = commands.add_parser(
        "help",
        text="show the help of a command",
        examples=("easel help", "easel help generate", "easel help models convert"),
    )
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="whose help; or none")

    def show(options: argparse.Namespace, _: CliContext) -> int:
        shown = root
        for word in options.command:
            shown = shown.command(word)
        print(shown.format_help(), end="")
        return 0

    parser.set_defaults(run=show)
