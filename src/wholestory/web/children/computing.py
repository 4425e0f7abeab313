"""Working out what the records about some children add up to, and writing it where the pages look for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from wholestory.engine.story import Library
from wholestory.engine.things.places import plain_words
from wholestory.model.findings import Concern, DutyFinding, Findings
from wholestory.model.moments import Moment
from wholestory.model.records import Person
from wholestory.model.story import Event, Story
from wholestory.reports.urgency import first_answer, standing_rank
from wholestory.web.children.case_status import without_new_duties
from wholestory.web.children.keeping import keep_only
from wholestory.web.children.models import Child, ChildPlace, ConcernRow, DutyRow, StoryRow
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import reviewer
from wholestory.web.children.queries.decisions import decisions_by_key, statuses_of
from wholestory.web.children.readings import readings_of
from wholestory.web.children.summarising import SUMMARY, between_bars, summarise_rows
from wholestory.web.children.telling.making import outline_of
from wholestory.web.children.telling.outline import Outline, digest_of_outline, kept
from wholestory.web.records.models import PersonRow
from wholestory.web.statements import Question
from wholestory.web.written_rows import upsert

# What a review says of a child. The other columns are a summary of findings and decisions together.
_FOUND = [
    *("name", "first_name", "born", "sex", "ethnicity", "district", "events", "first_event", "last_event"),
    *("surnames", "computed_at"),
]

_lock = Question(
    lambda children: Child.objects.select_for_update().filter(key__in=children).order_by("key").values_list("key")
)


def review(child: str, library: Library, people: Mapping[str, Person], as_at: Moment) -> tuple[Story, Findings]:
    """One child's story and findings, with readings that are kept; new duties excused as the case's status says."""
    [(story, findings)] = _reviewed([library.story(child)], people, as_at)
    status = statuses_of(_persons_of([story]), as_at.end).get(child)
    return story, without_new_duties(story, findings, status)


@dataclass(frozen=True, slots=True)
class Retold:
    """Stories told anew from the database, and by key the people around them and their clusters."""

    stories: Sequence[Story] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    cluster_of: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def recompute(children: Collection[str], as_at: Moment) -> None:
    """Work out some children (clusters) anew from the database. Costs the same few queries for any number.

    One that is no child any more loses its findings.
    """
    work_out([retell(children, as_at)], as_at)


def retell(children: Collection[str], as_at: Moment) -> Retold:
    """Tell the stories of some children (clusters), who are locked until the end of the transaction.

    One that is no child any more loses its findings.
    """
    if not children:
        return Retold()
    # In one order, so that two people who save at once wait for one another instead of for ever.
    _lock(children)
    around = Neighbourhood(children, as_at)
    known = set(around.library.children())
    if gone := set(children) - known:
        # A child who was added by hand and has no record yet stays to be found.
        alone = PersonRow.objects.filter(key=F("cluster")).values("key")
        Child.objects.filter(key__in=gone).exclude(events=0, key__in=alone).delete()
    stories = [around.library.story(child) for child in sorted(known.intersection(children))]
    return Retold(stories, around.people, around.cluster_of)


def work_out(retold: Iterable[Retold], as_at: Moment) -> None:
    """Review stories that were told anew, and keep what is found."""
    stories: dict[str, Story] = {}
    people: dict[str, Person] = {}
    cluster_of: dict[str, str] = {}
    for one in retold:
        stories.update((story.child, story) for story in one.stories)
        people.update(one.people)
        cluster_of.update(one.cluster_of)
    write_findings(list(_reviewed(list(stories.values()), people, as_at)), cluster_of, as_at)


def _reviewed(
    stories: Sequence[Story], people: Mapping[str, Person], as_at: Moment
) -> Iterator[tuple[Story, Findings]]:
    """Each story with its findings, whatever the case's status; the readings of all of them are fetched together."""
    records = {record.key: record for story in stories for event in story.events for record in event.records}
    readings = readings_of(list(records.values()), people, reviewer())
    for story in stories:
        yield story, reviewer().review_child(story, as_at, read=lambda *_: readings)


def _persons_of(stories: Iterable[Story]) -> dict[str, str]:
    """Every key that decisions about some children may name, and the child that it means."""
    return {key: story.child for story in stories for key in (story.child, *(one.key for one in story.persons))}


def write_findings(found: Sequence[tuple[Story, Findings]], cluster_of: Mapping[str, str], as_at: Moment) -> None:
    """Make what is kept about some children what was found now, writing only what differs; new duties are excused as
    the cases' statuses say.

    `cluster_of` gives the clusters of the people in their stories, by person.
    """
    if not found:
        return
    concerns = [concern_row(story, one) for story, findings in found for one in findings.concerns]
    decisions = decisions_by_key(_persons_of(story for story, _ in found), concerns, as_at.end)
    found = [(story, without_new_duties(story, one, decisions.statuses.get(story.child))) for story, one in found]
    children = [_child_row(story, as_at) for story, _ in found]
    places = [place for story, _ in found for place in _places(story)]
    duties = [duty_row(one) for _, findings in found for one in findings.duties]
    summarise_rows(children, concerns, duties, decisions, as_at.at)
    of = {child.key: child for child in children}
    for place in places:
        place.urgency, place.themes = of[place.child_id].urgency, of[place.child_id].themes
    upsert(Child, children, _FOUND + SUMMARY, unique=["key"])
    keep_only(ChildPlace, places, of=list(of), named_by=("agency", "district"))
    keep_only(ConcernRow, concerns, of=list(of), named_by=("key",))
    keep_only(DutyRow, duties, of=list(of), named_by=("key",))
    outlines = [_story_row(story, findings, cluster_of) for story, findings in found]
    upsert(StoryRow, outlines, ["outline", "digest"], unique=["child"])


def _story_row(story: Story, findings: Findings, cluster_of: Mapping[str, str]) -> StoryRow:
    content = kept(outline_of(story, findings, cluster_of))
    return StoryRow(child_id=story.child, outline=content, digest=digest_of_outline(content))


def _child_row(story: Story, as_at: Moment) -> Child:
    own = [event for event in story.events if not event.is_theirs]
    name = full_name(story.persons)
    births = [str(person.date_of_birth) for person in story.persons if person.date_of_birth]
    return Child(
        key=story.child,
        name=name,
        first_name=name.split()[0] if name else "",
        born=max(births, key=len, default=""),
        sex=next((person.sex for person in story.persons if person.sex), ""),
        ethnicity=next((person.ethnicity for person in story.persons if person.ethnicity), ""),
        district=next((one.district for event in reversed(own) for one in event.records if one.district), ""),
        events=len(own),
        first_event=own[0].happened.at if own else None,
        last_event=own[-1].happened.at if own else None,
        surnames=between_bars(_surnames_in(own, (*story.persons, *story.others))),
        computed_at=as_at.at,
    )


def _surnames_in(events: Iterable[Event], people: Iterable[Person]) -> set[str]:
    """The words of the surnames of everybody in the records of some events."""
    involved = {one.person for event in events for record in event.records for one in record.involvements}
    return {word for person in people if person.key in involved for word in plain_words(person.surname)}


def full_name(persons: Sequence[Person]) -> str:
    """The fullest name that an agency holds; empty where none does."""
    names = sorted((one.name for one in persons if one.forenames or one.surname), key=lambda name: (-len(name), name))
    return names[0] if names else ""


def _places(story: Story) -> list[ChildPlace]:
    known = {(person.agency, "") for person in story.persons}
    for event in story.events:
        if not event.is_theirs:
            known.update((record.agency, record.district) for record in event.records)
    return [ChildPlace(child_id=story.child, agency=agency, district=district) for agency, district in sorted(known)]


def outline_for(story: Story, findings: Findings) -> Outline:
    """A story in outline, with the clusters that people have now."""
    keys = [person.key for person in story.others]
    return outline_of(story, findings, dict(PersonRow.objects.filter(key__in=keys).values_list("key", "cluster")))


def concern_row(story: Story, concern: Concern) -> ConcernRow:
    """An unsaved row of a concern."""
    answer = first_answer(story, concern)
    return ConcernRow(
        key=concern.key,
        child_id=story.child,
        theme=concern.theme,
        pattern=concern.pattern,
        title=concern.title,
        visible_from=concern.visible_from.at,
        visible_from_day_only=concern.visible_from.whole_day,
        latest=concern.latest.at,
        latest_day_only=concern.latest.whole_day,
        completed_by=concern.completed_by,
        evidence=list(concern.evidence),
        statement=concern.statement,
        answered_by_record=answer.key if answer else "",
    )


def duty_row(duty: DutyFinding) -> DutyRow:
    """An unsaved row of a duty."""
    return DutyRow(
        key=duty.key,
        child_id=duty.child,
        duty=duty.duty,
        title=duty.title,
        trigger=duty.trigger,
        due_at=duty.due_at.at,
        due_day_only=duty.due_at.whole_day,
        state=duty.state.value,
        response=duty.response,
        statement=duty.statement,
        standing=duty.standing,
        rank=standing_rank(duty),
    )
