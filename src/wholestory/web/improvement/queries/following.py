"""Where recommendations stand, in a number of statements that does not grow with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from wholestory.web.accounts.queries_places import districts_called
from wholestory.web.improvement.effects import Done, Measured, done, measured
from wholestory.web.improvement.frameworks import form_title, strand_title
from wholestory.web.improvement.graded import GradedEffect, graded
from wholestory.web.improvement.models import Action, Evidence, Issued, Progress, Recommendation, Report
from wholestory.web.improvement.queries.measuring import Tallies, tallies
from wholestory.web.inspections.models import Round


@dataclass(frozen=True, slots=True)
class Standing:
    """A recommendation and where it stands on a day. `issued` is every report that made it, the latest last."""

    recommendation: Recommendation
    issued: Sequence[Issued]
    actions: Sequence[Action]
    progress: Sequence[Progress]
    done: Done
    measured: Sequence[Measured]
    graded: Sequence[GradedEffect]
    today: date

    @property
    def latest(self) -> Issued:
        """Its last place in a report, by which it is due."""
        return self.issued[-1]

    @property
    def strand(self) -> str:
        """The strand's name."""
        return strand_title(self.latest.report.framework, self.recommendation.strand)

    @property
    def form(self) -> str:
        """The form in words."""
        return form_title(self.latest.report.framework, self.latest.form)

    @property
    def judged(self) -> Progress | None:
        """The last judgement of its progress."""
        return self.progress[-1] if self.progress else None

    @property
    def overdue(self) -> bool:
        """Whether its day has passed with something still to be done."""
        met = self.judged is not None and self.judged.judged == Progress.Judged.MET
        return self.latest.due < self.today and self.done.on is None and not met

    @property
    def actions_overdue(self) -> int:
        """How many of its actions are late."""
        return sum(1 for action in self.actions if action.done_on is None and action.due < self.today)


def standings(of: QuerySet[Recommendation], now: datetime) -> list[Standing]:
    """Where some recommendations stand: those overdue first, then by the day on which they are due."""
    files = Prefetch("evidence", Evidence.objects.select_related("by", "removed_by"))
    rows = list(
        of.prefetch_related(
            Prefetch("issued", Issued.objects.select_related("report", "by").order_by("report__published", "at")),
            Prefetch("actions", Action.objects.select_related("done_by", "by").prefetch_related(files)),
            Prefetch("progress", Progress.objects.select_related("by")),
            "measures",
        )
    )
    chosen = [one for row in rows for one in row.measures.all()]
    counted = tallies({one.measure for one in chosen}, now)
    places = {one.district for one in chosen if one.district}
    called = districts_called(places) if places else {}
    columns = ("title", "framework", "scale", "since", "until", "results")
    frozen = list(Round.objects.exclude(frozen_at=None).only(*columns))
    found = [_standing(row, counted, called, frozen, timezone.localdate(now)) for row in rows]
    return sorted(found, key=lambda one: (not one.overdue, one.latest.due, one.latest.number))


def reports() -> QuerySet[Report]:
    """Every report, the latest first."""
    return Report.objects.order_by("-published", "title")


def _standing(
    row: Recommendation, counted: Tallies, called: Mapping[str, str], frozen: Sequence[Round], today: date
) -> Standing:
    actions, issued = list(row.actions.all()), list(row.issued.all())
    truth = done(actions)
    rounds = [one for one in frozen if one.framework == issued[-1].report.framework]
    return Standing(
        row,
        issued,
        actions,
        list(row.progress.all()),
        truth,
        [measured(one, called.get(one.district, one.district), counted, truth) for one in row.measures.all()],
        graded(rounds, row.strand, truth.took_hold, truth.on),
        today,
    )
