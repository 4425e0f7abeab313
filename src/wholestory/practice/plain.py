"""A practice pack as plain JSON and back, so that a start need not read and check hundreds of files again.

Values are written by what they are: texts, numbers, tuples as lists, and everything else as a table of its kind and its
parts. Only frozen values of the practice and the model are ever made from it; nothing in such a file can be run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from wholestory.practice.expressions import Expression, WordClasses

_KIND, _PARTS = "@", "of"
_OURS = ("wholestory.model.", "wholestory.practice.")


class NotPlainError(ValueError):
    """A value that cannot be written, or a text that holds none."""


def as_json(value: object, words: WordClasses) -> str:
    """A value of the pack as JSON; expressions over `words` name them instead of holding them.

    Raises NotPlainError where a value in it has no plain form.
    """
    return json.dumps(_plain(value, words), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, words: WordClasses) -> Any:
    """The value that was written, equal to what it was. Raises NotPlainError where the text holds none."""
    made: dict[str, Callable[..., object]] = {
        "tuple": lambda *parts: parts,
        "frozenset": lambda *parts: frozenset(parts),
        "mapping": lambda *pairs: dict(pairs),
        "time": datetime.fromisoformat,
        "date": date.fromisoformat,
        "expressions": lambda *sources: tuple([Expression(source, words) for source in sources]),
        "wording": lambda source: Expression(source, {}),
    }
    try:
        return _unlisted(json.loads(text, object_hook=partial(_made, made)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotPlainError("What was kept of the pack is not what this program writes.") from error


def _plain(value: object, words: WordClasses) -> object:
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, tuple):
        if value and all(isinstance(part, Expression) and part.classes == words for part in value):
            return {_KIND: "expressions", _PARTS: [part.source for part in value]}
        return [_plain(part, words) for part in value]
    kind, parts = _taken_apart(value)
    return {_KIND: kind, _PARTS: [_plain(part, words) for part in parts]}


def _taken_apart(value: object) -> tuple[str, list[Any]]:
    """The kind of a value and the parts that make it again."""
    if isinstance(value, Expression):
        if value.classes:
            raise NotPlainError(f"“{value.source}” names word classes of another pack.")
        return "wording", [value.source]
    if isinstance(value, frozenset):
        return "frozenset", sorted(value, key=repr)
    if isinstance(value, Mapping):
        return "mapping", list(value.items())
    if isinstance(value, date):
        return "time" if isinstance(value, datetime) else "date", [value.isoformat()]
    name = f"{type(value).__module__}:{type(value).__qualname__}"
    if isinstance(value, Enum):
        return name, [value.value]
    if is_dataclass(value) and name.startswith(_OURS):
        return name, [getattr(value, field.name) for field in fields(value)]
    raise NotPlainError(f"A {type(value).__name__} has no plain form.")


def _made(known: dict[str, Callable[..., object]], table: dict[str, Any]) -> object:
    kind = table[_KIND]
    if kind not in known:
        known[kind] = _class_of(kind)
    return known[kind](*_unlisted(table[_PARTS]))


def _unlisted(value: Any) -> Any:
    if type(value) is not list:
        return value
    return tuple([_unlisted(part) if type(part) is list else part for part in value])


def _class_of(kind: str) -> Callable[..., object]:
    module, _, name = kind.partition(":")
    found = getattr(sys.modules[module], name) if module.startswith(_OURS) else None
    if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
        return found
    raise NotPlainError(f"{kind} is no kind of value of a pack.")
