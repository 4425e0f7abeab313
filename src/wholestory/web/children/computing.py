"""Working out what the records about some children add up to, and writing it where the pages look for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from wholestory.engine.story import Library
from wholestory.model.findings import Concern, DutyFinding, Findings, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.model.story import Story
from wholestory.reports.urgency import first_answer, standing_rank
from wholestory.web.children.case_status import without_new_duties
from wholestory.web.children.models import Child, ChildPlace, ConcernRow, DutyRow, StoryRow
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import reviewer
from wholestory.web.children.queries.decisions import status_of
from wholestory.web.children.readings import readings_of
from wholestory.web.children.summarising import summarise
from wholestory.web.children.telling.making import outline_of
from wholestory.web.children.telling.outline import Outline, digest_of_outline, kept
from wholestory.web.records.models import PersonRow

# What a review says of a child. The other columns are a summary of findings and decisions together.
_FOUND = [
    *("name", "first_name", "born", "sex", "ethnicity", "district", "events", "first_event", "last_event"),
    "computed_at",
]


def review(child: str, library: Library, people: Mapping[str, Person], as_at: Moment) -> tuple[Story, Findings]:
    """One child's story and findings, with readings that are kept."""
    story = library.story(child)

    def read(records: Sequence[Record], _: Mapping[str, Person]) -> Mapping[str, Reading]:
        return readings_of(records, people, reviewer())

    findings = reviewer().review_child(story, as_at, read=read)
    return story, without_new_duties(story, findings, status_of(child, as_at.end))


@transaction.atomic
def recompute(children: Collection[str], as_at: Moment) -> list[Story]:
    """Work out some children (clusters) anew from the database; gives the stories that were told.

    One that is no child any more loses its findings.
    """
    if not children:
        return []
    # In one order, so that two people who save at once wait for one another instead of for ever.
    list(Child.objects.select_for_update().filter(key__in=list(children)).order_by("key"))
    around = Neighbourhood(children, as_at)
    known = set(around.library.children())
    gone = Child.objects.filter(key__in=[child for child in children if child not in known])
    # A child who was added by hand and has no record yet stays to be found.
    alone = PersonRow.objects.filter(key=F("cluster")).values("key")
    gone.exclude(events=0, key__in=alone).delete()
    stories = []
    for child in sorted(known.intersection(children)):
        story, findings = review(child, around.library, around.people, as_at)
        write_findings(story, findings, as_at)
        stories.append(story)
    return stories


def write_findings(story: Story, findings: Findings, as_at: Moment) -> None:
    """Replace what is kept about one child by what was found now."""
    row = _child_row(story, as_at)
    Child.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=_FOUND)
    ChildPlace.objects.filter(child=row).delete()
    ConcernRow.objects.filter(child=row).delete()
    DutyRow.objects.filter(child=row).delete()
    ChildPlace.objects.bulk_create(_places(story))
    ConcernRow.objects.bulk_create(concern_row(story, concern) for concern in findings.concerns)
    DutyRow.objects.bulk_create(map(duty_row, findings.duties))
    content = kept(outline_for(story, findings))
    StoryRow.objects.update_or_create(child=row, defaults={"outline": content, "digest": digest_of_outline(content)})
    summarise([row.key], as_at.at)


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
        computed_at=as_at.at,
    )


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
