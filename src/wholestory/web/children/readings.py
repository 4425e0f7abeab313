"""What narratives say, read once and kept; read again when narrative, people, practice or way of reading differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from wholestory.engine.review import Reviewer, involved_in
from wholestory.model.findings import Assertion, LanguageFinding, Mention, Reading, Way
from wholestory.model.records import Person, Record
from wholestory.web.children.models import ReadingRow
from wholestory.web.statements import Question
from wholestory.web.written_rows import upsert

# A long story holds tens of thousands of mentions: looking a word up is quicker than making it a member.
_ASSERTIONS = {one.value: one for one in Assertion}
_WAYS = {one.value: one for one in Way}

_kept = Question(
    lambda records: ReadingRow.objects.filter(record__in=records).values_list(
        "record", "digest", "mentions", "language"
    )
)


def readings_of(records: Sequence[Record], people: Mapping[str, Person], reviewer: Reviewer) -> dict[str, Reading]:
    """What each record says, by its key; what had to be read is kept."""
    wanted = {record.key: digest_of(record, people, reviewer) for record in records}
    found = {
        record: _reading(record, mentions, language)
        for record, digest, mentions, language in _kept(wanted)
        if digest == wanted[record]
    }
    unread = [record for record in records if record.key not in found]
    if unread:
        read = reviewer.read_many(unread, people)
        rows = [_row(key, wanted[key], reading) for key, reading in read.items()]
        upsert(ReadingRow, rows, ["digest", "mentions", "language"], unique=["record"])
        found.update(read)
    return found


def digest_of(record: Record, people: Mapping[str, Person], reviewer: Reviewer) -> str:
    """Everything that a reading depends on, as one digest."""
    involved = involved_in(record, people).told
    content = "\0".join((record.narrative, repr(involved), reviewer.practice.digest, reviewer.reader))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def reading_of(row: ReadingRow) -> Reading:
    """A reading as the engine gave it."""
    return _reading(row.record, row.mentions, row.language)


def _reading(record: str, mentions: Sequence[dict[str, Any]], language: Sequence[dict[str, Any]]) -> Reading:
    return Reading(
        record,
        tuple(
            Mention(**{**one, "assertion": _ASSERTIONS[one["assertion"]], "way": _WAYS[one["way"]]}) for one in mentions
        ),
        tuple(LanguageFinding(**one) for one in language),
    )


def _row(key: str, digest: str, reading: Reading) -> ReadingRow:
    return ReadingRow(record=key, digest=digest, mentions=_plain(reading.mentions), language=_plain(reading.language))


def _plain(found: Sequence[Mention | LanguageFinding]) -> list[dict[str, Any]]:
    # What was found holds nothing but words and numbers: `asdict`, which looks into every value, takes longer.
    return [{field.name: getattr(one, field.name) for field in fields(one)} for one in found]
