"""From a story and its findings to the outline that is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from wholestory.model.findings import CURRENT, Findings
from wholestory.model.records import Person, Record
from wholestory.model.story import Event, Story
from wholestory.web.children.telling.outline import Holding, Home, Line, Named, Outline, Owed, Source, lines_by_month

# Names of more carers and workers than this are no help on the top two lines of a page.
_MOST_NAMED = 6


def outline_of(story: Story, findings: Findings, cluster_of: Mapping[str, str]) -> Outline:
    """One child's story in outline. `cluster_of` gives the clusters of the other people involved, by person."""
    signs = {
        reading.record: tuple(sorted({one.indicator for one in reading.mentions if one.assertion in CURRENT}))
        for reading in findings.readings
    }
    others = {person.key: person for person in story.others}
    people = {cluster_of.get(key, key): person.name for key, person in sorted(others.items())}
    duties = _duties(story, findings)
    lines = [_line(event, signs, others, cluster_of, duties) for event in story.events]
    return Outline(
        lines_by_month(lines),
        tuple(_holdings(lines)),
        _first_known(lines),
        story.gaps,
        story.circle,
        story.shared,
        story.doubtful,
        people,
        _home(story),
        tuple(_named(story, others, "parent_carer")),
        tuple(_named(story, others, "professional")),
    )


def _duties(story: Story, findings: Findings) -> Mapping[str, list[Owed]]:
    """By the record that started them."""
    records = {record.key: record for event in story.events for record in event.records}
    found: dict[str, list[Owed]] = defaultdict(list)
    for duty in sorted(findings.duties, key=lambda one: (one.due_at.at, one.key)):
        owed, answer = (duty.key, duty.title, duty.due_at, duty.state), records.get(duty.response)
        met = Owed(*owed, answer.key, answer.agency, answer.recorded_at) if answer else Owed(*owed)
        found[duty.trigger].append(met)
    return found


def _line(
    event: Event,
    signs: Mapping[str, tuple[str, ...]],
    others: Mapping[str, Person],
    cluster_of: Mapping[str, str],
    duties: Mapping[str, list[Owed]],
) -> Line:
    own = () if event.belongs_to else event.records
    sources = tuple(
        Source(
            telling.record.key,
            telling.record.agency,
            telling.record.handling,
            signs.get(telling.record.key, ()),
            _clusters_in(telling.record, others, cluster_of),
            "subject" in telling.roles,
            telling.record.author_role,
            telling.record.recorded_at,
            telling.record.place,
            telling.record.outcome,
        )
        for telling in event.tellings
    )
    owed = tuple(one for record in own for one in duties.get(record.key, ()))
    happened, ended, known = event.happened, event.ended, event.known
    return Line(event.key, event.kind, happened, ended, known, event.relation, event.belongs_to, sources, owed)


def _holdings(lines: Iterable[Line]) -> Iterator[Holding]:
    found: dict[tuple[str, str, str], list[tuple[str, Source]]] = defaultdict(list)
    for line in lines:
        for one in line.sources:
            found[line.belongs_to, one.agency, one.handling].append((line.kind, one))
    for held, told in sorted(found.items()):
        yield Holding(
            *held,
            len(told),
            tuple(sorted({kind for kind, _ in told})),
            tuple(sorted({sign for _, one in told for sign in one.signs})),
            tuple(sorted({who for _, one in told for who in one.people})),
        )


def _first_known(lines: Iterable[Line]) -> date | None:
    known = min((line.known for line in lines if not line.belongs_to), default=None, key=lambda one: one.at)
    return known.day if known else None


def _clusters_in(record: Record, others: Mapping[str, Person], cluster_of: Mapping[str, str]) -> tuple[str, ...]:
    keys = (one.person for one in record.involvements if one.person in others)
    return tuple(sorted({cluster_of.get(key, key) for key in keys}))


def _own(story: Story) -> Iterator[Record]:
    """The child's own records, the latest event first."""
    for event in reversed(story.events):
        if not event.is_theirs:
            yield from event.records


def _home(story: Story) -> Home | None:
    """By the latest placement that has not ended, else by the address that an agency holds."""
    for record in _own(story):
        if record.kind == "placement_end":
            break
        if record.kind == "placement_start" and record.place:
            return Home(record.place, record.when.day, record.key, record.agency, record.handling)
    # Social care answers for where a child lives; another agency's address may be older.
    addressed = sorted(
        (person.agency != "social_care", person.key, person) for person in story.persons if person.address
    )
    for _, _, person in addressed:
        return Home(person.address, None, person.key, person.agency)
    return None


def _named(story: Story, others: Mapping[str, Person], role: str) -> Iterator[Named]:
    """Who was named in a role, whoever was last first, each name once."""
    seen: set[str] = set()
    for record in _own(story):
        for one in record.involvements:
            person = others.get(one.person)
            if one.role != role or person is None or person.name in seen or len(seen) == _MOST_NAMED:
                continue
            seen.add(person.name)
            telephone = person.phones[0] if person.phones else ""
            yield Named(person.name, person.agency, telephone, record.when.day, record.key, record.handling)
