"""Findings as rows of the interchange's tables. Words of restricted records stay out unless they were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wholestory.engine.people import Unsettled
from wholestory.model.findings import Concern, DutyFinding, Reading
from wholestory.model.links import Judgement
from wholestory.reports.tables import Row

# The fields that linking compares, each with its level and what that weighs.
_COMPARED = ("forename", "surname", "birth", "sex", "place", "phone", "company")

COLUMNS: dict[str, tuple[str, ...]] = {
    "children.csv": ("child", "person"),
    "links.csv": ("one", "other", "verdict", "judge", "reasons", "score", *_COMPARED, "judged_at", "undone_at"),
    "doubtful.csv": ("place", "one", "other", "records", "persons", "score", "reasons"),
    "indicators.csv": ("record", "indicator", "start", "end", "text", "assertion", "cue", "because", "phrase", "way"),
    "language.csv": ("record", "start", "end", "text", "term", "class", "why", "suggestion"),
    "concerns.csv": (
        "child",
        "theme",
        "pattern",
        "visible_from",
        "latest",
        "evidence",
        "statement",
        "completed_by",
        "key",
    ),
    "duties.csv": ("child", "trigger", "duty", "due_at", "state", "response", "statement", "standing", "key"),
}


def as_list(values: Iterable[str]) -> str:
    """A list in one cell: separated by `|`, a literal one written `\\|`."""
    return "|".join(value.replace("|", "\\|") for value in values)


def link_row(row: Judgement) -> Row:
    """One row of links.csv: the judgement, its reasons, and field by field what it rests on."""
    weighed = {found.field: f"{found.level} {found.weight:+.2f}" for found in row.fields}
    return (
        row.one,
        row.other,
        row.verdict.value,
        row.judge,
        as_list(row.reasons),
        f"{row.score:.2f}",
        *(weighed.get(field, "") for field in _COMPARED),
        str(row.judged_at or ""),
        str(row.undone_at or ""),
    )


def doubtful_row(place: int, found: Unsettled) -> Row:
    """One row of doubtful.csv: a link for a person to settle, and how much hangs on it."""
    row = found.row
    return place, row.one, row.other, found.records, found.persons, f"{row.score:.2f}", as_list(row.reasons)


def mention_rows(reading: Reading, *, show_words: bool) -> Iterator[Row]:
    """Rows of indicators.csv; for a restricted record the text, the cue and the wording that matched stay empty."""
    for mention in reading.mentions:
        words = (mention.text, mention.cue, mention.because, mention.phrase) if show_words else ("", "", "", "")
        text, cue, because, phrase = words
        yield (
            mention.record,
            mention.indicator,
            mention.start,
            mention.end,
            text,
            mention.assertion.value,
            cue,
            because,
            phrase,
            mention.way.value,
        )


def language_rows(reading: Reading, child_name: str, *, show_words: bool) -> Iterator[Row]:
    """Rows of language.csv; the better wording names the child."""
    for found in reading.language:
        suggestion = found.suggestion.replace("{child}", child_name)
        text = found.text if show_words else ""
        yield found.record, found.start, found.end, text, found.term, found.severity, found.why, suggestion


def concern_row(concern: Concern) -> Row:
    """One row of concerns.csv."""
    return (
        concern.child,
        concern.theme,
        concern.pattern,
        str(concern.visible_from),
        str(concern.latest),
        as_list(concern.evidence),
        concern.statement,
        concern.completed_by,
        concern.key,
    )


def duty_row(duty: DutyFinding) -> Row:
    """One row of duties.csv."""
    return (
        duty.child,
        duty.trigger,
        duty.duty,
        str(duty.due_at),
        duty.state.value,
        duty.response,
        duty.statement,
        duty.standing,
        duty.key,
    )
