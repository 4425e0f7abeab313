"""Taking the engine's values into the tables, many at a time, and the clusters that follow from the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from wholestory.engine.people import clusters_of
from wholestory.model.links import Clusters, Judgement, Verdict
from wholestory.model.records import Person, Record
from wholestory.web.records.finding_keys import name_words, plain_number
from wholestory.web.records.models import (
    Import,
    InvolvementRow,
    ItemRow,
    JudgementRow,
    NameWord,
    PersonName,
    PersonNumber,
    PersonRow,
    RecordRow,
)
from wholestory.web.records.values import judgement_of, row_of_judgement, row_of_person, row_of_record, rows_under
from wholestory.web.statements import Question
from wholestory.web.written_rows import add

_AT_ONCE = 1_000

_naming = Question(lambda keys: JudgementRow.objects.filter(Q(one__in=keys) | Q(other__in=keys)).order_by())


@transaction.atomic(savepoint=False)
def add_people(people: Iterable[Person], clusters: Mapping[str, str] | None = None) -> None:
    """Add persons who are not there yet, and what they are found by; each alone unless `clusters` names its cluster."""
    people, of = tuple(people), clusters or {}
    PersonRow.objects.bulk_create(
        (row_of_person(person, of.get(person.key, "")) for person in people), batch_size=_AT_ONCE
    )
    words = {person.key: name_words(person) for person in people}
    PersonName.objects.bulk_create(
        (
            PersonName(person_id=person.key, word=word, born=str(person.date_of_birth or ""))
            for person in people
            for word, _ in sorted(words[person.key])
        ),
        batch_size=_AT_ONCE,
    )
    # In one order, so that two who add the same words at once wait for one another instead of for ever.
    NameWord.objects.bulk_create(
        (NameWord(word=word, sound=sound) for word, sound in sorted(set().union(*words.values()))),
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )
    PersonNumber.objects.bulk_create(
        (
            PersonNumber(person_id=person.key, scheme=one.scheme, value=plain_number(one.value))
            for person in people
            for one in person.identifiers
        ),
        batch_size=_AT_ONCE,
    )


@transaction.atomic
def forget_names() -> None:
    """Take out the words of names that nobody bears any more."""
    if connection.vendor == "postgresql":
        # Whoever is adding people has added their words before this looks, or adds them after it: else a word could
        # go whose first new bearer is not to be seen yet, and nobody would find that person.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {NameWord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    NameWord.objects.exclude(Exists(PersonName.objects.filter(word=OuterRef("word")))).delete()


@transaction.atomic(savepoint=False)
def add_records(records: Iterable[Record], stored_at: datetime, author: str = "") -> None:
    """Add records that are not there yet, with everyone involved and everything seen."""
    records = tuple(records)
    add(RecordRow, [row_of_record(record, stored_at, author) for record in records])
    under = [rows_under(record) for record in records]
    add(InvolvementRow, [one for rows, _ in under for one in rows])
    add(ItemRow, [one for _, rows in under for one in rows])


def add_judgements(judgements: Iterable[Judgement], made_by: Import | None = None) -> None:
    """Append rows to the ledger; `made_by` is the import that they belong to."""
    rows = [row_of_judgement(judgement) for judgement in judgements]
    for row in rows:
        row.made_by = made_by
    JudgementRow.objects.bulk_create(rows, batch_size=_AT_ONCE)


def ledger_of(keys: Iterable[str] | None = None) -> tuple[Judgement, ...]:
    """The ledger in its order: all of it, or the rows in which one of some persons is named."""
    rows = JudgementRow.objects.order_by() if keys is None else _naming(list(keys))
    return tuple(judgement_of(row) for row in sorted(rows, key=lambda row: row.pk))


def recluster(keys: Collection[str]) -> frozenset[str]:
    """Derive anew the clusters of some persons and of everyone joined with them; gives every cluster concerned,
    those that were and those that are, for their findings rest on it."""
    members = _everyone_joined(keys)
    clusters = clusters_of(members, ledger_of(members))
    changed: list[PersonRow] = []
    concerned: set[str] = set()
    for row in PersonRow.objects.select_for_update().filter(key__in=members).order_by("key").only("key", "cluster"):
        if row.cluster != clusters.of[row.key]:
            concerned.update((row.cluster, clusters.of[row.key]))
            row.cluster = clusters.of[row.key]
            changed.append(row)
    PersonRow.objects.bulk_update(changed, ["cluster"], batch_size=_AT_ONCE)
    return frozenset(concerned)


def _everyone_joined(keys: Collection[str]) -> set[str]:
    """The persons who are in one cluster with some persons, or are judged to be the same, and so on outwards."""
    found: set[str] = set()
    fresh = set(keys)
    while fresh:
        found |= fresh
        rows = JudgementRow.objects.filter(verdict=Verdict.SAME.value).filter(Q(one__in=fresh) | Q(other__in=fresh))
        near = {key for pair in rows.values_list("one", "other") for key in pair}
        clusters = PersonRow.objects.filter(key__in=fresh | near).values("cluster")
        fresh = set(PersonRow.objects.filter(cluster__in=clusters).values_list("key", flat=True)) - found
    return found


def cluster_everyone() -> Clusters:
    """Derive every cluster from the whole ledger and write it; used after an import."""
    keys = list(PersonRow.objects.values_list("key", flat=True))
    clusters = clusters_of(keys, ledger_of())
    rows = PersonRow.objects.only("key", "cluster")
    changed = []
    for row in rows.iterator(chunk_size=10_000):
        if row.cluster != clusters.of[row.key]:
            row.cluster = clusters.of[row.key]
            changed.append(row)
    PersonRow.objects.bulk_update(changed, ["cluster"], batch_size=_AT_ONCE)
    return clusters
