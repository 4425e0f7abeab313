"""What would change for a child if two persons were one: told without storing anything but what narratives say."""

from __future__ import annotations

from dataclasses import dataclass

from wholestory.model.findings import DutyState
from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.web.children.computing import review
from wholestory.web.children.models import ConcernRow, DutyRow
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.records.models import PersonRow, RecordRow

_RESTED = "A concern that rests on a restricted record"


@dataclass(frozen=True, slots=True)
class Change:
    """Titles of concerns and of duties missed that would be gained or lost."""

    concerns_gained: tuple[str, ...]
    concerns_lost: tuple[str, ...]
    duties_gained: tuple[str, ...]
    duties_lost: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything would change."""
        return any((self.concerns_gained, self.concerns_lost, self.duties_gained, self.duties_lost))


def if_one(one: str, other: str, as_at: Moment) -> Change:
    """What would change if two persons (keys) were judged the same; titles alone, since a clerk reads no story."""
    first, second = sorted((one, other))
    clusters = set(PersonRow.objects.filter(key__in=(one, other)).values_list("cluster", flat=True))
    supposed = Judgement(first, second, Verdict.SAME, "supposed", (), by_person=True)
    around = Neighbourhood(clusters, as_at, supposing=[supposed])
    # Together they are called by the smaller of their two names.
    joined = clusters.intersection(around.library.children())
    concerns: dict[str, str] = {}
    duties: dict[str, str] = {}
    for child in sorted(joined):
        _, findings = review(child, around.library, around.people, as_at)
        concerns |= {one.key: _title(one.title, one.evidence) for one in findings.concerns}
        duties |= {one.key: one.title for one in findings.duties if one.state is DutyState.MISSED}
    had = {row.key: _title(row.title, row.evidence) for row in ConcernRow.objects.filter(child__in=clusters)}
    owed = {
        row.key: row.title
        for row in DutyRow.objects.filter(child__in=clusters)
        if row.state_at(as_at.at) is DutyState.MISSED
    }
    return Change(_beyond(concerns, had), _beyond(had, concerns), _beyond(duties, owed), _beyond(owed, duties))


def _title(title: str, evidence: tuple[str, ...] | list[str]) -> str:
    restricted = RecordRow.objects.filter(key__in=list(evidence)).exclude(handling="ordinary").exists()
    return _RESTED if restricted else title


def _beyond(these: dict[str, str], those: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(title for key, title in these.items() if key not in those))
