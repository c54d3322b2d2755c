"""What the window's own menu entries do: panels, sizes, Preferences, help, opening files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.ui.menus.actions import Actions
from desktop.ui.system.reveal import reveal

from .drop_handler import READABLE

if TYPE_CHECKING:
    from desktop.ui.preferences.preferences_dialog import PreferencesDialog

    from .main_window import MainWindow


class WindowActions(QObject):
    """Knows the window it belongs to, and none of its parts' insides."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._count = 0
        self._preferences: PreferencesDialog | None = None

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do their work."""
        window = self._window
        self._actions = actions
        for name, work in {
            "import": self._open_picture,
            "preferences": self.open_preferences,
            "model_folders": lambda: self.open_preferences(models=True),
            "refresh_models": window.shelf.refresh,
            "reveal_model": self._reveal_model,
            "close": lambda: self._front().close(),
            "quit": QApplication.closeAllWindows,
            "show_queue": lambda: window.queue_panel.toggle(window.toolbar.queue),
            "full_screen": self._toggle_full_screen,
            "minimise": lambda: self._front().showMinimized(),
            "zoom": self._toggle_zoom,
        }.items():
            actions[name].triggered.connect(lambda _=False, work=work: work())
        actions["show_sidebar"].toggled.connect(window.panel.setVisible)
        actions["show_inspector"].toggled.connect(window.inspector.setVisible)
        window.gallery_view.current_changed.connect(self._on_current)

    def restore_view(self, *, sidebar: bool, inspector: bool) -> None:
        """Show the panels as they were left."""
        actions, window = self._actions, self._window
        actions["show_sidebar"].setChecked(sidebar)
        actions["show_inspector"].setChecked(inspector)
        window.panel.setVisible(sidebar)
        window.inspector.setVisible(inspector)

    def show_count(self, count: int) -> None:
        """Say how many pictures there are."""
        self._count = count
        words = self.tr("%n picture(s)", "", count) if count else ""
        self._window.toolbar.status.set_idle_words(self.tr("Ready"), words)
        self._window.column.set_searching(self._window.gallery.query.narrows)

    def draw_example(self, prompt: str) -> None:
        """Put an example into the prompt and draw it."""
        self._window.values.prompt = prompt
        self._actions["generate"].trigger()

    def _on_current(self, path: str) -> None:
        self._window.setWindowFilePath(path)  # a Mac's title bar gets the picture's proxy icon

    def open_preferences(self, *, models: bool = False) -> None:
        """Open Preferences, or bring it to the front."""
        from desktop.ui.preferences.preferences_dialog import PreferencesDialog

        window, parts = self._window, self._window.parts
        if self._preferences is None:
            dialog = PreferencesDialog(parts, window.shelf, window)
            dialog.changed.connect(self._on_setting)
            dialog.failed.connect(window.generating.show_error)
            dialog.destroyed.connect(self._forget_preferences)
            self._preferences = dialog
        if models:
            self._preferences.show_models()
        self._preferences.show()
        self._preferences.raise_()
        self._preferences.activateWindow()

    def _forget_preferences(self) -> None:
        self._preferences = None

    def _on_setting(self, name: str) -> None:
        window = self._window
        if name == "model_folders":
            window.shelf.refresh()
        elif name == "output_folder":
            window.gallery.refresh()
        elif name == "default_model":
            window.panel.model_row.default_model = window.parts.settings.values.default_model

    def _open_picture(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in READABLE)
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Use Settings of a Picture"),
            "",
            self.tr("Pictures and recipes ({list})").format(list=patterns),
        )
        if path:
            self._window.dropped.offer(path)

    def _reveal_model(self) -> None:
        if self._window.values.model:
            reveal(self._window.values.model)

    def _toggle_full_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def _front(self) -> QWidget:
        """The window in front: a Mac's menu bar also acts on Preferences and the manual."""
        return QApplication.activeWindow() or self._window

    def _toggle_zoom(self) -> None:
        window = self._front()
        window.showNormal() if window.isMaximized() else window.showMaximized()

    def show_full_screen_state(self) -> None:
        """Name the menu entry after what it would do."""
        full = self._window.isFullScreen()
        self._actions["full_screen"].setText(
            self.tr("Leave Full Screen") if full else self.tr("Full Screen")
        )
