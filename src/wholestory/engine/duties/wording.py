"""Sentences about duties that a practitioner understands, without a word of a restricted record."""

from __future__ import annotations

from wholestory.engine.duties.judging import Answer, Judgement
from wholestory.engine.duties.matter import Entry, Matter
from wholestory.model.findings import DutyState
from wholestory.model.moments import Moment
from wholestory.model.records import Record

_SPELLED = {
    "section47_enquiry": "section 47 enquiry",
    "nrm_referral": "NRM referral",
    "custody": "detention in custody",
    "police_protection": "use of police protection",
}
_VOWELS = "aeioN"
LOCAL = "local policy"


def statement(judgement: Judgement, row: Entry, matter: Matter) -> str:
    """One sentence on where the duty stands, with what was not counted and what its limit rests on."""
    sentence = {
        DutyState.MET: _met,
        DutyState.LATE: _late,
        DutyState.MISSED: _missed,
        DutyState.PENDING: _pending,
        DutyState.EXCUSED: _excused,
    }[judgement.state](judgement, row, matter)
    parts = [sentence, *_of_others(judgement, matter), *_strays(judgement, matter)]
    said = "; ".join(parts)
    if judgement.rule.limit_standing == LOCAL and judgement.state is not DutyState.EXCUSED:
        said += f" (this time limit is {LOCAL})"
    return said + "."


def standing(judgement: Judgement) -> str:
    """What the duty and its time limit rest on."""
    return f"{judgement.rule.duty_standing}; time limit: {judgement.rule.limit_standing}"


def date_words(moment: Moment) -> str:
    """A day as people write it: 8 March 2014."""
    return f"{moment.day.day} {moment.day:%B %Y}"


def kind_words(kind: str) -> str:
    """A kind of record as people say it."""
    return _SPELLED.get(kind, kind.replace("_", " "))


def _met(judgement: Judgement, row: Entry, matter: Matter) -> str:
    limit = _limit(judgement)
    if judgement.deciding and judgement.deciding.entry.record.key == row.record.key:
        return f"{_sentence_case(_trigger(row, matter))} itself shows that it was done within the {limit} allowed"
    return f"{_answers(judgement, matter)} answered {_trigger(row, matter)} within the {limit} allowed"


def _late(judgement: Judgement, row: Entry, matter: Matter) -> str:
    return f"{_answers(judgement, matter)} answered {_trigger(row, matter)} late: it was due by {_due(judgement)}"


def _missed(judgement: Judgement, row: Entry, matter: Matter) -> str:
    return f"No record of {judgement.rule.answer} after {_trigger(row, matter)}; it was due by {_due(judgement)}" + (
        _part_done(judgement, matter)
    )


def _pending(judgement: Judgement, row: Entry, matter: Matter) -> str:
    return f"No record yet of {judgement.rule.answer} after {_trigger(row, matter)}; it is due by {_due(judgement)}" + (
        _part_done(judgement, matter)
    )


def _excused(judgement: Judgement, row: Entry, matter: Matter) -> str:
    said = f"No record of {judgement.rule.answer} after {_trigger(row, matter)}, excused because "
    by = judgement.excused_by
    if by is not None and by.record.is_restricted:
        return f"{said}of what {_named(by.record, matter)} says"
    said += judgement.excuse.because if judgement.excuse else "a reason is recorded"
    return said if by is None or by.record.key == row.record.key else f"{said} ({_named(by.record, matter)})"


def _part_done(judgement: Judgement, matter: Matter) -> str:
    given = [answer for answer in judgement.answers if answer]
    return f"; {_answers_of(given, matter)} is on record, but not the rest" if given else ""


def _answers(judgement: Judgement, matter: Matter) -> str:
    return _sentence_case(_answers_of([answer for answer in judgement.answers if answer], matter))


def _answers_of(answers: list[Answer], matter: Matter) -> str:
    named = [
        _named(answer.entry.record, matter) + ("" if answer.linked else " (not linked to it by any record)")
        for answer in sorted(answers, key=lambda answer: answer.done)
    ]
    return " and then ".join(named)


def _of_others(judgement: Judgement, matter: Matter) -> list[str]:
    """A warning where the answer on record is about another child of the same matter."""
    for answer in judgement.answers:
        if answer and matter.persons.isdisjoint(part.person for part in answer.entry.record.involvements):
            return ["that record is linked to it but is about another child, and does not name this one"]
    return []


def _strays(judgement: Judgement, matter: Matter) -> list[str]:
    if not judgement.strays or judgement.state is DutyState.EXCUSED:
        return []
    first = min(judgement.strays, key=lambda entry: (entry.moment, entry.record.key))
    return [f"{_named(first.record, matter)} came after the limit, is not linked to it and does not count"]


def _trigger(row: Entry, matter: Matter) -> str:
    record = row.record
    if record.is_restricted:
        return _named(record, matter)
    if record.happened_to and record.happened_to.day != record.when.day:
        when = f"from {date_words(record.when)} to {date_words(record.happened_to)}"
    else:
        when = f"of {date_words(record.when)}"
    return f"the {kind_words(record.kind)} {when} recorded by {_agency(record, matter)}"


def _named(record: Record, matter: Matter) -> str:
    if record.is_restricted:
        return f"a restricted record held by {_agency(record, matter)} ({date_words(record.when)})"
    words = kind_words(record.kind)
    article = "an" if words[0] in _VOWELS else "a"
    return f"{article} {words} by {_agency(record, matter)} on {date_words(record.when)}"


def _agency(record: Record, matter: Matter) -> str:
    return next((agency.title for agency in matter.story.agencies if agency.name == record.agency), record.agency)


def _due(judgement: Judgement) -> str:
    due = judgement.due
    if judgement.rule.unit == "hours":
        return f"{due.local:%H:%M} on {date_words(due)}"
    return f"the end of {date_words(due)}"


def _limit(judgement: Judgement) -> str:
    words = f"{judgement.rule.limit} {judgement.rule.unit.replace('_', ' ')}"
    return words.removesuffix("s") if judgement.rule.limit == 1 else words


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
