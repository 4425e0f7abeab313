"""What people marked as wrong, and what a mark is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from wholestory.model.findings import Reading
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.mark_keys import read_reading_key
from wholestory.web.children.models import Child, ConcernRow, DutyRow, Mark, ReadingRow
from wholestory.web.children.permissions import children_for, why_not_words
from wholestory.web.children.practice import practice
from wholestory.web.children.readings import reading_of
from wholestory.web.records.models import InvolvementRow, JudgementRow, PersonRow, RecordRow


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be marked: the rule that found it, in words what it says, and the words that it was read in."""

    of: Mark.Of
    key: str
    rule: str
    says: str
    words: str = ""
    record: str = ""


def marks_about(keys: Collection[str]) -> dict[str, list[Mark]]:
    """Every mark that stands on anything found about the child whom the keys mean, by what it is on, oldest first;
    one query, and one for those who made them."""
    found: dict[str, list[Mark]] = defaultdict(list)
    marks = Mark.objects.filter(child__in=list(keys), undone_at=None).prefetch_related("by")
    for mark in sorted(marks, key=lambda one: (one.at, one.pk)):
        found[mark.key].append(mark)
    return dict(found)


def marks_reached(access: Access) -> QuerySet[Mark]:
    """The marks that stand on children whom somebody's posts reach, newest first."""
    cluster = PersonRow.objects.filter(key=OuterRef("child"), cluster__in=children_for(access).values("key"))
    return Mark.objects.filter(Exists(cluster), undone_at=None).select_related("by").order_by("-at", "-id")


def target_of(access: Access, child: Child, of: str, key: str, *, glass_broken: bool = False) -> Target | None:
    """What a mark on this child is to be about; None where there is no such thing, or its words may not be read."""
    if of in (Mark.Of.MENTION, Mark.Of.LANGUAGE):
        return _read_target(access, child, Mark.Of(of), key, glass_broken)
    if of == Mark.Of.DUTY:
        duty = DutyRow.objects.filter(child=child, key=key).first()
        return Target(Mark.Of.DUTY, key, duty.duty, duty.statement) if duty else None
    if of == Mark.Of.CONCERN:
        concern = ConcernRow.objects.filter(child=child, key=key).first()
        return Target(Mark.Of.CONCERN, key, concern.pattern, concern.statement) if concern else None
    return _link_target(child, key) if of == Mark.Of.LINK else None


def _read_target(access: Access, child: Child, of: Mark.Of, key: str, glass_broken: bool) -> Target | None:
    try:
        record, start, end, rule = read_reading_key(key)
    except ValueError:
        return None
    row = RecordRow.objects.filter(key=record).first()
    persons = PersonRow.objects.filter(cluster=child.key).values("key")
    about = InvolvementRow.objects.filter(record=record, person__in=persons).exists()
    read = ReadingRow.objects.filter(record=record).first()
    if not (row and about and read) or why_not_words(access, row, glass_broken=glass_broken):
        return None
    title = _title_in(reading_of(read), of, (start, end, rule))
    return Target(of, key, rule, title, row.narrative[start:end], record) if title else None


def _title_in(reading: Reading, of: Mark.Of, wanted: tuple[int, int, str]) -> str:
    """The title of the rule that read this stretch; empty where the stretch was not read so."""
    if of == Mark.Of.MENTION:
        here = {(one.start, one.end, one.indicator) for one in reading.mentions}
        titles = {rule.header.id: rule.header.title for rule in practice().indicators}
    else:
        here = {(one.start, one.end, one.term) for one in reading.language}
        titles = {rule.header.id: rule.header.title for rule in practice().language}
    return titles.get(wanted[2], wanted[2]) if wanted in here else ""


def _link_target(child: Child, key: str) -> Target | None:
    one, _, other = key.partition(" ")
    persons = set(PersonRow.objects.filter(cluster=child.key).values_list("key", flat=True))
    row = JudgementRow.objects.filter(one__in=(one, other), other__in=(one, other)).order_by("-id").first()
    if row is None or persons.isdisjoint((one, other)):
        return None
    return Target(Mark.Of.LINK, key, row.judge, f"{one} and {other} are the same person: {'; '.join(row.reasons)}")
