"""The model's reference pictures, below the prompt, with a switch to edit the chosen picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.request import ReferenceImage, reference_area
from desktop.models.model import Model
from desktop.models.requests.pictures.picture_sizes import size_like
from desktop.models.requests.prepare_extras import can_edit
from desktop.ui.controls.form import reason_label, section_heading
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.picture_reader import shown_size
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

from .reference_strip import ReferenceStrip


class ReferenceGroup(QWidget):
    """The group, bound to `ControlValues.references`, the model, and the gallery's selection.

    Visible if the model edits, or if pictures wait for a model that does. Signals:
    `model_wanted(str)`, switch to the editing model at this path; `instruction_wanted()`, the
    prompt should describe the change; `paint_requested()`, paint the part to be edited.
    """

    model_wanted = Signal(str)
    instruction_wanted = Signal()
    paint_requested = Signal()

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        background: Background,
        inputs: InputImageStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._registry = values, registry
        self._model: Model | None = None
        self._chosen = ""
        self.new_picture = _choice(self.tr("New Picture"))
        self.edit_this = _choice(self.tr("Edit This One"))
        self.new_picture.setToolTip(self.tr("Draw from the prompt alone."))
        self.edit_this.setToolTip(
            self.tr("Change the chosen picture: the prompt says how, such as “make it night”.")
        )
        self.strip = ReferenceStrip(background, inputs)
        self.heading = section_heading(self.tr("Pictures to edit"))
        self.reason = reason_label(self)
        self.use_editor = QPushButton(self.tr("Use a model that edits"))
        self.use_editor.setAccessibleName(self.use_editor.text())
        self.only_part = QPushButton(self.tr("Edit Only a Part…"))
        for link in (self.use_editor, self.only_part):
            link.setProperty("kind", "link")
        self.only_part.setAccessibleName(self.only_part.text())
        self._lay_out()
        self._connect()

    def follow(self, model: Model) -> None:
        """Update for another model, which may edit or not."""
        self._model = model
        self._show()

    def set_chosen(self, path: str) -> None:
        """Offer to edit the picture at `path`; "" for none."""
        self._chosen = path
        self._show()

    def add(self, paths: Sequence[str]) -> None:
        """Append pictures, switching to a model that edits."""
        self._take_editor()
        self.strip.add(paths)

    def edit(self, path: str) -> None:
        """Edit the picture at `path`, at its own size."""
        values = self._values
        values.keep_undo("Edit Picture")
        self._take_editor()
        others = [use for use in values.references[1:] if use.path != path]
        values.start_image = values.mask = ""
        values.references = (ReferenceImage(path=path), *others)
        size, model = shown_size(path), self._editor()
        if model is not None and size.width() > 0 and size.height() > 0:
            fitting = size_like((size.width(), size.height()), model)
            values.width, values.height = fitting
        self.instruction_wanted.emit()

    def _lay_out(self) -> None:
        self._choices = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(6)
        for button in (self.new_picture, self.edit_this):
            self._choices.addButton(button)
            choices.addWidget(button)
        choices.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.only_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(4)
        column.addLayout(choices)
        column.addLayout(row)
        column.addWidget(self.strip)
        column.addWidget(self.reason)
        column.addWidget(self.use_editor)

    def _connect(self) -> None:
        self.new_picture.clicked.connect(self._leave)
        self.edit_this.clicked.connect(lambda: self.edit(self._chosen))
        self.use_editor.clicked.connect(self._take_editor)
        self.only_part.clicked.connect(self._paint)
        self.strip.changed.connect(self._change)
        self._values.watch("references", lambda _: self._show())
        self._registry.changed.connect(self._show)

    def _change(self, paths: Sequence[str]) -> None:
        self._values.keep_undo("Change References")
        self._values.references = tuple(ReferenceImage(path=path) for path in paths)

    def _leave(self) -> None:
        self._values.keep_undo("Edit Picture")
        self._values.references = ()

    def _paint(self) -> None:
        """Paint the part of the first picture to be edited; the rest stays unchanged."""
        values = self._values
        values.keep_undo("Use Picture")
        values.start_image = values.references[0].path
        values.start_counting, values.start_strength = "strength", 1.0
        self.paint_requested.emit()

    def _editor(self) -> Model | None:
        """Return the chosen model if it edits, else the first usable model that does."""
        model = self._registry.at(self._values.model)
        if model is not None and can_edit(model):
            return model
        able = (other for other in self._registry.models if other.usable and can_edit(other))
        return next(able, None)

    def _take_editor(self) -> None:
        editor = self._editor()
        if editor is not None and editor.path != self._values.model:
            self.model_wanted.emit(editor.path)

    def _show(self) -> None:
        references, editor = self._values.references, self._editor()
        edits = self._model is not None and can_edit(self._model)
        self.strip.show_paths([use.path for use in references])
        wanted = edits or bool(references)
        for widget in (self.strip, self.heading):
            widget.setVisible(wanted)
        offered = bool(self._chosen) and editor is not None
        for button in (self.new_picture, self.edit_this):
            button.setVisible(offered)
        editing = bool(references) and references[0].path == self._chosen
        (self.edit_this if editing else self.new_picture).setChecked(True)
        self.only_part.setVisible(edits and bool(references))
        self._show_reason(edits=edits, editor=editor)
        self.setVisible(wanted or offered)

    def _show_reason(self, *, edits: bool, editor: Model | None) -> None:
        references, model = self._values.references, self._model
        words = ""
        if references and not edits:
            words = self.tr("“{name}” can’t edit pictures.").format(
                name=model.name if model else ""
            )
        elif model is not None and len(references) > model.capabilities.most_references:
            words = self.tr("“{name}” takes {most} pictures at most.").format(
                name=model.name, most=model.capabilities.most_references
            )
        elif len(references) > 1:
            size = reference_area(len(references)) / 1024**2
            words = self.tr(
                "The prompt can speak of picture 1, picture 2 and so on. Each is looked at with "
                "{size} megapixels at most."
            ).format(size=f"{size:.2g}")
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        other = editor if references and not edits else None
        self.use_editor.setVisible(other is not None)
        if other is not None:
            self.use_editor.setText(self.tr("Use “{name}”").format(name=other.name))
            self.use_editor.setAccessibleName(self.use_editor.text())


def _choice(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "filter")
    button.setCheckable(True)
    button.setAccessibleName(text)
    return button
