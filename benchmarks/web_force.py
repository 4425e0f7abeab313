"""A made-up force in the web application's own tables: most of it copied in with invented findings, a few worked out.

Nobody reviews 200,000 children for a benchmark: their rows are invented, and COPY brings them in. The children whose
pages are measured are stored and worked out by the program itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from made_up import AGENCIES, FORENAMES, KINDS, SENTENCES, SURNAMES

from wholestory.cli.progress import stage
from wholestory.engine.things.places import plain_words
from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Person, Record
from wholestory.web.accounts.models import Agency, District
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import Child, ChildPlace, ConcernRow, DutyRow
from wholestory.web.records.finding_keys import sound
from wholestory.web.records.models import InvolvementRow, NameWord, PersonName, PersonRow, RecordRow
from wholestory.web.records.storing import add_judgements, add_people, add_records, recluster

DISTRICTS = ("North", "South", "East", "West", "Harbour", "Moor", "Valley", "Town")
KNOWN_TO = ("police", "school")
_ENDINGS = ("", "ham", "ley", "worth", "stead", "croft", "bridge", "mere")
# Of 100 children so many have a duty missed, a concern unanswered, a duty due soon; the others wait for nothing.
_MISSED, _UNANSWERED, _DUE_SOON = 12, 20, 25
_NO_TIME = "9" * 14

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """One invented child: `waits` is since when, `urgency` as summarising writes it."""

    key: str
    forename: str
    surname: str
    born: str
    sex: str
    district: str
    missed: bool
    unanswered: bool
    waits: datetime
    urgency: str


def fill(children: int, records: int, now: datetime, seed: int) -> None:
    """Fill the empty tables with invented children, who share out the records evenly."""
    for name, kind in AGENCIES.items():
        Agency.objects.create(name=name, kind=kind, title=f"{name} (made up)")
    District.objects.bulk_create(District(name=name) for name in DISTRICTS)
    made = [_made(number, now, seed) for number in range(children)]
    persons = ((one, agency) for one in made for agency in KNOWN_TO)
    _copy(PersonRow, _PERSON, map(_person_row, persons), 2 * children)
    _copy(PersonName, ("person_id", "word", "born"), _names(made), 4 * children)
    words = {word for _, word, _ in _names(made)}
    _copy(NameWord, ("word", "sound"), ((word, sound(word)) for word in words), len(words))
    _copy(Child, _CHILD, (_child_row(one, records // children, now) for one in made), children)
    _copy(ChildPlace, ("child_id", "agency", "district", "urgency", "themes"), _places(made), 4 * children)
    waiting = [one for one in made if one.unanswered]
    _copy(ConcernRow, _CONCERN, map(_concern_row, waiting), len(waiting))
    _copy(DutyRow, _DUTY, (_duty_row(one, number) for one in made for number in range(2)), 2 * children)
    keys = [(one, f"{one.key}-{number}") for one in made for number in range(records // children)]
    _copy(RecordRow, _RECORD, _records(keys, now, seed), len(keys))
    involved = ((key, one.key, "subject") for one, key in keys)
    _copy(InvolvementRow, ("record_id", "person", "role"), involved, len(keys))
    with connection.cursor() as cursor:
        # As a database does by itself in its quiet moments, which this one is not let have: until then nothing is
        # answered from an index alone.
        cursor.execute("VACUUM ANALYZE")


def _made(number: int, now: datetime, seed: int) -> Made:
    own = random.Random(f"{seed} child {number}")
    born = now - timedelta(days=own.randrange(365, 17 * 365))
    chance, waits = own.randrange(100), now - timedelta(minutes=own.randrange(1, 200 * 24 * 60))
    missed, unanswered = chance < _MISSED, _MISSED // 2 <= chance < _UNANSWERED
    digits = f"{waits:%Y%m%d%H%M%S}"
    if missed:
        urgency = f"{own.randrange(4)}{digits}{digits if unanswered else _NO_TIME}"
    elif unanswered:
        urgency = f"5{digits}{_NO_TIME}"
    else:
        urgency = f"6{now + timedelta(days=3):%Y%m%d%H%M%S}{_NO_TIME}" if chance < _DUE_SOON else ""
    surname = own.choice(SURNAMES) + own.choice(_ENDINGS)
    district = own.choice(DISTRICTS)
    day, name, sex = f"{born:%Y-%m-%d}", own.choice(FORENAMES), own.choice("FM")
    return Made(f"police:b{number}", name, surname, day, sex, district, missed, unanswered, waits, urgency)


_PERSON = ("key", "agency", "forenames", "surname", "born", "sex", "cluster")
_CHILD = (
    *("key", "name", "first_name", "born", "sex", "district", "events", "computed_at", "unanswered", "missed"),
    *("standing", "overdue_since", "waiting_since", "sentence", "themes", "urgency"),
)
_CONCERN = (
    *("key", "child_id", "theme", "pattern", "title", "visible_from", "latest", "completed_by", "evidence"),
    "statement",
)
_DUTY = ("key", "child_id", "duty", "title", "trigger", "due_at", "state", "statement", "standing", "rank")
_RECORD = ("key", "agency", "agency_kind", "kind", "recorded_at", "district", "narrative", "stored_at")
_SAYS = "Two missing episodes and an older adult within three months; no answer is on record."


def _person_row(pair: tuple[Made, str]) -> Row:
    one, agency = pair
    return f"{agency}{one.key[6:]}", agency, one.forename, one.surname, one.born, one.sex, one.key


def _names(made: Sequence[Made]) -> Iterator[tuple[str, str, str]]:
    plain: dict[str, str] = {}
    for one in made:
        for name in (one.forename, one.surname):
            if name not in plain:
                plain[name] = plain_words(name)[0]
            for agency in KNOWN_TO:
                yield f"{agency}{one.key[6:]}", plain[name], one.born


def _child_row(one: Made, events: int, now: datetime) -> Row:
    name = f"{one.forename} {one.surname}"
    standing = int(one.urgency[0]) if one.missed else 9
    overdue, waiting = one.waits if one.missed else None, one.waits if one.unanswered else None
    found = (int(one.unanswered), int(one.missed), standing, overdue, waiting)
    who = (one.key, name, one.forename, one.born, one.sex, one.district)
    return *who, events, now, *found, _SAYS, _themes(one), one.urgency


def _themes(one: Made) -> str:
    return "|missing|" if one.unanswered else ""


def _places(made: Sequence[Made]) -> Iterator[Row]:
    for one in made:
        for agency in KNOWN_TO:
            for district in ("", one.district):
                yield one.key, agency, district, one.urgency, _themes(one)


def _concern_row(one: Made) -> Row:
    evidence = f'["{one.key}-0", "{one.key}-1"]'
    title = "Missing and seen with an older adult"
    at = one.waits
    return f"made_up/{one.key}", one.key, "missing", "made_up", title, at, at, f"{one.key}-1", evidence, _SAYS


def _duty_row(one: Made, number: int) -> Row:
    state = "missed" if one.missed and not number else "met"
    rests = "statutory guidance; time limit: statutory guidance"
    trigger = f"{one.key}-{number}"
    return f"d/{trigger}", one.key, "return_interview", "Return interview", trigger, one.waits, state, _SAYS, rests, 1


def _records(keys: Iterable[tuple[Made, str]], now: datetime, seed: int) -> Iterator[Row]:
    chance = random.Random(seed)
    narratives = [" ".join(chance.choices(SENTENCES, k=chance.randrange(3, 9))) for _ in range(2_000)]
    for one, key in keys:
        at = now - timedelta(minutes=chance.randrange(1, 3 * 365 * 24 * 60))
        kind = chance.choice(KINDS["police"])
        yield key, "police", "police", kind, at, one.district, chance.choice(narratives), now


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], count: int) -> None:
    """Bring rows into a table by COPY; columns that are not named hold what a new row of the model has."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    rest = [field for field in fields if field.column not in columns]
    new = model()
    same = tuple(field.get_db_prep_save(getattr(new, field.attname), connection) for field in rest)
    names = ", ".join(f'"{name}"' for name in (*columns, *(field.column for field in rest)))
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in stage(f"{model._meta.verbose_name_plural}", rows, count):
            copy.write_row((*row, *same))


@transaction.atomic
def add_real_child(number: int, records: int, now: datetime, seed: int) -> str:
    """A child of four agencies with so many records, stored and worked out by the program; gives the key."""
    chance = random.Random(f"{seed} real {number}")
    born = PartialDate.parse(f"{now - timedelta(days=15 * 365):%Y-%m-%d}")
    name = FORENAMES[number % len(FORENAMES)], f"Quillfeather{number}"
    people = [Person(f"{agency}:real{number}", agency, *name, date_of_birth=born, sex="F") for agency in AGENCIES]
    add_people(people)
    first, *others = sorted(person.key for person in people)
    at = Moment(now)
    add_judgements(
        Judgement(first, key, Verdict.SAME, "benchmark", ("Made up as one.",), by_person=True, judged_at=at)
        for key in others
    )
    recluster([person.key for person in people])
    add_records((_record(person, place, chance, now) for place, person in _in_turn(people, records)), now)
    recompute([first], at)
    return first


def _in_turn(people: Sequence[Person], records: int) -> Iterator[tuple[int, Person]]:
    return ((place, people[place % len(people)]) for place in range(records))


def _record(person: Person, place: int, chance: random.Random, now: datetime) -> Record:
    start = now - timedelta(minutes=chance.randrange(3 * 24 * 60, 6 * 365 * 24 * 60))
    kind = chance.choice(KINDS[person.agency])
    ended = start + timedelta(hours=chance.randrange(1, 9)) if kind == "missing_episode" else None
    return Record(
        key=f"{person.key}-{place}",
        agency=person.agency,
        agency_kind=AGENCIES[person.agency],
        kind=kind,
        recorded_at=Moment((ended or start) + timedelta(minutes=chance.randrange(10, 600))),
        happened_from=Moment(start),
        happened_to=Moment(ended) if ended else None,
        district="North",
        narrative=" ".join(chance.choices(SENTENCES, k=chance.randrange(3, 9))),
        involvements=(Involvement(person.key, "subject"),),
    )
