"""The window's own menu commands: panels, sizes, Preferences, help, opening files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.shell.drop_handler import READABLE
from desktop.ui.shell.window_services import WindowServices
from desktop.ui.state.ui_state import UiState

if TYPE_CHECKING:
    from desktop.ui.preferences.preferences_dialog import PreferencesDialog


_PAGE = "preferences_page"


class WindowActions(QObject):
    """The controller of the window's frame and panels, independent of their contents.

    Signals: `open_requested(str)`, a file that the user chose; `setting_changed(str)`;
    `failed(EaselError)`.
    """

    open_requested = Signal(str)
    setting_changed = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        panel: QWidget,
        inspector: QWidget,
        services: WindowServices,
        registry: ModelRegistry,
        ui_state: UiState,
    ) -> None:
        super().__init__(window)
        self._ui_state = ui_state
        self._window, self._panel, self._inspector = window, panel, inspector
        self._services, self._registry = services, registry
        self._preferences: PreferencesDialog | None = None

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions to their slots."""
        self._actions = actions
        actions.connect_all(
            {
                "import": self._open_picture,
                "preferences": self.open_preferences,
                "model_folders": lambda: self.open_preferences(models=True),
                "refresh_models": self._registry.refresh,
                "close": lambda: self._front().close(),
                "quit": QApplication.closeAllWindows,
                "full_screen": self._toggle_full_screen,
                "minimise": lambda: self._front().showMinimized(),
                "zoom": self._toggle_zoom,
            }
        )
        actions["show_sidebar"].toggled.connect(self._panel.setVisible)
        actions["show_inspector"].toggled.connect(self._inspector.setVisible)

    def restore_view(self, *, sidebar: bool, inspector: bool) -> None:
        """Show or hide the panels."""
        actions = self._actions
        actions["show_sidebar"].setChecked(sidebar)
        actions["show_inspector"].setChecked(inspector)
        self._panel.setVisible(sidebar)
        self._inspector.setVisible(inspector)

    def open_preferences(self, *, models: bool = False) -> None:
        """Show Preferences, or raise it."""
        from desktop.ui.preferences.preferences_dialog import PreferencesDialog

        if self._preferences is None:
            services = self._services
            dialog = PreferencesDialog(
                services.settings,
                services.app_paths,
                self._registry,
                services.downloads,
                services.find_others,
                services.background,
                services.servers,
                self._window,
            )
            dialog.show_page(self._ui_state.number(_PAGE, 0))
            dialog.page_chosen.connect(partial(self._ui_state.keep, _PAGE))
            dialog.changed.connect(self.setting_changed)
            dialog.failed.connect(self.failed)
            dialog.destroyed.connect(self._forget_preferences)
            self._preferences = dialog
        if models:
            self._preferences.show_models()
        self._preferences.show()
        self._preferences.raise_()
        self._preferences.activateWindow()

    def _forget_preferences(self) -> None:
        self._preferences = None

    def _open_picture(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in READABLE)
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Use Settings of a Picture"),
            "",
            self.tr("Pictures and recipes ({list})").format(list=patterns),
        )
        if path:
            self.open_requested.emit(path)

    def _toggle_full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _front(self) -> QWidget:
        """Return the active window: a Mac's menu bar also acts on Preferences and the manual."""
        return QApplication.activeWindow() or self._window

    def _toggle_zoom(self) -> None:
        window = self._front()
        window.showNormal() if window.isMaximized() else window.showMaximized()

    def show_full_screen_state(self) -> None:
        """Rename the menu entry to match its next effect."""
        full = self._window.isFullScreen()
        self._actions["full_screen"].setText(
            self.tr("Exit Full Screen") if full else self.tr("Enter Full Screen")
        )
