"""Observable fields, declared once and bound to widgets in both directions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar, overload

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Field(Generic[T]):
    """A descriptor of an observable value of a `Fields` class; setting it notifies watchers."""

    def __init__(self, default: T) -> None:
        self.default = default
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Field[T]: ...
    @overload
    def __get__(self, instance: Fields, owner: type) -> T: ...
    def __get__(self, instance: Fields | None, owner: type) -> T | Field[T]:
        if instance is None:
            return self
        return instance.values.get(self._name, self.default)

    def __set__(self, instance: Fields, value: T) -> None:
        if self.__get__(instance, type(instance)) != value:
            instance.values[self._name] = value
            instance.changed.emit(self._name)


class Fields(QObject):
    """Base of a set of fields. Signals: `changed(str)`, the name of the changed field."""

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: dict[str, Any] = {}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of all fields, in declaration order."""
        return tuple(name for name, value in vars(cls).items() if isinstance(value, Field))

    def watch(self, name: str, callback: Callable[[Any], None]) -> None:
        """Call `callback` with the field's value now and whenever the value changes."""

        def on_change(changed: str) -> None:
            if changed == name:
                callback(getattr(self, name))

        self.changed.connect(on_change)
        callback(getattr(self, name))


class ValueControl(Protocol):
    """Protocol of a control that holds a single value."""

    @property
    def value_changed(self) -> Any:
        """Signal with the new value, emitted for the user's changes only."""
        ...

    def set_value(self, value: Any) -> None:
        """Show `value` without emitting `value_changed`."""
        ...


def bind(fields: Fields, name: str, control: ValueControl) -> None:
    """Keep the field `name` and `control` at the same value."""
    fields.watch(name, control.set_value)
    control.value_changed.connect(partial(setattr, fields, name))
