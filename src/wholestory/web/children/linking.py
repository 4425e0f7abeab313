"""Who newcomers may be: compared with those alone whom a name, number or home brings near."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from wholestory.engine.people import judge_new
from wholestory.model.links import Judgement
from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Person
from wholestory.web.records.finding_keys import coarse_place, name_words, plain_number
from wholestory.web.records.models import InvolvementRow, NameWord, PersonName, PersonNumber, PersonRow
from wholestory.web.records.storing import ledger_of
from wholestory.web.records.values import person_of

# Enough for the commonest names; a newcomer with a name that more people bear is told apart by birth or number.
_MOST_COMPARED = 2_000


def judge_newcomer(person: Person, at: Moment) -> tuple[Judgement, ...]:
    """The rows to append to the ledger for a person who was just added."""
    return judge_newcomers([person], at)


def judge_newcomers(newcomers: Collection[Person], at: Moment) -> tuple[Judgement, ...]:
    """The rows to append to the ledger for persons who were just added or changed."""
    fresh = [person.key for person in newcomers]
    before = ledger_of(fresh)
    near = {key for person in newcomers for key in _near(person)}
    near.update(key for row in before for key in row.pair)
    people = {key: person_of(row) for key, row in PersonRow.objects.in_bulk(near).items()}
    people.update((person.key, person) for person in newcomers)
    # Rows on somebody who is not compared now are none of this judgement's business, and stay as they are.
    ledger = [row for row in ledger_of(people) if row.one in people and row.other in people]
    return judge_new(people, _involvements(people), ledger, fresh, judged_at=at)


def _near(person: Person) -> list[str]:
    sounds = [sound for _, sound in name_words(person) if sound]
    numbers = [plain_number(one.value) for one in person.identifiers]
    alike = NameWord.objects.filter(sound__in=sounds).values("word")
    named = PersonName.objects.filter(word__in=alike).values("person")
    near = Q(pk__in=PersonNumber.objects.filter(value__in=numbers).values("person"))
    if person.date_of_birth:
        near |= Q(pk__in=named, born__startswith=str(person.date_of_birth.year)) | Q(pk__in=named, born="")
        near |= Q(born=str(person.date_of_birth))
    else:
        near |= Q(pk__in=named)
    if home := coarse_place(person.address):
        near |= Q(home=home)
    return list(PersonRow.objects.filter(near).order_by("key").values_list("key", flat=True)[:_MOST_COMPARED])


def _involvements(people: Mapping[str, Person]) -> dict[str, tuple[Involvement, ...]]:
    records = InvolvementRow.objects.filter(person__in=list(people)).values("record")
    found: dict[str, list[Involvement]] = {}
    for row in InvolvementRow.objects.filter(record__in=records).order_by("id"):
        found.setdefault(row.record_id, []).append(Involvement(row.person, row.role))
    return {record: tuple(rows) for record, rows in found.items()}
