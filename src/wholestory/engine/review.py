"""The stages in order: one child's story in, findings out. Pure; readable as a table of contents.

A worker pool maps it over children, a cluster will map it over partitions, a web page will call it for one child.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from wholestory.engine.duties import find_duties
from wholestory.engine.patterns import find_concerns
from wholestory.engine.reading import Involved, Note, Reader
from wholestory.engine.reading.encoder import known_of, load_suggester
from wholestory.model.findings import Findings, Reading, Way
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.model.story import Story
from wholestory.practice.pack import Practice

# How many readings a worker keeps: enough that children who share records do not have them read again.
_KEPT_READINGS = 20_000


# Which ways of reading signs are used; blaming words are always read by rules.
READERS = ("both", "rules", "encoder")

# What a reading depends on: the record, its narrative, and who is involved.
_Kept = tuple[str, str, tuple[object, ...]]

# Gives what records say, by their keys: (records, people by key) -> readings.
Read = Callable[[Sequence[Record], Mapping[str, Person]], Mapping[str, Reading]]


class Reviewer:
    """A practice pack made ready to review any number of children, one after another."""

    def __init__(self, practice: Practice, reader: str = "both") -> None:
        """`reader` is one of READERS: which ways of reading signs are used.

        Raises EncoderError where the sentence encoder is wanted and cannot be used.
        """
        self.practice = practice
        self.reader = reader
        self._reader = Reader(
            practice.indicators,
            practice.cues,
            practice.language,
            practice.words,
            suggest=None if reader == "rules" else load_suggester(known_of(practice)),
            by_rules=reader != "encoder",
        )
        self._read: OrderedDict[_Kept, Reading] = OrderedDict()

    def review_child(self, story: Story, as_at: Moment, *, read: Read | None = None) -> Findings:
        """Everything found about one child, from the child's story alone.

        `read` gives what records say, by key, where somebody keeps readings; else they are read here.
        """
        people = {person.key: person for person in (*story.persons, *story.others)}
        own = [record for event in story.events if not event.is_theirs for record in event.records]
        theirs = [record for event in story.events if event.is_theirs for record in event.records]
        readings = (read or self.read_many)([*own, *theirs], people)
        # A concern or a duty must rest on wording that a rule names; what only reads like a sign is shown beside it.
        worded = {key: reading.found_by(Way.RULES) for key, reading in readings.items()}
        return Findings(
            child=story.child,
            readings=tuple(readings[record.key] for record in own),
            concerns=find_concerns(story, worded, self.practice.patterns, as_at),
            duties=find_duties(story, worded, self.practice.duties, as_at),
        )

    def read_many(self, records: Sequence[Record], people: Mapping[str, Person]) -> dict[str, Reading]:
        """What each record's narrative says about its subject, by the record's key; read in one batch."""
        notes = [Note(record.key, record.narrative, involved_in(record, people)) for record in records]
        wanted: dict[_Kept, Note] = {(note.record, note.narrative, note.involved.told): note for note in notes}
        # Another thread may drop at any time what is kept, but not what is held here.
        read = {kept: reading for kept in wanted if (reading := self._read.get(kept)) is not None}
        unread = {kept: note for kept, note in wanted.items() if kept not in read}
        fresh = dict(zip(unread, self._reader.read_many(list(unread.values())), strict=True))
        self._read.update(fresh)
        read.update(fresh)
        readings = {note.record: read[kept] for kept, note in wanted.items()}
        while len(self._read) > _KEPT_READINGS:
            self._read.popitem(last=False)
        return readings

    def read_text(self, narrative: str, involved: Involved) -> Reading:
        """What a narrative says that is not (yet) a record."""
        return self._reader.read("", narrative, involved)


def involved_in(record: Record, people: Mapping[str, Person]) -> Involved:
    """Who is involved in a record, as the reader needs to know it: the subjects' names, and the others' by role."""
    subjects = [people[key] for key in record.people_as("subject") if key in people]
    sexes = {person.sex for person in subjects}
    others = (
        (name, involvement.role)
        for involvement in record.involvements
        if involvement.role != "subject" and involvement.person in people
        for name in _names(people[involvement.person])
    )
    return Involved.of(
        tuple(name for person in subjects for name in _names(person)),
        sexes.pop() if len(sexes) == 1 else "",
        tuple(others),
    )


def _names(person: Person) -> Iterable[str]:
    # Forenames only: a surname is shared by the whole family and would make a mother her own child.
    return (person.forenames, *(alias.split()[0] for alias in person.aliases if alias.split()))
