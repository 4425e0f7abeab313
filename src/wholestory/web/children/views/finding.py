"""Finding a child, and adding one who is not here yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.actions.writing import add_child
from wholestory.web.children.converters import addresses_of
from wholestory.web.children.finding import MOST_FOUND, Asked, Found
from wholestory.web.children.finding import find as find_children
from wholestory.web.children.forms.writing import ChildForm
from wholestory.web.children.models import Opening
from wholestory.web.children.opening import session_of
from wholestory.web.log.actions import note


@open_to(*READS_STORIES)
def find(request: HttpRequest) -> HttpResponse:
    """Children by name, date of birth or number, within what the posts of whoever asks reach."""
    text = request.GET.get("q", "").strip()
    asked = Asked.of(text)
    found = find_children(access(request), asked)
    if text:
        # What was typed may be a child's name, so only how much was asked and found is logged.
        note(
            who=access(request).who,
            what="searched",
            words=len(asked.words),
            numbers=len(asked.numbers),
            born=bool(asked.born),
            found=len(found),
        )
    told = {
        "text": text,
        "asked": asked,
        "found": found,
        "table": _table(found) if found else "",
        "many": len(found) == MOST_FOUND,
        "can_add": _writes_for(request),
    }
    return render(request, "children/find.html", told)


def _table(found: Sequence[Found]) -> str:
    """The children found, drawn as a table."""
    addresses = {name: addresses_of(name, "child") for name in ("story", "write")}
    return render_to_string("children/found.html", {"found": found, **addresses}, using="jinja2")


@open_to(*READS_STORIES)
def add(request: HttpRequest) -> HttpResponse:
    """Add a child who was not found, and go on to write."""
    form = ChildForm(request.POST or None, initial={"forenames": request.GET.get("q", "")})
    if request.method == "POST" and form.is_valid():
        by, at = signed_in_user(request), timezone.now()
        agency = agencies_or_refuse(request)[0].name
        child = add_child(form=form.cleaned_data, agency=agency, district=district_of(request, agency), by=by, at=at)
        Opening.objects.create(
            by=by, child=child, session=session_of(request), reason="Adding this child and writing a record", at=at
        )
        return redirect("write", child=child)
    return render(request, "children/add_child.html", {"form": form}, status=422 if form.errors else 200)


def agencies(request: HttpRequest) -> list[Agency]:
    """The agencies for which somebody may write."""
    wanted = _writes_for(request)
    return [agency for agency in access(request).agencies if agency.name in wanted]


def _writes_for(request: HttpRequest) -> frozenset[str]:
    """The names of the same agencies."""
    return access(request).agencies_as(Role.RECORDER, Role.SUPERVISOR, Role.HUB)


def agencies_or_refuse(request: HttpRequest) -> list[Agency]:
    """The same. Raises RefusedError where there is none."""
    found = agencies(request)
    if not found:
        raise RefusedError("Your posts name no agency to write for. An administrator can give you one that does.")
    return found


def district_of(request: HttpRequest, agency: str) -> str:
    """The district of somebody's post in an agency; empty where it is all of them."""
    posts = access(request).posts_as(Role.RECORDER, Role.SUPERVISOR, Role.HUB)
    return next((post.district for post in posts if post.agency == agency), "")
