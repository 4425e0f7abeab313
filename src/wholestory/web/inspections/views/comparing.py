"""Two rounds compared: the answer first, then the squares, the table, and what would be needed to know more."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholestory.engine.rounds.comparing import compare
from wholestory.engine.rounds.needed import needed
from wholestory.engine.rounds.published import PublishedResult, RoundsError
from wholestory.engine.rounds.saying import said_needed
from wholestory.reports.round_pages import RoundPage, comparison_page
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.models import Round
from wholestory.web.inspections.views.rounds import readable

_CHANGE = 0.2


@open_to(Role.INSPECTOR, Role.IMPROVEMENT_LEAD)
def compare_rounds(request: HttpRequest) -> HttpResponse:
    """The page; the two rounds stand in the address."""
    frozen = Round.objects.exclude(frozen_at=None)
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    told: dict[str, object] = {"rounds": frozen, "first": first, "second": second}
    if first.isdigit() and second.isdigit():
        pair = [readable(access(request), int(number)) for number in (first, second)]
        try:
            told["page"] = _page(*pair)
        except RoundsError as error:
            told["why_not"] = str(error)
    return render(request, "inspections/compare.html", told)


def _page(first: Round, second: Round) -> RoundPage:
    """The comparison. Raises RoundsError where there is nothing to compare."""
    one, two = _result(first), _result(second)
    found = compare(one.counts, two.counts)
    return comparison_page(found, one, two, _what_is_needed(two.counts, found.good))


def _what_is_needed(counts: Mapping[str, int], good: int) -> list[str]:
    """What the next sample needs to show a change; nothing where the grades leave no room for it."""
    try:
        return [said_needed(needed(list(counts.values()), good, _CHANGE))]
    except RoundsError:
        return []


def _result(inspected: Round) -> PublishedResult:
    """A frozen round in the form in which published rounds are compared."""
    if not inspected.results:
        raise RoundsError("A round is compared once it is frozen; choose two that are.")
    counts = inspected.results["parts"][-1]["counts"]
    return PublishedResult(
        force=inspected.title,
        round="round",
        fieldwork=f"{inspected.since} to {inspected.until}",
        published=str(inspected.published_at.date()) if inspected.published_at else "",
        published_n=sum(counts.values()),
        counts=counts,
        graded_by="inspectors",
        subset="all",
        source=f"Round {inspected.pk}, graded here",
    )
