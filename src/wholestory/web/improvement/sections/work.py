"""Who holds how many children's cases, against posts; and how completely fields are filled in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from wholestory.reports.count_pictures import Square, grid_picture
from wholestory.reports.printed import picture_address
from wholestory.reports.round_report import ReportTable
from wholestory.web.accounts.models import Agency, Post
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Child
from wholestory.web.improvement.leading import Section, Year
from wholestory.web.records.models import PersonRow, RecordRow

_NO_TEAM = "no team"
_HOLDERS = (Role.SUPERVISOR, Role.HUB, Role.RECORDER)
_PERSON_FIELDS = ("born", "sex", "ethnicity", "postcode")
_RECORD_FIELDS = ("district", "place", "narrative", "outcome", "author_role")


def caseload() -> Section:
    """Children by who holds them, and by team against the people in post."""
    title = "Cases held, by worker and team"
    held = Child.objects.exclude(owner=None).values_list("team", "owner__name").annotate(cases=Count("pk"))
    cases = {(team or _NO_TEAM, name): count for team, name, count in held.order_by("team", "owner__name")}
    if not cases:
        return Section(
            "caseload", title, missing="Nobody holds a case yet. Cases are taken and assigned on the worklist."
        )
    posts = Counter(
        team or _NO_TEAM
        for team, _ in Post.objects.filter(ended=None, role__in=_HOLDERS).values_list("team", "user").distinct()
    )
    teams: dict[str, int] = defaultdict(int)
    for (team, _), count in cases.items():
        teams[team] += count
    rows = [(team, name, str(count), "", "") for (team, name), count in cases.items()]
    rows += [
        (team, "all of the team", str(count), str(posts[team]), f"{count / posts[team]:.1f}" if posts[team] else "–")
        for team, count in sorted(teams.items())
    ]
    heads = ("Team", "Worker", "Cases held", "People in post", "Cases a post")
    squares = [Square(team, name, str(count), count / max(cases.values())) for (team, name), count in cases.items()]
    says = f"{sum(teams.values()):,} children’s cases are held. A case held by nobody waits on the worklist."
    holds = (
        "Team of the post under which the case is held",
        "Who holds it",
        "Children whose case they hold now",
        "People with a live post in the team that may hold cases",
        "Cases held for each of them",
    )
    drawn = picture_address(grid_picture(title, squares, says))
    return Section("caseload", title, (says,), ReportTable(title, heads, tuple(rows)), holds, drawn)


def completeness(year: Year) -> Section:
    """Which fields agencies fill in: of the persons who are children, and of the records of the year."""
    title = "How completely fields are filled in"
    first, last = year.ends
    children = PersonRow.objects.filter(cluster__in=Child.objects.values("key"))
    records = RecordRow.objects.filter(recorded_at__gte=first, recorded_at__lt=last)
    counted = [
        *((agency, "a child", *pair) for agency, pair in _filled(children, _PERSON_FIELDS)),
        *((agency, "a record", *pair) for agency, pair in _filled(records, _RECORD_FIELDS)),
    ]
    if not counted:
        return Section("completeness", title, missing="No record of this time is held. Take in an extract first.")
    names = dict(Agency.objects.values_list("name", "title"))
    rows = tuple(
        (names.get(agency, agency), f"{_words(field)} of {of}", str(filled), str(all_), f"{filled / all_:.0%}")
        for agency, of, field, filled, all_ in counted
    )
    squares = [
        Square(names.get(agency, agency), _words(field), f"{filled / all_:.0%}", filled / all_)
        for agency, _, field, filled, all_ in counted
    ]
    says = "A field that is seldom filled in makes everything that rests on it doubtful."
    heads = ("Agency", "Field", "Filled in", "Of", "Share")
    holds = (
        "Agency that holds the row",
        "Field, and of what",
        "Rows in which it is not empty",
        "All rows",
        "Filled in of all",
    )
    return Section(
        "completeness",
        title,
        (says,),
        ReportTable(title, heads, rows),
        holds,
        picture_address(grid_picture(title, squares, says)),
    )


def _filled(rows: QuerySet[Any], fields: Sequence[str]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """For each agency and field: the field, in how many rows it is filled in, and how many there are. One query."""
    told = (
        rows.order_by("agency")
        .values("agency")
        .annotate(all_=Count("pk"), **{f"has_{field}": Count("pk", filter=~Q(**{field: ""})) for field in fields})
    )
    for row in told:
        for field in fields:
            yield row["agency"], (field, row[f"has_{field}"], row["all_"])


def _words(field: str) -> str:
    return {"born": "date of birth", "author_role": "author’s role"}.get(field, field)
