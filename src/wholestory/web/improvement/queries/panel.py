"""You said, we did, what changed: each theme of the panel with what answers it, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from wholestory.reports.round_report import ReportTable, RoundReport
from wholestory.web.improvement.models import Recommendation, Reply, Theme, ThemeLink
from wholestory.web.improvement.queries.following import Standing, standings

NOTHING_DONE = "Nothing is on record as done yet."
NO_MEASURE = "No measure was chosen, so that no change can show."


@dataclass(frozen=True, slots=True)
class Answered:
    """A theme, the replies that may be read, those that wait, and the recommendations that answer it."""

    theme: Theme
    replies: Sequence[Reply]
    waiting: Sequence[Reply]
    standings: Sequence[Standing]

    @property
    def did(self) -> Sequence[str]:
        """What was done, in sentences that name nobody; whether a recommendation's actions are done by the side."""
        said = [one.words for one in self.replies]
        return (*said, *(_action(one) for one in self.standings)) or (NOTHING_DONE,)

    @property
    def changed(self) -> Sequence[str]:
        """What the records show since, a sentence a measure."""
        if not self.standings:
            return ("No recommendation is linked to it yet.",)
        shown = [f"{one.state.capitalize()}: {_named(one.title)}" for line in self.standings for one in line.measured]
        return tuple(dict.fromkeys(shown)) or (NO_MEASURE,)


def answered(themes: QuerySet[Theme], now: datetime) -> list[Answered]:
    """Themes with what answers them. The statements do not grow with them."""
    rows = list(
        themes.select_related("by", "settled_by").prefetch_related(
            Prefetch("replies", Reply.objects.select_related("by", "settled_by")),
            Prefetch("links", ThemeLink.objects.order_by("at", "id")),
        )
    )
    wanted = {link.recommendation_id for row in rows for link in row.links.all()}
    lines = _lines(wanted, now)
    return [_answered(row, lines) for row in rows]


def sheet(themes: Sequence[Answered]) -> RoundReport:
    """The same as a report for paper, of what is released alone."""
    rows = [(one.theme.words, "\n".join(one.did), "\n".join(one.changed)) for one in themes if one.theme.released]
    named = {str(x.settled_by) for one in themes for x in (one.theme, *one.replies) if x.released}
    sentences = (
        "What survivors raised, in their words; what was done; and what the records show since. Nothing here names "
        "anybody: each text was read by a second person before it was released.",
        *(() if rows else ("Nothing is released yet.",)),
    )
    columns = ("You said", "We did", "What changed")
    tables = (ReportTable("You said, we did, what changed", columns, tuple(rows)),) if rows else ()
    return RoundReport("You said, we did, what changed", sentences, tables, ", ".join(sorted(named)))


def _lines(wanted: Collection[int], now: datetime) -> dict[int, Standing]:
    lines = standings(Recommendation.objects.filter(pk__in=wanted), now) if wanted else []
    return {line.recommendation.pk: line for line in lines}


def _answered(row: Theme, lines: dict[int, Standing]) -> Answered:
    replies = list(row.replies.all())
    return Answered(
        row,
        [one for one in replies if one.released],
        [one for one in replies if one.waits],
        [lines[link.recommendation_id] for link in row.links.all()],
    )


def _action(line: Standing) -> str:
    where = f"recommendation {line.latest.number} of {line.latest.report.title}"
    if line.done.on:
        return f"Action done on {line.done.on.day} {line.done.on:%B %Y}: {where}."
    return f"Action not done yet ({line.done.done} of {line.done.set}): {where}."


def _named(title: str) -> str:
    return f"{title[0].lower()}{title[1:]}."
