"""Connect what draws: the panel, Generate, live drawing, undo of settings and queue."""

from __future__ import annotations

from functools import partial

from desktop.core.tasks import Job
from desktop.ui.controls.notices.banner import Banner
from desktop.ui.gallery.undo_stack import WindowOperation
from desktop.ui.shell.window_parts import WindowParts


def connect_drawing(parts: WindowParts) -> None:
    """Connect the panel, Generate, live drawing and the undo of settings and queue."""
    _connect_generating(parts)
    _connect_live(parts)
    _connect_undo(parts)


def _connect_generating(parts: WindowParts) -> None:
    panel, banners, generating = parts.panel, parts.column.banners, parts.generate_actions
    generating.state_shown.connect(parts.toolbar.status.show_state)
    generating.state_shown.connect(parts.panel.show_state)
    generating.waiting_counted.connect(parts.toolbar.queue.set_count)
    generating.connect_bar(panel.bar)
    generating.submitted.connect(panel.prompts.remember)
    generating.submitted.connect(parts.ui_state.save_soon)
    generating.submitted.connect(lambda: _follow_new_picture(parts))
    panel.model_row.manage_requested.connect(parts.actions["model_folders"].trigger)
    panel.start_image.paint_requested.connect(parts.mask_actions.open_editor)
    references, prompt = panel.references, panel.prompts.prompt
    references.paint_requested.connect(parts.mask_actions.open_editor)
    references.strip.failed.connect(banners.show_error)
    references.instruction_wanted.connect(prompt.begin_anew)
    parts.picture_actions.edit_requested.connect(references.edit)
    parts.picture_actions.references_requested.connect(references.add)
    parts.gallery_view.current_changed.connect(references.set_chosen)
    varying = parts.variation_actions
    parts.picture_actions.variation_requested.connect(varying.vary)
    prompt.pasted.connect(parts.drop_handler.offer_text)

    def show_sentence(sentence: str) -> None:
        banners.add(Banner(sentence))

    def tell_lastingly(sentence: str) -> None:
        banners.add(Banner(sentence, passing=False))

    panel.presets.said.connect(show_sentence)
    varying.noticed.connect(show_sentence)
    panel.model_row.said.connect(tell_lastingly)
    parts.picture_actions.use_requested.connect(generating.use_recipe)
    parts.picture_actions.start_requested.connect(partial(setattr, parts.values, "start_image"))


def _connect_live(parts: WindowParts) -> None:
    """Connect live drawing, whose pane sits above the gallery that receives kept pictures."""
    live, panel, column = parts.live_actions, parts.panel, parts.column
    prompt = panel.prompts.prompt
    column.put_above(live.pane)
    live.pane.hide()
    live.switched.connect(live.pane.setVisible)
    live.switched.connect(column.make_room)
    live.switched.connect(partial(setattr, prompt, "takes_return"))
    live.offered.connect(panel.bar.live.setVisible)
    live.kept.connect(parts.gallery.take_in)
    live.kept.connect(panel.prompts.remember)
    live.kept.connect(parts.ui_state.save_soon)
    prompt.returned.connect(live.keep)


def _follow_new_picture(parts: WindowParts) -> None:
    """Follow the picture that begins now, until the user chooses another one.

    A job that merely waits leaves the user's choice as it is.
    """
    if not parts.services.session.waiting:
        parts.gallery_view.clear_choice()


def _connect_undo(parts: WindowParts) -> None:
    """Put changes of settings and queue on the Edit menu's undo stack, with file operations."""
    values, generating = parts.values, parts.generate_actions
    stack = parts.file_actions.undo_stack

    def on_settings(verb: str, before: dict[str, object]) -> None:
        after: dict[str, object] = {}

        def undo() -> None:
            after.update(values.snapshot())
            values.restore(before)

        stack.note(WindowOperation(verb, undo, lambda: values.restore(after)))

    def on_queue(before: tuple[Job, ...], jobs: list[Job]) -> None:
        def undo() -> None:
            parts.services.session.put_back(before, jobs)

        def redo() -> None:
            generating.take_out_again(jobs)

        stack.note(WindowOperation("Remove from Queue", undo, redo, len(jobs)))

    values.undo_kept.connect(on_settings)
    generating.taken_out.connect(on_queue)
