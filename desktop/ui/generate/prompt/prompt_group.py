"""Prompt and negative prompt, with their menus, history and token counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.core.capabilities import Support
from desktop.core.prompts.styles import styled
from desktop.models.model import Model
from desktop.storage.app_paths import AppPaths
from desktop.storage.prompt_history import PromptEntry, PromptHistory
from desktop.storage.styles_file import StyleFile
from desktop.ui.controls.form import reason_label, section_heading
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.text_box import BoxHandle
from desktop.ui.generate.styles.styles_menu import StyleLine, StyleMenu
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

from .history_panel import HistoryPanel
from .insert_menu import InsertMenu
from .prompt_box import PromptBox
from .prompt_completion import PromptCompletion
from .prompt_vocabulary import PromptVocabulary
from .token_label import Count, TokenLabel, Tokens


class PromptHeading(QWidget):
    """A heading with its token count, and room for buttons after it."""

    def __init__(self, text: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = section_heading(text, control)
        control.setAccessibleName(text)
        self.tokens = TokenLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.label)
        self._row.addStretch(1)
        self._row.addWidget(self.tokens)

    def add_button(self, name: str, words: str, menu: QMenu | None = None) -> QToolButton:
        """Add an icon button, which opens `menu` if given."""
        button = icon_button(name, words)
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if self._row.count() == 3:
            self._row.addSpacing(6)
        self._row.addWidget(button)
        return button


class PromptGroup(QWidget):
    """Two text fields under their headings. Signals: `failed(EaselError)`."""

    failed = Signal(object)

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        background: Background,
        app_paths: AppPaths,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._background = values, background
        self.prompt = PromptBox(4)
        self.prompt.setPlaceholderText(self.tr("What should the picture show?"))
        self.handle = BoxHandle(self.prompt)
        self.negative = PromptBox(2)
        self.negative.setPlaceholderText(self.tr("What should stay out of it?"))
        self.heading = PromptHeading(self.tr("Prompt"), self.prompt)
        self.negative_heading = PromptHeading(self.tr("Negative prompt"), self.negative)
        self.negative_label = self.negative_heading.label
        self.reason = reason_label(self)
        self.history = PromptHistory(app_paths.prompt_history)
        self._history_panel: HistoryPanel | None = None
        self.insertions = InsertMenu(self.prompt, registry, app_paths.wildcards, self)
        self.words = PromptVocabulary(self.history, registry, background, app_paths, self)
        boxes = (self.prompt, self.negative)
        self.completions = tuple(PromptCompletion(box, self.words) for box in boxes)
        self.style_menu = StyleMenu(values, StyleFile(app_paths.styles), background, self)
        self._tokens = Tokens(background, self)
        self._lay_out(values)
        self._connect(values)

    def follow(self, model: Model) -> None:
        """Count and complete for `model`; disable the negative prompt if it has none."""
        self._tokens.follow(model)
        self.insertions.follow(model)
        self.words.follow(model)
        self.support_negative(model.capabilities.negative_prompt)

    def support_negative(self, support: Support) -> None:
        """Enable the negative prompt, or disable it with the reason."""
        self.negative.setEnabled(bool(support))
        self.negative_label.setEnabled(bool(support))
        self.negative.setToolTip(translate_message(support.reason))
        self.reason.setText(translate_message(support.reason))
        self.reason.setVisible(not support and bool(support.reason))

    def grow_up_to(self, most: int) -> None:
        """Let the prompt grow with its text up to `most` pixels, the negative one to half."""
        self.prompt.grow_up_to(most)
        self.negative.grow_up_to(most // 2)

    def remember(self) -> None:
        """Put the current prompts on top of the history."""
        entry = PromptEntry(self._values.prompt, self._values.negative_prompt)
        if self.history.add(entry):
            self.words.forget()
            self._save_history()

    def complete_words(self, on: bool) -> None:
        """Offer completions while a prompt is typed, or don't."""
        for completion in self.completions:
            completion.enabled = on

    def close_completions(self) -> None:
        """Hide the lists of completions."""
        for completion in self.completions:
            completion.close()

    def known(self) -> list[str]:
        """Return the current and the earlier prompts, including negative ones."""
        entries = [PromptEntry(self._values.prompt, self._values.negative_prompt)]
        entries += self.history.entries()
        return [text for entry in entries for text in (entry.prompt, entry.negative_prompt)]

    @property
    def history_panel(self) -> HistoryPanel:
        """The panel of earlier prompts, created on first access."""
        if self._history_panel is None:
            self._history_panel = HistoryPanel(self.history, self.window())
            self._history_panel.chosen.connect(self._use)
            self._history_panel.cleared.connect(self._save_history)
        return self._history_panel

    def _lay_out(self, values: ControlValues) -> None:
        heading = self.heading
        self.history_button = heading.add_button("history", self.tr("Earlier prompts"))
        heading.add_button("styles", self.tr("Styles"), self.style_menu)
        heading.add_button("plus", self.tr("Weight and insert words"), self.insertions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(self.prompt)
        column.addWidget(self.handle)
        column.addWidget(StyleLine(values))
        column.addWidget(self.negative_heading)
        column.addWidget(self.negative)
        column.addWidget(self.reason)

    def _connect(self, values: ControlValues) -> None:
        bind(values, "prompt", self.prompt)
        bind(values, "negative_prompt", self.negative)
        for name in ("prompt", "negative_prompt", "styles"):
            values.watch(name, lambda _: self._count())
        self._tokens.counted.connect(self._show_counts)
        self.style_menu.failed.connect(self.failed)
        for completion in self.completions:
            completion.style_chosen.connect(self.style_menu.choose)
        self.history_button.clicked.connect(lambda: self.history_panel.toggle(self.history_button))

    def _count(self) -> None:
        values = self._values
        prompts = [style.prompt for style in values.styles]
        negatives = [style.negative_prompt for style in values.styles]
        self._tokens.show(
            {
                "prompt": styled(values.prompt, prompts),
                "negative": styled(values.negative_prompt, negatives),
            }
        )

    def _show_counts(self, counts: dict[str, Count]) -> None:
        self.heading.tokens.show_count(counts.get("prompt"))
        self.negative_heading.tokens.show_count(counts.get("negative"))

    def _use(self, entry: PromptEntry) -> None:
        self._values.prompt = entry.prompt
        self._values.negative_prompt = entry.negative_prompt
        self.prompt.setFocus()

    def _save_history(self) -> None:
        self._background.run(self.history.save, lambda _: None, self.failed.emit)
