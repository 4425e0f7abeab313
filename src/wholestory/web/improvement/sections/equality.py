"""Whether children are recognised and answered alike, whoever they are: with intervals, and a caution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from wholestory.engine.rounds.publishing import Publishable, publishable
from wholestory.engine.rounds.shares import Share
from wholestory.engine.rounds.small_counts import LEFT_OUT, CountTable, SmallCounts
from wholestory.reports.count_pictures import Bar, bars_picture
from wholestory.reports.printed import picture_address
from wholestory.reports.round_report import ReportTable
from wholestory.web.improvement.leading import Section, Year
from wholestory.web.improvement.measures import ANSWERED_WITHIN_DAYS
from wholestory.web.improvement.queries.outcomes import (
    GROUPS,
    NO_PLACEMENT,
    NOT_RECORDED,
    Outcome,
    recognitions,
    recorded,
    responses,
)

RULE = SmallCounts(to=1)
CAUTION = (
    "Shares of few children are wide of the mark by chance; where two lines overlap, no difference is shown. A "
    "difference may come from what was recorded, where children live or what happened to them, and not from how they "
    "were treated. Children whose group is not recorded may differ from the others."
)
Line = tuple[tuple[str, ...], Bar | None]
WELL, NOT_WELL = "well", "not"
_HOLDS = (
    "Group, as recorded",
    "Children counted",
    "Those of whom it is so",
    "Share of them",
    "Lower end of the interval that holds 95 per cent",
    "Upper end of it",
)
_MISSING = {
    "disability": "No agency records whether these children have a disability. To show this, an extract’s people have "
    "to carry a column such as Disability.",
    "care": "No placement is on record. To show this, extracts have to hold records of the kinds placement_start and "
    "placement_end.",
}


def equality(year: Year) -> list[Section]:
    """Recognition and response, each by every grouping."""
    known = recorded(year)
    recognised = f"Recognition: children whose concerns were all answered on record in {ANSWERED_WITHIN_DAYS} days"
    responded = "Response: children for whom everything owed was on record in time"
    return [
        *_sections("recognition", recognised, recognitions(year, known)),
        *_sections("response", responded, responses(year, known)),
    ]


def tables_of(outcomes: Sequence[Outcome], what: str) -> dict[str, CountTable]:
    """Children by group and outcome, a table for each grouping, all of the same children."""
    return {
        group: table_of(((one.groups[group], one.well) for one in outcomes), title, group, what)
        for group, title in GROUPS.items()
    }


def table_of(pairs: Iterable[tuple[str, bool]], title: str, dimension: str, what: str) -> CountTable:
    """Counts of (group, well) pairs with every combination, noughts too."""
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for value, well in pairs:
        counts[(value, WELL)] += well
        counts[(value, NOT_WELL)] += not well
    return CountTable(title, (dimension, what), dict(sorted(counts.items())))


def _sections(what: str, title: str, outcomes: Sequence[Outcome]) -> list[Section]:
    if not outcomes:
        return [Section(what, title, missing="No child’s records of this time start anything to be counted here.")]
    tables = tables_of(outcomes, what)
    out = publishable([*tables.values()], RULE)
    found = []
    for group, table in tables.items():
        section_id, heading = f"{what}-{group}", f"{title}, by {table.name[0].lower()}{table.name[1:]}"
        if group in _MISSING and set(table.values(0)) <= {NOT_RECORDED, NO_PLACEMENT}:
            found.append(Section(section_id, heading, missing=_MISSING[group]))
            continue
        found.append(_section(section_id, heading, [_line(out, table, value) for value in table.values(0)]))
    return found


def _line(out: Publishable, table: CountTable, value: str) -> Line:
    """A group’s row, and its bar where its numbers may be shown."""
    of, well = out.text(table, (value, None)), out.text(table, (value, WELL))
    if LEFT_OUT in (of, well) or of == "0":
        return (value, of, well, "–", "–", "–"), None
    share = Share(int(well), int(of))
    ends = share.interval
    row = (value, of, well, f"{share.value:.0%}", f"{ends.low:.0%}", f"{ends.high:.0%}")
    return row, Bar(f"{value} ({well} of {of})", share.value, ends.low, ends.high)


def _section(section_id: str, heading: str, lines: Sequence[Line]) -> Section:
    rows = tuple(row for row, _ in lines)
    bars = [bar for _, bar in lines if bar]
    said = f"{len(bars)} of {len(rows)} groups are large enough to show."
    picture = picture_address(bars_picture(heading, bars, said)) if bars else ""
    heads = ("Group", "Children", "So", "Share", "From", "To")
    table = ReportTable(heading, heads, rows)
    return Section(section_id, heading, (said, RULE.sentence), table, _HOLDS, picture, caution=CAUTION)
