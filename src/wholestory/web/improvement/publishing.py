"""A report for publication: children by group and by what was done, with small counts left out across every table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wholestory.engine.rounds.publishing import Publishable, publishable
from wholestory.engine.rounds.small_counts import CountTable, SmallCounts
from wholestory.reports.round_report import ReportTable, RoundReport
from wholestory.web.improvement.leading import Year
from wholestory.web.improvement.measures import ANSWERED_WITHIN_DAYS
from wholestory.web.improvement.models import Recommendation
from wholestory.web.improvement.queries.following import Standing, standings
from wholestory.web.improvement.queries.outcomes import GROUPS, Outcome, recognitions, recorded, responses
from wholestory.web.improvement.sections.equality import NOT_WELL, WELL, table_of

RULE = SmallCounts()
_SUBJECTS = {
    "response": ("Children to whom something was owed", "All on record in time", "Not all"),
    "recognition": ("Children with a concern", f"All answered on record in {ANSWERED_WITHIN_DAYS} days", "Not all"),
}
_UNIT = (
    "Each child is counted once in each table. Counts tell what was written down: what was done and not recorded is "
    "not seen. A difference between groups may come from what was recorded or from chance."
)


def public_report(title: str, year: Year, now: datetime) -> RoundReport:
    """The report for some days. Every table of children is protected together with every other."""
    known = recorded(year)
    found = {"response": responses(year, known), "recognition": recognitions(year, known)}
    tables = [table for what, outcomes in found.items() if outcomes for table in _tables(what, outcomes)]
    out = publishable(tables, RULE)
    lines = standings(Recommendation.objects.all(), now)
    followed = (_followed(lines),) if lines else ()
    sentences = (
        f"Records of {year.words}.",
        _UNIT,
        RULE.sentence,
        *(f"{subject}: none." for what, (subject, *_) in _SUBJECTS.items() if not found[what]),
    )
    return RoundReport(title, sentences, (*followed, *(_printed(out, table) for table in tables)))


def _tables(what: str, outcomes: Sequence[Outcome]) -> list[CountTable]:
    """Children by district and by every group; `within` keeps the two subjects apart, whose children differ."""
    by = {"District": [(one.district, one.well) for one in outcomes]}
    by |= {title: [(one.groups[group], one.well) for one in outcomes] for group, title in GROUPS.items()}
    made = [table_of(pairs, f"{_SUBJECTS[what][0]}, by {name.lower()}", name, what) for name, pairs in by.items()]
    return [CountTable(one.name, one.dimensions, one.counts, (("of", what),)) for one in made]


def _printed(out: Publishable, table: CountTable) -> ReportTable:
    heads = _SUBJECTS[table.dimensions[1]]
    rows = [
        (value or "all together", *(out.text(table, (value, part)) for part in (None, WELL, NOT_WELL)))
        for value in (*table.values(0), None)
    ]
    return ReportTable(table.name, (table.dimensions[0], "Children", *heads[1:]), tuple(rows))


def _followed(lines: Sequence[Standing]) -> ReportTable:
    columns = ("Recommendation", "To", "Action", "Effect", "Judged")
    return ReportTable("Recommendations and where they stand", columns, tuple(map(_line, lines)))


def _line(line: Standing) -> tuple[str, ...]:
    states = dict.fromkeys([*(one.state for one in line.measured), *(one.state for one in line.graded)])
    return (
        f"{line.latest.number} of {line.latest.report.title}",
        line.recommendation.addressee,
        f"done on {line.done.on.day} {line.done.on:%B %Y}" if line.done.on else "not done",
        "; ".join(states) or "no measure chosen",
        line.judged.get_judged_display() if line.judged else "not judged yet",
    )
