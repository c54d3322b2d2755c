"""Makes the folder that is shipped out of what a run has trained, and measures it."""

from __future__ import annotations

import shutil

import numpy as np
from PIL import Image

from . import card, evaluate, export
from .config import SAMPLE_GUIDANCE, SAMPLE_STEPS
from .features import Gallery
from .sheet import PROMPTS, write_sheet
from .stages import Run


def finish(run: Run, names: int, coder_every: int) -> None:
    """Exports, records a picture, draws the sheet, evaluates, writes the card, puts it in place."""
    folder = run.places.work / "export"
    shutil.rmtree(folder, ignore_errors=True)
    vae, decoder = run.finished_vae()
    words, listener = run.finished_text_encoder()
    task, painter = run.finished_unet()
    factors = export.preview_factors(run.latents(), np.array(run.pictures[run.learnt]))
    tokenizer = run.tokenizer_folder()
    model = export.Model(vae, task.unet, words.encoder, tokenizer)
    earlier = export.trained_before(run.resume_from)
    trained = {
        "decoder": export.added(earlier.get("decoder"), decoder),
        "words": export.added(earlier.get("words"), listener),
        "painter": export.added(earlier.get("painter"), painter) | {"known": len(run.learnt)},
    }
    export.write_model(model, folder, factors, trained)

    pipeline = export.load(folder)
    recorded = export.RECORDED
    drawn = evaluate.draw(pipeline, [recorded["prompt"]], [recorded["seed"]])[0]
    Image.fromarray(drawn).save(folder / recorded["file"], optimize=True)
    write_sheet(pipeline, folder / card.SHEET)
    chosen = evaluate.chosen_names(run.learnt, names)
    evaluate.write(
        folder / card.FIGURES,
        evaluate.evaluate_coder(pipeline.vae, run.pictures, coder_every),
        evaluate.evaluate_unet(pipeline, run.items, chosen, Gallery(run.pictures)),
    )
    known = [run.items[index].name for index in run.learnt]
    card.write_card(folder, PROMPTS, known, len(run.items), (SAMPLE_STEPS, SAMPLE_GUIDANCE))
    export.write_checksums(folder)
    export.put(folder, run.places.output)
