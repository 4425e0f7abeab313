"""What each field of a table may give away. Each application declares its own in `fields.py`; a test holds it to that.

A field that nobody has thought about is the one that ends up in an export or a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FieldClass(StrEnum):
    """How a field is to be handled."""

    IDENTIFYING = "identifying"
    """Says or leads to who somebody is: a name, a number, an address, a key. Never in mail, notices or a log line."""

    SENSITIVE = "sensitive"
    """What is written or found about somebody, or a secret: narratives, reasons, findings. Never in a log at all."""

    PLAIN = "plain"
    """Neither, by itself: times, counts, states, ids of rules and of rows."""


Fields = Mapping[str, FieldClass]


def classed(*, identifying: str = "", sensitive: str = "", plain: str = "") -> Fields:
    """The classes of one table's fields, each a list of names parted by blanks.

    Raises ValueError where a field is named twice.
    """
    named = {
        FieldClass.IDENTIFYING: identifying.split(),
        FieldClass.SENSITIVE: sensitive.split(),
        FieldClass.PLAIN: plain.split(),
    }
    found = {name: kind for kind, names in named.items() for name in names}
    if len(found) != sum(map(len, named.values())):
        raise ValueError("A field is classified twice; name it once.")
    return found
