"""Ask for the hub's token and store it in the keychain, and show where it is stored."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.models.downloads.tokens import TokenStore
from desktop.ui.controls.note import Note
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background

_PAGE = "https://huggingface.co/settings/tokens"


class TokenField(QWidget):
    """A field for the token; the keychain is read on a background thread, as it may ask the user.

    Signals: `saved()`, a token was stored or removed.
    """

    saved = Signal()

    def __init__(
        self, tokens: TokenStore, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._changes = 0
        self._background = background
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Paste it here: hf_…"))
        self.field.setAccessibleName(self.tr("Token for gated models"))
        self.save = QPushButton(self.tr("Save"))
        self.forget = QPushButton(self.tr("Forget"))
        self.forget.setAccessibleName(self.tr("Forget the token"))
        self.page = QPushButton(self.tr("Get a Token…"))
        self.page.setProperty("kind", "link")
        self.good = Note("check")
        self.bad = Note("warning")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.save)
        row.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.good)
        column.addWidget(self.bad)
        column.addWidget(self.page, 0, Qt.AlignmentFlag.AlignLeft)
        self.save.clicked.connect(self._save)
        self.field.returnPressed.connect(self._save)
        self.field.textChanged.connect(self._enable)
        self.forget.clicked.connect(self._forget)
        self.page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(_PAGE)))
        self._enable()
        self.forget.hide()

    def look(self) -> None:
        """Look up whether a token is stored (a Mac may ask the user first)."""
        changes = self._changes

        def show(known: bool) -> None:
            if changes == self._changes:  # else it is older than what was done since
                self._show_known(known)

        self._background.run(lambda: bool(self._tokens.get()), show)

    def _save(self) -> None:
        text = self.field.text()
        if text.strip():
            self._changes += 1
            self._background.run(lambda: self._tokens.set(text), self._on_saved, self._on_refused)

    def _on_saved(self, _message: Message) -> None:
        self.field.clear()
        self._show_known(True)
        self.saved.emit()

    def _on_refused(self, error: EaselError) -> None:
        self.good.say("")
        self.bad.say(error.message)

    def _forget(self) -> None:
        self._changes += 1
        self._background.run(self._tokens.forget, lambda _: self._on_forgotten(), self._on_refused)

    def _on_forgotten(self) -> None:
        self._show_known(False)
        self.saved.emit()

    def _show_known(self, known: bool) -> None:
        self.bad.say("")
        kept = self.tr("A token is set. It is in your keychain.")
        if self._tokens.is_silent:
            kept = self.tr(
                "A token is set. The keychain does not answer: it is kept until Easel quits."
            )
        elif self._tokens.in_memory:
            kept = self.tr(
                "A token is set. There is no keychain here: it is kept until Easel quits."
            )
        self.good.say(kept if known else "")
        self.forget.setVisible(known)

    def _enable(self) -> None:
        self.save.setEnabled(bool(self.field.text().strip()))


class TokenDialog(QDialog):
    """The field in its own window, for when a download needs the token."""

    def __init__(self, tokens: TokenStore, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Token"))
        self.setFixedWidth(440)
        title = QLabel(self.tr("Token for gated models"))
        title.setFont(scaled_font(title, 1.08, bold=True))
        words = QLabel(
            self.tr(
                "Some models are given only to people who accepted their terms. Accept them on "
                "the model’s page, make a token with the right to read, and paste it here. It is "
                "sent to Hugging Face only, and is kept in no file and no log."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        self.token = TokenField(tokens, background)
        self.close_button = QPushButton(self.tr("Done"))
        self.close_button.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(words)
        column.addWidget(self.token)
        column.addLayout(below)
        self.close_button.setAutoDefault(False)
        self.token.save.setAutoDefault(False)
        self.token.look()
        self.token.field.setFocus()
