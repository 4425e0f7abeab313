"""Findings from judgements: a row for each record that started a duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wholestory.engine.duties.judging import Judgement, judge_rule
from wholestory.engine.duties.matter import Entry, Matter, gather
from wholestory.engine.duties.wording import standing, statement
from wholestory.model.findings import DutyFinding, Reading
from wholestory.model.moments import Moment
from wholestory.model.story import Story
from wholestory.practice.duties import DutyRule


def find_duties(
    story: Story, readings: Mapping[str, Reading], rules: Sequence[DutyRule], as_at: Moment
) -> tuple[DutyFinding, ...]:
    """Every duty that the child's own events started, with where each stands at `as_at`.

    `readings` are keyed by record key; a record may be missing from them. Rules that are switched off are left out.
    Ordered by due moment, then trigger, then duty.
    """
    matter = gather(story, readings, as_at)
    found = [
        finding
        for rule in rules
        if rule.header.on
        for judgement in judge_rule(rule, matter)
        for finding in _findings(judgement, matter)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.due_at, finding.trigger, finding.duty)))


def _findings(judgement: Judgement, matter: Matter) -> Iterator[DutyFinding]:
    deciding = judgement.deciding
    for row in judgement.rows:
        yield DutyFinding(
            key=f"{judgement.rule.header.id}/{row.record.key}/{_person(row, matter)}",
            child=matter.story.child,
            duty=judgement.rule.header.id,
            title=judgement.rule.header.title,
            trigger=row.record.key,
            due_at=judgement.due,
            state=judgement.state,
            response=deciding.entry.record.key if deciding else "",
            statement=statement(judgement, row, matter),
            standing=standing(judgement),
        )


def _person(row: Entry, matter: Matter) -> str:
    """The key by which the trigger's agency knows the child; the smallest where it holds more than one."""
    return min((part.person for part in row.record.involvements if part.person in matter.persons), default="")
