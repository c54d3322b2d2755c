"""Apple's classes as pyobjc shows them, made from `apple_facts.json`, as strict as the bridge is.

A selector that the class lacks, a wrong number of arguments, an argument of another type, a Python
function for a block whose signature the bridge doesn't know, a call from another thread where only
the main one may, a method of no protocol: each raises, as it does on a Mac or worse.

What a method returns is what its setter was given, or the plainest value of its type; what the app
depends on is told by `fake_cocoa`. All calls are kept in `Bridge.calls`.
"""

from __future__ import annotations

import inspect
import json
import threading
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

FACTS = Path(__file__).with_name("apple_facts.json")

NSPoint = namedtuple("NSPoint", "x y")
NSSize = namedtuple("NSSize", "width height")
NSRect = namedtuple("NSRect", "origin size")
_STRUCTS: dict[str, Any] = {
    "NSPoint": NSPoint(0.0, 0.0),
    "NSSize": NSSize(128.0, 128.0),
    "NSRect": NSRect(NSPoint(0.0, 0.0), NSSize(128.0, 128.0)),
}
_OWN = {  # of the root class, which no framework declares
    "+alloc": "@NSObject",
    "+new": "@NSObject",
    "-init": "@NSObject",
    "-description": "@NSString",
    "-respondsToSelector:": "Z :",
}
_AS_PYTHON: dict[str, tuple[type, ...]] = {
    "NSString": (str,),
    "NSNumber": (bool, int, float),
    "NSArray": (list, tuple),
    "NSDictionary": (dict,),
    "NSSet": (set, frozenset),
    "NSData": (bytes,),
}
_PLAIN: dict[str, Any] = {"v": None, "Z": False, "i": 0, "d": 0.0, ":": None, "^": None, "@": None}


class BridgeError(Exception):
    """As `objc.error`: the code asks for what the bridge or the system refuses."""


class Call(NamedTuple):
    """One message that was sent; `owner` is the class of the receiver."""

    owner: str
    selector: str
    arguments: tuple[Any, ...]


class Bridge:
    """One process's classes; `behave` gives a method a body, `calls` are in order."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = json.loads(FACTS.read_text("utf-8"))
        self.calls: list[Call] = []
        self.views: dict[int, Any] = {}
        self.loaded = {"Foundation", "AppKit", "UserNotifications"}
        self._bodies: dict[tuple[str, str], Callable[..., Any]] = {}
        self._classes: dict[str, ObjcClass] = {}
        self._kept: dict[int, tuple[Any, dict[str, Any]]] = {}

    def kept(self, receiver: Any) -> dict[str, Any]:
        """What setters gave the object, by the property's name in small letters."""
        return self._kept.setdefault(id(receiver), (receiver, {}))[1]

    def sent(self, selector: str) -> list[tuple[Any, ...]]:
        """The arguments of each call of a selector, in order."""
        return [call.arguments for call in self.calls if call.selector == selector]

    def behave(self, owner: str, signed: str, body: Callable[..., Any]) -> None:
        """Let `body(receiver, *arguments)` answer the class's selector, which has to exist."""
        if self.declared(owner, signed) is None:
            raise BridgeError(f"{owner} has no {signed}")
        self._bodies[owner, signed] = body

    def named(self, name: str) -> ObjcClass:
        """The class; made when it is first asked for."""
        if name not in self._classes:
            about = self.facts["classes"].get(name)
            if about is None:
                raise BridgeError(f"{name} is no class that the facts hold: collect them anew")
            bases: tuple[type, ...] = (self.named(about["super"]),) if about["super"] else ()
            self.add(ObjcClass.of_apple(self, name, bases))
        return self._classes[name]

    def add(self, made: ObjcClass) -> None:
        """Register a class. Objective-C knows one of each name for as long as the process lives."""
        if made.__name__ in self._classes:
            raise BridgeError(f"{made.__name__} is overriding existing Objective-C class")
        self._classes[made.__name__] = made

    def declared(self, owner: str, signed: str) -> str | None:
        """The kinds of a method, looked for up to the root class; None where nobody has it."""
        for name in self.family(owner):
            kinds = self.facts["classes"][name]["methods"].get(signed)
            if kinds is not None:
                return str(kinds) or None
        return _OWN.get(signed)

    def family(self, owner: str) -> list[str]:
        """The class and those above it."""
        found: list[str] = []
        while owner:
            found.append(owner)
            owner = self.facts["classes"][owner]["super"]
        return found

    def protocol_method(self, selector: str) -> str | None:
        """The kinds of a method that some protocol has."""
        for methods in self.facts["protocols"].values():
            if kinds := methods.get(f"-{selector}"):
                return str(kinds)
        return None

    def send(self, owner: str, receiver: Any, signed: str, arguments: tuple[Any, ...]) -> Any:
        """Check the call, note it, and answer it."""
        kinds = (self.declared(owner, signed) or "v").split()
        selector, family = signed[1:], self.family(owner)
        if len(arguments) != len(kinds) - 1:
            wanted = f"Need {len(kinds) - 1} arguments, got {len(arguments)}"
            raise TypeError(f"{wanted}: {owner} {selector}")
        for place, (kind, value) in enumerate(zip(kinds[1:], arguments, strict=True)):
            self._check(f"argument {place} of {owner} {selector}", kind, value)
        on_main = threading.current_thread() is threading.main_thread()
        if not on_main and any(self.facts["classes"][name]["main"] for name in family):
            raise BridgeError(f"{owner} {selector} belongs to the main thread")
        self.calls.append(Call(owner, selector, arguments))
        for name in family:
            if body := self._bodies.get((name, signed)):
                return body(receiver, *arguments)
        made = self._plain_answer(receiver, owner, selector, kinds[0], arguments)
        results = kinds[1:].count("O")
        return (made, *[None] * results) if results else made

    def _check(self, where: str, kind: str, value: Any) -> None:
        if value is None and (kind.endswith("?") or kind in ("@", "O")):
            return
        fits = {
            "Z": isinstance(value, int),
            "i": isinstance(value, int),
            "d": isinstance(value, int | float),
            ":": isinstance(value, str | bytes),
            "@": True,
        }.get(kind.rstrip("?"))
        if kind == "^":
            raise BridgeError(f"{where}: the bridge doesn't know that it is a result")
        if kind.startswith("<"):
            fits = self._is_block(
                where, kind.removesuffix(">?") + ">" if kind.endswith(">?") else kind, value
            )
        elif kind.startswith("{"):
            fits = isinstance(value, type(_STRUCTS[kind.strip("{}")]))
        elif fits is None and kind != "O":
            fits = self._is_a(kind.strip("@?"), value)
        if not fits:
            raise TypeError(f"{where}: {value!r} is no {kind}")

    @staticmethod
    def _is_block(where: str, kind: str, value: Any) -> bool:
        if not callable(value):
            return False
        if kind.startswith("<?"):
            raise BridgeError(f"{where}: the bridge has no signature of this block")
        inspect.signature(value).bind(*filter(None, kind.strip("<>?").split(",")))
        return True

    def _is_a(self, name: str, value: Any) -> bool:
        if isinstance(value, _AS_PYTHON.get(name, ())):
            return True
        above = [each.__name__ for each in type(value).__mro__]
        return isinstance(type(value), ObjcClass) and name in above

    def _plain_answer(
        self, receiver: Any, owner: str, selector: str, kind: str, arguments: tuple[Any, ...]
    ) -> Any:
        kept = self.kept(receiver)
        key = selector.removeprefix("is").lower()
        if selector.startswith("set") and kind == "v" and selector.count(":") == 1:
            kept[selector[3:-1].lower()] = arguments[0]
        elif selector == "alloc":
            return object.__new__(receiver)
        elif selector.startswith("init"):
            return receiver
        elif arguments or key not in kept:
            made = self._plain_value(owner, kind, is_class=isinstance(receiver, ObjcClass))
            if arguments or selector == "new":
                return made
            kept[key] = made
        return kept.get(key)

    def _plain_value(self, owner: str, kind: str, *, is_class: bool) -> Any:
        plain = kind.rstrip("?")
        name = plain.removeprefix("@")
        if plain.startswith("{"):
            return _STRUCTS[plain.strip("{}")]
        if plain in _PLAIN:
            return _PLAIN[plain]
        if kind.endswith("?") and not is_class:
            return None
        if name in _AS_PYTHON:
            return _AS_PYTHON[name][0]()
        return object.__new__(self.named(owner if name == "NSObject" else name))


class Message:
    """A selector that is bound to its receiver."""

    def __init__(self, bridge: Bridge, owner: str, receiver: Any, signed: str) -> None:
        self._bridge, self._owner, self._receiver, self._signed = bridge, owner, receiver, signed

    def __call__(self, *arguments: Any) -> Any:
        """Send it."""
        return self._bridge.send(self._owner, self._receiver, self._signed, arguments)


class Selector:
    """`objc.selector`: a function under a selector, with the types that it says it has."""

    def __init__(self, function: Callable[..., Any], *, selector: bytes, signature: bytes) -> None:
        self.function, self.selector, self.signature = (
            function,
            selector.decode(),
            signature.decode(),
        )

    def __get__(self, receiver: Any, owner: type | None = None) -> Any:
        """The function, bound as a method is."""
        return self if receiver is None else self.function.__get__(receiver, owner)


class ObjcClass(type):
    """Of every class here; one that Python defines is checked against the protocols."""

    bridge: Bridge
    apple: str

    def __new__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **_protocols: Any
    ) -> ObjcClass:
        """A class of the app's, below one of Apple's."""
        assert isinstance(bases[0], ObjcClass)
        bridge = bases[0].bridge
        for key, value in body.items():
            if isinstance(value, Selector):
                check_method(bridge, bases[0], value)
            elif callable(value) and key.strip("_") != key and key[0] != "_":
                selector = key.replace("_", ":").encode()
                check_method(bridge, bases[0], Selector(value, selector=selector, signature=b""))
        made = type.__new__(cls, name, bases, body)
        bridge.add(made)
        return made

    def __init__(cls, *_arguments: Any, **_named: Any) -> None:
        pass

    @classmethod
    def of_apple(cls, bridge: Bridge, name: str, bases: tuple[type, ...]) -> ObjcClass:
        """One of Apple's; its methods are looked up when they are asked for."""
        body = {
            "bridge": bridge,
            "apple": name,
            "__getattr__": _instance_attribute,
            "__setattr__": _set_attribute,
        }
        return type.__new__(cls, name, bases, body)

    def __getattr__(cls, name: str) -> Message:
        """A class method."""
        return _message(cls.bridge, cls.apple, cls, "+" + name.replace("_", ":"))


def check_method(bridge: Bridge, owner: ObjcClass, method: Selector) -> None:
    """Hold a method of the app's against what the system would call it with."""
    kinds = bridge.protocol_method(method.selector) or bridge.declared(
        owner.apple, f"-{method.selector}"
    )
    if kinds is None:
        raise BridgeError(f"no protocol has a method {method.selector}")
    count = len(kinds.split()) - 1
    inspect.signature(method.function).bind(None, *[None] * count)
    said = method.signature
    if said and _of_encoding(said) != [kind[0] for kind in kinds.split()]:
        raise BridgeError(f"{method.selector} is {kinds}, not {said}")


def _of_encoding(signature: str) -> list[str]:
    """The kinds in `v@:@q`, without the receiver and the selector."""
    plain = ["i" if code in "qQiIlLsS" else code for code in signature]
    if plain[1:3] != ["@", ":"]:
        raise BridgeError(f"{signature} is no method's signature")
    return [plain[0], *plain[3:]]


def _message(bridge: Bridge, owner: str, receiver: Any, signed: str) -> Message:
    if bridge.declared(owner, signed) is None:
        raise AttributeError(f"{owner} has no {signed}")
    return Message(bridge, owner, receiver, signed)


def _instance_attribute(self: Any, name: str) -> Message:
    made = type(self)
    return _message(made.bridge, made.apple, self, "-" + name.replace("_", ":"))


def _set_attribute(self: Any, name: str, value: Any) -> None:
    if "__getattr__" in vars(type(self)):
        raise AttributeError(f"{type(self).__name__} is Apple's and takes no {name}")
    vars(self)[name] = value
