"""The menu that inserts into the prompt: embeddings, wildcards, and the syntax itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.prompts.prompt_weights import STEP
from desktop.files.atomic import make_folder
from desktop.models.model import Model
from desktop.models.requests.resolve_choices import wildcard_names
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.system.reveal import reveal

from .prompt_box import PromptBox

_MOST = 100


class InsertMenu(QMenu):
    """The menu, rebuilt each time it opens, since files come and go."""

    def __init__(
        self,
        box: PromptBox,
        registry: ModelRegistry,
        wildcards: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._box, self._registry, self._wildcards = box, registry, wildcards
        self._model: Model | None = None
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def follow(self, model: Model) -> None:
        """List the embeddings that fit `model`."""
        self._model = model

    def fill(self) -> None:
        """Rebuild the entries."""
        self.clear()
        box = self._box
        for text, change, key in (
            (self.tr("Heavier"), STEP, "Ctrl+Up"),
            (self.tr("Lighter"), -STEP, "Ctrl+Down"),
        ):
            keys = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            action = self.addAction(f"{text}\t{keys}")
            action.setToolTip(self.tr("Weighs the chosen words: (word:1.2)"))
            action.triggered.connect(lambda _=False, change=change: box.weigh(change))
        self.addSeparator()
        self._insertions(
            (
                (self.tr("Choice {red|green|blue}"), "{red|green|blue}"),
                (self.tr("New chunk (BREAK)"), "BREAK "),
            )
        )
        self.addSeparator()
        self._add_embeddings()
        self._add_wildcards()

    def _insertions(self, items: Iterable[tuple[str, str]]) -> None:
        for text, words in items:
            action = self.addAction(text)
            action.triggered.connect(lambda _=False, words=words: self._box.insert_words(words))

    def _add_embeddings(self) -> None:
        menu = self.addMenu(self.tr("Embeddings"))
        model = self._model
        support = model.capabilities.textual_inversion if model else None
        names = []
        if model is not None and support:
            names = [
                asset.name
                for asset in self._registry.assets("embedding", model.family, model.server)
            ]
        for name in names[:_MOST]:
            action = menu.addAction(name)
            action.triggered.connect(
                lambda _=False, name=name: self._box.insert_words(f"embedding:{name}")
            )
        if not names:
            reason = support.reason if support is not None and not support else None
            none = menu.addAction(
                translate_message(reason) or self.tr("No embedding fits this model")
            )
            none.setEnabled(False)

    def _add_wildcards(self) -> None:
        menu = self.addMenu(self.tr("Wildcards"))
        names = wildcard_names(self._wildcards, _MOST)
        for name in names:
            action = menu.addAction(f"__{name}__")
            action.triggered.connect(
                lambda _=False, name=name: self._box.insert_words(f"__{name}__")
            )
        if not names:
            menu.addAction(self.tr("A text file with one choice a line")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(self.tr("Show Wildcards Folder")).triggered.connect(self._show_folder)

    def _show_folder(self) -> None:
        try:
            make_folder(self._wildcards, Message("make the wildcards folder"))
        except EaselError:
            return  # the folder that is shown then tells why
        reveal(str(self._wildcards))
