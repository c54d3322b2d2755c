"""The undo stack of operations on pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.core.errors import EaselError
from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP
from desktop.worker.background import Background

from .picture_store import IndexOperation, PictureStore

if TYPE_CHECKING:
    from desktop.storage.gallery.gallery_operations import OperationResult
    from desktop.storage.gallery.index.gallery_index import GalleryIndex

_MOST_KEPT = 100
_VERBS = (
    QT_TRANSLATE_NOOP("UndoStack", "Move to Trash"),
    QT_TRANSLATE_NOOP("UndoStack", "Put Back"),
    QT_TRANSLATE_NOOP("UndoStack", "Rename"),
    QT_TRANSLATE_NOOP("UndoStack", "Move"),
    QT_TRANSLATE_NOOP("UndoStack", "Duplicate"),
    QT_TRANSLATE_NOOP("UndoStack", "Rate"),
    QT_TRANSLATE_NOOP("UndoStack", "Tag"),
    QT_TRANSLATE_NOOP("UndoStack", "Change Albums"),
    QT_TRANSLATE_NOOP("UndoStack", "Arrange"),
    QT_TRANSLATE_NOOP("UndoStack", "Use Settings"),
    QT_TRANSLATE_NOOP("UndoStack", "Use Preset"),
    QT_TRANSLATE_NOOP("UndoStack", "Use Picture"),
    QT_TRANSLATE_NOOP("UndoStack", "Remove Picture"),
    QT_TRANSLATE_NOOP("UndoStack", "Remove Mask"),
    QT_TRANSLATE_NOOP("UndoStack", "Remove ControlNet"),
    QT_TRANSLATE_NOOP("UndoStack", "Remove LoRA"),
    QT_TRANSLATE_NOOP("UndoStack", "Add Trigger Words"),
    QT_TRANSLATE_NOOP("UndoStack", "Remove from Queue"),
    QT_TRANSLATE_NOOP("UndoStack", "Edit Job"),
    QT_TRANSLATE_NOOP("UndoStack", "Edit Picture"),
    QT_TRANSLATE_NOOP("UndoStack", "Change References"),
    QT_TRANSLATE_NOOP("UndoStack", "Extend"),
)
Then = Callable[["OperationResult", list[str]], None]


@dataclass(frozen=True)
class WindowOperation:
    """An operation in the window, not on files: undone and redone synchronously."""

    verb: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    count: int = 1


def _without_index(reverse: Callable[[], OperationResult]) -> IndexOperation:
    def operation(_index: GalleryIndex) -> OperationResult:
        return reverse()

    return operation


class _Task(NamedTuple):
    operation: IndexOperation
    reverses: list[OperationResult | WindowOperation] | None
    """Undo or redo stack that keeps the reversed operation on failure; None: a new operation."""
    source: OperationResult | None
    then: Then | None


class UndoStack(QObject):
    """The operations on the gallery's pictures, undone and redone one after the other.

    Signals: `done(object, list)`, an `OperationResult` and where its pictures are now, after an
    operation, its undo or its redo; `failed(EaselError)`; `changed()`, what can be undone changed.
    """

    done = Signal(object, list)
    failed = Signal(object)
    changed = Signal()

    def __init__(
        self, store: PictureStore, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._undo: list[OperationResult | WindowOperation] = []
        self._redo: list[OperationResult | WindowOperation] = []
        self._waiting: deque[_Task] = deque()
        self._busy = False

    def run(self, operation: IndexOperation, then: Then | None = None) -> None:
        """Run an operation in the background; call `then` on the main thread on success."""
        self._enqueue(_Task(operation, None, None, then))

    def note(self, operation: WindowOperation) -> None:
        """Record an operation done in the window."""
        self._redo.clear()
        self._undo.append(operation)
        del self._undo[:-_MOST_KEPT]
        self.changed.emit()

    def undo(self) -> None:
        """Undo the last operation."""
        self._reverse(self._undo)

    def redo(self) -> None:
        """Redo the operation undone last."""
        self._reverse(self._redo)

    def undo_words(self) -> str:
        """Return the name of the operation to undo, "" for none."""
        return _words(self._undo)

    def redo_words(self) -> str:
        """Return the name of the operation to redo, "" for none."""
        return _words(self._redo)

    def _reverse(self, stack: list[OperationResult | WindowOperation]) -> None:
        if not stack:
            return
        done = stack.pop()
        if isinstance(done, WindowOperation):
            back = stack is self._undo
            (done.undo if back else done.redo)()
            (self._redo if back else self._undo).append(done)
            self.changed.emit()
            return
        reverse = done.undo
        assert reverse is not None, "only what can be undone is kept"
        self._enqueue(_Task(_without_index(reverse), stack, done, None))
        self.changed.emit()

    def _enqueue(self, task: _Task) -> None:
        self._waiting.append(task)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self._busy = bool(self._waiting)
        if self._busy:
            task, store = self._waiting.popleft(), self._store
            self._background.run(
                lambda: store.do(task.operation),
                lambda result: self._take(task, *result),
                lambda error: self._on_failed(task, error),
            )

    def _take(self, task: _Task, done: OperationResult, paths: list[str]) -> None:
        if task.reverses is None:
            self._redo.clear()
        kept = self._redo if task.reverses is self._undo else self._undo
        if done.undo is not None:
            kept.append(done)
            del kept[:-_MOST_KEPT]
        self.changed.emit()
        self.done.emit(done, paths)
        if done.failed:
            self.failed.emit(_failures(done))
        if task.then is not None:
            task.then(done, paths)
        self._next()

    def _on_failed(self, task: _Task, error: EaselError) -> None:
        if task.reverses is not None and task.source is not None:
            task.reverses.append(task.source)
            self.changed.emit()
        self.failed.emit(error)
        self._next()


def _words(stack: list[OperationResult | WindowOperation]) -> str:
    if not stack:
        return ""
    verb = QCoreApplication.translate("UndoStack", stack[-1].verb)
    return verb if stack[-1].count == 1 else f"{verb} ({stack[-1].count})"


def _failures(done: OperationResult) -> EaselError:
    details = "\n".join(f"{path}: {message}" for path, message in done.failed)
    return EaselError(done.failed[0][1], details)
