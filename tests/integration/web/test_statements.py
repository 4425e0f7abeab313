"""Questions that are put into SQL once: they answer what the query answers that they are made of."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from wholestory.web.children.models import Child, DutyRow, ReadingRow, StoryRow
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow
from wholestory.web.statements import Question
from wholestory.web.written_rows import add, upsert

pytestmark = pytest.mark.django_db


def _keys(count: int) -> list[str]:
    return list(RecordRow.objects.order_by("key").values_list("key", flat=True)[:count])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 13])
def test_rows_of_any_number_of_keys_are_those_of_the_query(count: int) -> None:
    def asks(keys: list[str]) -> QuerySet[RecordRow]:
        return RecordRow.objects.filter(key__in=keys).order_by("key")

    question, keys = Question(asks), _keys(count)
    # Whole rows, with their times and lists as the program has them.
    assert [vars(row) | {"_state": 0} for row in question(keys)] == [vars(row) | {"_state": 0} for row in asks(keys)]
    assert len(question(keys)) == count


def test_the_same_question_of_other_keys_is_made_once() -> None:
    made = []

    def asks(keys: list[str], kind: str) -> QuerySet[Any, str]:
        made.append(len(keys))
        return RecordRow.objects.filter(Q(key__in=keys) | Q(responds_to=[]), kind=kind).values_list("key", flat=True)

    question, keys = Question(asks), _keys(40)
    kinds = set(RecordRow.objects.values_list("kind", flat=True))
    for kind in sorted(kinds):
        for some in (keys[:5], keys[5:11], keys[20:28]):
            assert set(question(some, kind)) == set(asks(some, kind))
    assert made.count(8) - len(kinds) == 1, "the statement of up to eight keys, and the test's own of just eight"


def test_no_keys_find_nothing_and_too_many_are_asked_plainly() -> None:
    question = Question(lambda keys: RecordRow.objects.filter(key__in=keys).values_list("key", flat=True))
    keys = _keys(3)
    assert question([]) == []
    assert set(question([*keys, *(f"police:none{number}" for number in range(2_000))])) == set(keys)


def test_values_and_what_was_added_to_rows() -> None:
    pairs = Question(lambda persons: InvolvementRow.objects.filter(person__in=persons).values_list("record", "extra"))
    persons = list(PersonRow.objects.order_by("key").values_list("key", flat=True)[:4])
    plain = InvolvementRow.objects.filter(person__in=persons).values_list("record", "extra")
    assert sorted(pairs(persons)) == sorted(plain)
    child = Child.objects.order_by("key")[0]
    digests = Question(lambda key: Child.objects.filter(key=key).annotate(digest=F("story__digest")))
    assert [(one, one.digest) for one in digests(child.key)] == [(child, StoryRow.objects.get(child=child).digest)]


def test_kinds_joined_in_one_question() -> None:
    def asks(children: list[str]) -> QuerySet[Any, int]:
        duties = DutyRow.objects.filter(child__in=children).order_by().values_list(Value(1), flat=True)
        return Child.objects.filter(key__in=children).order_by().values_list(Value(0), flat=True).union(duties)

    question, child = Question(asks), DutyRow.objects.values_list("child", flat=True)[:1]
    assert set(question(list(child))) == {0, 1}
    assert set(question(["police:nobody"])) == set()


def test_what_is_asked_again_and_again_is_answered_alike_and_planned_once() -> None:
    question = Question(lambda key: RecordRow.objects.filter(key=key).values_list("kind", "narrative"))
    for key in _keys(12):
        assert question(key) == list(RecordRow.objects.filter(key=key).values_list("kind", "narrative"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements")
            kept = [statement for (statement,) in cursor.fetchall()]
        assert any("records_recordrow" in statement and "narrative" in statement for statement in kept)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_few_rows_and_many_are_written_alike(count: int) -> None:
    def rows(language: str) -> list[ReadingRow]:
        found: list[dict[str, str]] = [{"text": language}]
        return [
            ReadingRow(record=f"police:u{number}", digest=language, mentions=[], language=found)
            for number in range(count)
        ]

    for language in ("one", "other"):
        upsert(ReadingRow, rows(language), ["digest", "mentions", "language"], unique=["record"])
        kept = ReadingRow.objects.filter(record__startswith="police:u")
        assert [(row.digest, row.mentions, row.language) for row in kept] == [
            (language, [], [{"text": language}])
        ] * count


@pytest.mark.parametrize("count", [0, 1, 3, 20])
def test_few_rows_and_many_are_added_alike(count: int) -> None:
    [record] = _keys(1)
    before = set(InvolvementRow.objects.values_list("pk", flat=True))
    add(InvolvementRow, [InvolvementRow(record_id=record, person=f"police:n{one}", extra=[]) for one in range(count)])
    added = InvolvementRow.objects.exclude(pk__in=before).order_by("pk")
    assert [row.person for row in added] == [f"police:n{one}" for one in range(count)]


def test_writing_no_rows_is_nothing() -> None:
    before = ReadingRow.objects.count()
    upsert(ReadingRow, [], ["digest"], unique=["record"])
    assert ReadingRow.objects.count() == before
