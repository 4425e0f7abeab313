"""Writing down a report, what it recommends, and what was sent in answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.improvement.frameworks import due_of, framework_of
from wholestory.web.improvement.models import Issued, Recommendation, Report, Sent
from wholestory.web.inspections.models import Round
from wholestory.web.log.actions import note


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recommendation stands: in which report, under which number and in which form; `by_date` is its own
    date where the form has one."""

    report: Report
    number: int
    form: str
    by_date: date | None = None


@transaction.atomic
def write_report(*, title: str, framework: str, published: date, by: User, of: Round | None = None) -> Report:
    """Write down a published report, of a round held here where `of` is given. Its clocks run from that day."""
    made = Report.objects.create(
        title=title, framework=framework, round=of, published=published, by=by, at=timezone.now()
    )
    note(who=by.email, what="wrote", about=f"report {made.pk}", published=published.isoformat())
    return made


@transaction.atomic
def recommend(*, place: Place, text: str, strand: str, addressee: str, by: User) -> Recommendation:
    """Write down a recommendation that a report makes for the first time."""
    made = Recommendation.objects.create(text=text, strand=strand, addressee=addressee)
    _issue(made, place, by)
    return made


@transaction.atomic
def carry_over(*, recommendation: Recommendation, place: Place, by: User) -> Issued:
    """Make a recommendation again in a later report; its actions, measures and reviews stay with it."""
    latest = recommendation.issued.select_related("report").last()
    if latest is not None and place.report.published <= latest.report.published:
        raise RefusedError("A recommendation is carried over to a later report. Choose one published after the last.")
    return _issue(recommendation, place, by)


def _issue(recommendation: Recommendation, place: Place, by: User) -> Issued:
    report = place.report
    due = due_of(report.framework, place.form, report.published, place.by_date)
    if report.issued.filter(number=place.number).exists():
        raise RefusedError(f"The report has a recommendation {place.number} already. Give this one another number.")
    made = Issued.objects.create(
        recommendation=recommendation,
        report=report,
        number=place.number,
        form=place.form,
        due=due,
        by=by,
        at=timezone.now(),
    )
    note(who=by.email, what="wrote", about=f"recommendation {recommendation.pk}", report=report.pk, form=place.form)
    return made


@transaction.atomic
def send(*, report: Report, clock: str, on: date, by: User) -> Sent:
    """Say that something which a report started was sent, or published, on a day."""
    framework = framework_of(report.framework)
    if framework is None or clock not in {one.id for one in framework.clocks}:
        raise RefusedError("The report’s framework asks for nothing of that name.")
    if on < report.published:
        raise RefusedError("Nothing is sent in answer to a report before it is published. Choose a later day.")
    made, _ = Sent.objects.update_or_create(
        report=report, clock=clock, defaults={"on": on, "by": by, "at": timezone.now()}
    )
    note(who=by.email, what="changed", about=f"report {report.pk}", clock=clock, on=on.isoformat())
    return made
