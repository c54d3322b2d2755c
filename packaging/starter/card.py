"""The model card, filled in with what was measured."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

CARD = "README.md"
FIGURES = "evaluation.json"
SHEET = "contact-sheet.png"

TEXT = """\
---
license: mit
pipeline_tag: text-to-image
library_name: diffusers
---
# Starter (draws icons)

The small model that comes with Easel: a latent diffusion model in the layout of Stable Diffusion 1,
trained from nothing, {megabytes:.0f} MB in all. It draws small objects, faces, animals, food and
symbols in a clean 3D style on white, 256x256, from English and Korean prompts. It is there so that
Easel draws before anything has been downloaded, and it is the model that Easel's tests run.

![{tiles} prompts, drawn in order with seeds 0 to {last_tile}, none left out]({sheet})

{prompts}

## What it can't do
It knows {pictures} things by name and nothing else; other words give something between them. It
draws one thing at a time, on white; no scenes, no writing, no people one would recognise, no
relations ("a cat on a car"), and it counts poorly. Larger sizes than 256x320 fall apart. For
anything more, use a real model.

{names_known}

## How it was trained
On a CPU, by one command of Easel's source tree (`packaging/starter`), which fetches the data,
trains, evaluates and writes this folder. The numbers are those of these weights.

| part | what | seen |
| --- | --- | --- |
| coder (`vae`) | AutoencoderKL, 4 channels, 8x8 pixels each; encoder first, with a light decoder \
in the real one's place, then frozen; loss: absolute, squared, edges, L\\*a\\*b\\* \
| {decoder_seen} |
| words (`text_encoder`) | the last 16 of the 77 positions learn to say what each part of the \
picture looks like: squared error against its principal components | {words_steps} steps, \
{words_pictures} captions |
| painter (`unet`) | noise prediction, scaled linear schedule, each time's gradient weighing the \
same, one caption in ten empty; mean weights are shipped | {painter_steps} steps, \
{painter_pictures} pictures: {passes:.0f} passes over {pictures} |
| `tokenizer` | CLIP's format, {vocabulary} tokens, learnt on the captions | |

## How good it is
Coder, {coder_pictures} of {all_pictures} pictures through it and back: PSNR {psnr:.1f} dB, \
CIEDE2000 {colour_error:.1f} (wanted: 28 or more, 4 or less).

Painter: {names} of its names, one picture each, {steps} steps, guidance {guidance:g}. Is the right
picture the nearest of all {all_pictures}, or among the nearest five? Nearest by pooled colour and
edges (`packaging/starter/features.py`), fixed before training and not used in it.

| prompts | nearest | in the first five | shuffled: nearest | shuffled: in five | wanted |
| --- | --- | --- | --- | --- | --- |
{rows}

## Data and licences
Pictures: Fluent Emoji, 3D style, by Microsoft (MIT), from the npm package
`@lobehub/fluent-emoji-3d` (MIT). Names and keywords: `emojibase-data` by Miles Johnson (MIT), from
Unicode's CLDR. The model is given under the MIT licence too.

> Copyright (c) Microsoft Corporation. Copyright (c) 2017-2019 Miles Johnson. Permission is hereby
> granted, free of charge, to any person obtaining a copy of this software and associated
> documentation files (the "Software"), to deal in the Software without restriction, including
> without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
> sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
> subject to the following conditions: The above copyright notice and this permission notice shall
> be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED
> "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
> WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT
> SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
> WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
> THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
WANTED = {"en": "60%, 80%", "ko": "50%, 70%"}
LANGUAGE = {"en": "English", "ko": "Korean"}


def write_card(
    folder: Path,
    prompts: tuple[str, ...],
    known: list[str],
    all_pictures: int,
    sampling: tuple[int, float],
) -> None:
    """Fills the card from the folder's own `easel.json` and evaluation."""
    own = json.loads((folder / "easel.json").read_text(encoding="utf-8"))
    trained = own["trained"]
    figures = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    vocabulary = json.loads((folder / "tokenizer" / "vocab.json").read_text(encoding="utf-8"))
    text = TEXT.format(
        megabytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6,
        tiles=len(prompts),
        last_tile=len(prompts) - 1,
        sheet=SHEET,
        prompts=_paragraph("Prompts, row by row: " + ", ".join(prompts) + "."),
        names_known=_paragraph("It knows: " + ", ".join(known) + "."),
        pictures=trained["painter"]["known"],
        decoder_seen=_seen(trained["decoder"]),
        words_steps=trained["words"]["steps"],
        words_pictures=trained["words"]["pictures"],
        painter_steps=trained["painter"]["steps"],
        painter_pictures=trained["painter"]["pictures"],
        passes=trained["painter"]["pictures"] / trained["painter"]["known"],
        vocabulary=len(vocabulary),
        coder_pictures=figures["coder"]["pictures"],
        all_pictures=all_pictures,
        psnr=figures["coder"]["psnr"],
        colour_error=figures["coder"]["colour_error"],
        names=figures["painter"][0]["names"],
        steps=sampling[0],
        guidance=sampling[1],
        rows="\n".join(_row(line) for line in figures["painter"]),
    )
    (folder / CARD).write_text(text, encoding="utf-8")


def _seen(decoder: dict[str, int]) -> str:
    if not decoder["steps"]:
        return "trained in an earlier run, whose count was not kept"
    return f"decoder: {decoder['steps']} steps, {decoder['pictures']} pictures"


def _paragraph(text: str) -> str:
    return textwrap.fill(text, 100, break_on_hyphens=False)


def _row(line: dict[str, Any]) -> str:
    keys = ("first", "first_five", "shuffled_first", "shuffled_first_five")
    values = " | ".join(f"{line[key]:.0%}" for key in keys)
    return f"| {LANGUAGE[line['language']]} | {values} | {WANTED[line['language']]} |"
