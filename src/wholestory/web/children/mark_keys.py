"""By what key a thing is marked wrong: it is found again after the findings were worked out anew."""

from __future__ import annotations


def reading_key(record: str, start: int, end: int, rule: str) -> str:
    """The key of a sign or a challenged wording in a narrative: where it stands, and the rule that read it."""
    return f"{record}#{start}-{end}#{rule}"


def read_reading_key(key: str) -> tuple[str, int, int, str]:
    """(record, start, end, rule) of such a key. Raises ValueError where it is none."""
    record, span, rule = key.rsplit("#", 2)
    start, end = span.split("-")
    return record, int(start), int(end), rule


def link_key(one: str, other: str) -> str:
    """The key of a link between two persons, whichever is named first."""
    return " ".join(sorted((one, other)))
