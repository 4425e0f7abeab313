"""What was marked as wrong as a practice example file: the rule, the words and the reason, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from wholestory.web.children.mark_keys import read_reading_key
from wholestory.web.children.models import Mark
from wholestory.web.children.nameless import names_of, without
from wholestory.web.records.models import InvolvementRow, PersonRow

_HEAD = """# What people marked as wrong, handed on {day}. Each may become an example of its rule: what must not be read
# so, or a duty or concern that was not owed. Nothing here says who anybody is.
"""


def without_names(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """(words, reason) of each mark with every name known to the records replaced; a person reads them over still."""
    persons = _persons_of(marks)
    names = _names_of(persons)
    return [
        (without(mark.words, names.get(mark.pk, {})), without(mark.reason, names.get(mark.pk, {}))) for mark in marks
    ]


def example_file(marks: Sequence[tuple[Mark, str, str]], day: date) -> str:
    """The file, as TOML: one table a mark."""
    parts = [_HEAD.format(day=day.isoformat())]
    for mark, words, reason in marks:
        # A JSON text is a TOML basic string as well.
        fields = {"of": mark.of, "rule": mark.rule, "words": words, "reason": reason}
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
        parts.append("[[marked]]\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _persons_of(marks: Sequence[Mark]) -> dict[int, tuple[str, set[str]]]:
    """For each mark the child's key, and the persons of the record that it was read in."""
    records = {mark.pk: _record_of(mark) for mark in marks}
    involved: dict[str, set[str]] = {}
    rows = InvolvementRow.objects.filter(record__in=set(records.values()) - {""})
    for record, person in rows.values_list("record_id", "person"):
        involved.setdefault(record, set()).add(person)
    return {mark.pk: (mark.child, involved.get(records[mark.pk], set())) for mark in marks}


def _record_of(mark: Mark) -> str:
    if mark.of not in (Mark.Of.MENTION, Mark.Of.LANGUAGE):
        return ""
    return read_reading_key(mark.key)[0]


def _names_of(persons: dict[int, tuple[str, set[str]]]) -> dict[int, dict[str, str]]:
    """For each mark every word of a name in lower case, and what to write for it."""
    keys = {child for child, _ in persons.values()} | {key for _, involved in persons.values() for key in involved}
    cluster = dict(PersonRow.objects.filter(key__in=keys).values_list("key", "cluster"))
    words = names_of(cluster.values())
    found: dict[int, dict[str, str]] = {}
    for pk, (child, involved) in persons.items():
        others = {word for key in involved for word in words.get(cluster.get(key, key), ())}
        own = words.get(cluster.get(child, child), set())
        found[pk] = {**dict.fromkeys(others, "{person}"), **dict.fromkeys(own, "{child}")}
    return found
