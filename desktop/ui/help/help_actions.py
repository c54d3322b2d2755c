"""The Help menu's commands: manual, shortcuts, welcome, diagnostics, logs, updates, about."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import APP_NAME, COPYRIGHT, __version__
from desktop.core.errors import EaselError
from desktop.models.resources import resource
from desktop.models.updates import Release, is_newer, newest_release, updates_address
from desktop.process.diagnostics import diagnostics
from desktop.storage.app_paths import AppPaths
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.menus.actions import Actions
from desktop.worker.background import Background

_ICON_SIDE = 96
translate = QCoreApplication.translate


def about_box(parent: QWidget) -> QMessageBox:
    """Return the About box, not yet shown; it is not modal, and deletes itself when closed."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.setWindowTitle(translate("About", "About Easel"))
    icon = QIcon(str(resource("app_icon", "easel.svg")))
    box.setIconPixmap(icon.pixmap(QSize(_ICON_SIDE, _ICON_SIDE), box.devicePixelRatioF()))
    box.setText(APP_NAME)
    lines = (
        translate("About", "Version {version}").format(version=__version__),
        translate("About", "Makes pictures from words with Stable Diffusion, on this computer."),
        translate(
            "About",
            "Built on Qt, PyTorch, diffusers, transformers and Core ML Tools. "
            "The starter model learned from Microsoft’s Fluent Emoji.",
        ),
        COPYRIGHT,
    )
    box.setInformativeText("\n\n".join(lines))
    return box


class HelpActions(QObject):
    """The controller of the Help menu's actions, which it connects itself.

    `output` returns the folder for new pictures, `facts` the window's part of a report.
    """

    def __init__(
        self,
        actions: Actions,
        app_paths: AppPaths,
        banners: BannerArea,
        background: Background,
        output: Callable[[], str],
        facts: Callable[[], Mapping[str, object]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._actions, self._app_paths, self._banners = actions, app_paths, banners
        self._background, self._output, self._facts = background, output, facts
        self._window = parent
        actions.connect_all(
            {
                "manual": self.show_manual,
                "shortcuts": self.show_shortcuts,
                "copy_diagnostics": self.copy_diagnostics,
                "show_logs": self.show_logs,
                "check_updates": self.check_updates,
                "about": self.show_about,
            }
        )

    def show_manual(self) -> None:
        """Show the manual."""
        from .manual_window import ManualWindow

        ManualWindow(self._actions, self._window).show()

    def show_shortcuts(self) -> None:
        """Show the list of all shortcuts."""
        from .shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window).show()

    def copy_diagnostics(self) -> None:
        """Copy the report to the clipboard, and confirm it."""
        extra = {"qt": f"{qVersion()} {QGuiApplication.platformName()}", **self._facts()}
        app_paths, folder, errors = self._app_paths, self._output(), self._banners.errors
        self._background.run(
            lambda: diagnostics(app_paths, folder, errors, extra),
            self._put_on_clipboard,
            self._banners.show_error,
        )

    def _put_on_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._banners.add(
            Banner(
                self.tr(
                    "The diagnostics are on the clipboard: versions, machine, last errors. "
                    "No prompts, no pictures."
                )
            )
        )

    def show_logs(self) -> None:
        """Open the folder of logs."""
        folder = self._app_paths.logs
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def check_updates(self) -> None:
        """Check the server for updates, at the user's request only."""
        action = self._actions["check_updates"]
        action.setEnabled(False)

        def found(release: Release) -> None:
            action.setEnabled(True)
            self._tell_release(release)

        def failed(error: EaselError) -> None:
            action.setEnabled(True)
            self._banners.show_error(error)

        self._background.run(lambda: newest_release(updates_address(os.environ)), found, failed)

    def _tell_release(self, release: Release) -> None:
        if is_newer(release.version, __version__):
            sentence = self.tr("Easel {new} is available; this is {old}.").format(
                new=release.version, old=__version__
            )
            page = QUrl(release.page)
            choices = ((self.tr("Show It"), lambda: QDesktopServices.openUrl(page)),)
        else:
            sentence = self.tr("Easel {version} is up to date.").format(version=__version__)
            choices = ()
        self._banners.add(Banner(sentence, choices=choices))

    def show_about(self) -> None:
        """Show the About box."""
        about_box(self._window).show()
