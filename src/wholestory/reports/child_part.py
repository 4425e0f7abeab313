"""One child's part of the report: who the child is, what stands unanswered, the concerns, the duties and the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from wholestory.model.findings import Concern, DutyState, Findings, Mention, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Record
from wholestory.model.story import Event, Story, Tie
from wholestory.practice.pack import Practice
from wholestory.reports import circle
from wholestory.reports.marks import HOW_SAID, Mark, stretches
from wholestory.reports.printable import printable
from wholestory.reports.templates import environment, in_words, moment_words
from wholestory.reports.urgency import Order, first_answer, missed, order, unanswered

_MOST_SENTENCES = 5
_MOST_TIES = 60


@dataclass(frozen=True, slots=True)
class ChildPart:
    """A child in the report: the line in the list, and the story as HTML."""

    anchor: str
    name: str
    age: str
    agencies: str
    open_sentences: tuple[str, ...]
    open_count: int
    missed_count: int
    events: int
    order: Order
    html: str

    @property
    def needs_an_answer(self) -> bool:
        """Whether a concern stands unanswered or a duty was missed."""
        return bool(self.open_count or self.missed_count)


def present_child(
    story: Story, findings: Findings, practice: Practice, as_at: Moment, *, show_restricted: bool
) -> ChildPart:
    """Present one child. Words of restricted records are left out unless `show_restricted`."""
    page = _Page(story, findings, practice, show_restricted)
    concerns, duties = unanswered(story, findings), missed(findings)
    sentences = [concern.statement for concern in concerns] + [duty.statement for duty in duties]
    name, age = page.name(), page.age(as_at)
    html = (
        environment()
        .get_template("child.html")
        .render(
            page=page,
            story=story,
            findings=findings,
            name=name,
            age=age,
            anchor=anchor(story.child),
            unanswered=concerns[:_MOST_SENTENCES],
            unanswered_count=len(concerns),
            missed=duties,
            states=DutyState,
            first_name=page.first_name(),
            drawing=circle.draw(name, story.circle),
            most_ties=_MOST_TIES,
        )
    )
    return ChildPart(
        anchor=anchor(story.child),
        name=name,
        age=age,
        agencies=", ".join(page.agency_titles()),
        open_sentences=tuple(sentences[:_MOST_SENTENCES]),
        open_count=len(concerns),
        missed_count=len(duties),
        events=sum(not event.is_theirs for event in story.events),
        order=order(story, findings),
        html=html,
    )


def anchor(key: str, prefix: str = "c") -> str:
    """An id for a key that is safe in a page and in its address: letters, digits, and the rest as hexadecimal."""
    return prefix + "-" + "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in key)


class _Page:
    """What the template asks of a story."""

    def __init__(self, story: Story, findings: Findings, practice: Practice, show_restricted: bool) -> None:
        self._story = story
        self._findings = findings
        self._show_restricted = show_restricted
        self._readings: dict[str, Reading] = {reading.record: reading for reading in findings.readings}
        self._signs = {rule.header.id: rule.header.title for rule in practice.indicators}
        self._families = {rule.header.id: rule.header.title for rule in practice.language}
        self._titles = {agency.name: agency.title for agency in story.agencies}
        self._people = {person.key: person for person in (*story.persons, *story.others)}
        self._prefix = anchor(story.child, "r")
        self._own = {record.key for event in story.events if not event.is_theirs for record in event.records}

    def name(self) -> str:
        """The child's name: the fullest that an agency holds."""
        names = sorted((person.name for person in self._story.persons), key=lambda name: (-len(name), name))
        named = [name for name in names if name != "name not recorded"]
        return named[0] if named else "Name not recorded"

    def first_name(self) -> str:
        """The child's first name, or words for it."""
        name = self.name()
        return "this child" if name == "Name not recorded" else name.split()[0]

    def what_links(self, tie: Tie) -> str:
        """What a tie is, to begin a sentence with."""
        return circle.what_links(tie)

    def days_of(self, tie: Tie) -> str:
        """The days of a tie in words."""
        return circle.days_of(tie.first, tie.last)

    def age(self, as_at: Moment) -> str:
        """The age at the time of the review, in words."""
        ages = self._story.age_on(as_at.day)
        if ages is None:
            return "age not recorded"
        return (
            f"{ages[0]}"
            if ages[0] == ages[1]
            else f"{ages[0]} or {ages[1]}"
            if ages[1] - ages[0] == 1
            else (f"{ages[0]} to {ages[1]}")
        )

    def age_then(self, event: Event) -> str:
        """The age at an event."""
        return self.age(event.happened)

    def agency_titles(self) -> list[str]:
        """The agencies that hold something about the child."""
        return [self.title(name) for name in sorted({person.agency for person in self._story.persons})]

    def title(self, agency: str) -> str:
        """An agency's title."""
        return self._titles.get(agency, agency)

    def months(self) -> Iterator[tuple[str, list[Event | str]]]:
        """Events by month, with a sentence for each stretch of silence in its place."""
        silent = {gap.before: gap for gap in self._story.gaps}
        month, entries = "", list[Event | str]()
        for event in self._story.events:
            name = event.happened.local.strftime("%B %Y")
            if name != month:
                if entries:
                    yield month, entries
                month, entries = name, []
            if event.key in silent:
                gap = silent[event.key]
                entries.append(
                    f"{gap.days} days with no contact recorded, {in_words(gap.first)} to {in_words(gap.last)}"
                )
            entries.append(event)
        if entries:
            yield month, entries

    def themes(self) -> list[tuple[str, list[Concern]]]:
        """Concerns by theme, the theme that was first visible first, and within it the pattern that was."""
        by_theme: dict[str, list[Concern]] = {}
        for concern in sorted(self._findings.concerns, key=lambda concern: (concern.visible_from, concern.key)):
            by_theme.setdefault(concern.theme, []).append(concern)
        return list(by_theme.items())

    def answered(self, concern: Concern) -> tuple[Record, int] | None:
        """The first answer to a concern and how many days it took; None where no answer is on record."""
        record = first_answer(self._story, concern)
        return (record, (record.recorded_at.day - concern.visible_from.day).days) if record else None

    def lane(self, agency: str) -> int:
        """The agency's column in the story."""
        return sorted(self._titles).index(agency) % 6 if agency in self._titles else 0

    def hidden(self, record: Record) -> bool:
        """Whether the record's words are left out of this report."""
        return record.is_restricted and not self._show_restricted

    def record_anchor(self, key: str) -> str:
        """The id of a record within this child's part."""
        return self._prefix + anchor(key, "")

    def person_anchor(self, key: str) -> str:
        """The id of the place where a person is named as one of a child's persons."""
        return anchor(key, "p")

    def is_here(self, key: str) -> bool:
        """Whether a record is told in this child's part, so that it can be linked to."""
        return any(key == record.key for event in self._story.events for record in event.records)

    def people_in(self, record: Record) -> list[str]:
        """Everyone else involved in a record, with their part in it, in words."""
        mine = {person.key for person in self._story.persons}
        return [
            f"{self._people[one.person].name} ({one.role.replace('_', ' or ')})"
            for one in record.involvements
            if one.person not in mine and one.person in self._people
        ]

    def marked(self, record: Record) -> Markup:
        """The narrative with what was found in it marked; everything an agency wrote is escaped."""
        pieces = []
        for stretch in stretches(record.narrative, self.marks(record)):
            text = Markup.escape(printable(stretch.text))
            if stretch.marks:
                kinds = " ".join(sorted({mark.kind for mark in stretch.marks}))
                notes = Markup("").join(Markup("<sup>{}</sup>").format(mark.number) for mark in stretch.ends)
                text = Markup('<mark class="{}">{}</mark>{}').format(kinds, text, notes)
            pieces.append(text)
        return Markup("").join(pieces)

    def marks(self, record: Record) -> list[Mark]:
        """What was read in a record: signs numbered, blaming words lettered; none for a related child's record."""
        reading = self._readings.get(record.key, Reading(record.key))
        signs = [
            Mark(mention.start, mention.end, f"sign {mention.assertion.value}", str(number), self._sign(mention))
            for number, mention in enumerate(reading.mentions, 1)
        ]
        words = [
            Mark(
                found.start,
                found.end,
                "word",
                chr(ord("a") + number % 26),
                f"{self._families.get(found.term, found.term)}: {found.why} "
                f"Better: {found.suggestion.replace('{child}', self.name().split()[0])}",
            )
            for number, found in enumerate(reading.language)
        ]
        return signs + words

    def _sign(self, mention: Mention) -> str:
        sign = self._signs.get(mention.indicator, mention.indicator)
        return f"{sign}: {HOW_SAID[mention.assertion]} ({mention.because})"

    def when(self, moment: Moment) -> str:
        """A moment in words."""
        return moment_words(moment)
