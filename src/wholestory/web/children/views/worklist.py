"""The worklist of supervisors and hub practitioners, and who holds what is on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.holding import assign, give_back
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.forms.worklist import AssignForm, NarrowingForm
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import children_for
from wholestory.web.children.queries.worklist import A_PAGE, Narrowing, when_checked, worklist_of
from wholestory.web.children.summarising import RULE, catch_up
from wholestory.web.children.worklist_lines import lines_of
from wholestory.web.log.actions import note
from wholestory.web.ui.forms import posted


@open_to(Role.SUPERVISOR, Role.HUB)
def worklist(request: HttpRequest) -> HttpResponse:
    """Children with unanswered concerns, duties missed or soon due, most urgent first."""
    now, held = timezone.now(), access(request)
    catch_up(now)
    narrowing = Narrowing.of(request.GET)
    # The choices of the filters cost more than the list: they are drawn for whoever asks for them.
    form = NarrowingForm(request.GET, held) if narrowing.address() or "narrow" in request.GET else None
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() else 1
    page = worklist_of(held, narrowing, number, now)
    user, today = signed_in_user(request), timezone.localdate(now)
    note(who=held.who, what="viewed", about="worklist", page=number, narrowed=narrowing.address())
    cases = {
        "lines": lines_of(page.children, user, today),
        "first": (number - 1) * A_PAGE + 1,
        "hold": reverse("hold"),
        "here": request.get_full_path(),
    }
    return render(
        request,
        "children/worklist.html",
        {
            "form": form,
            "narrowing": narrowing,
            **cases,
            "cases": render_to_string("children/cases.html", cases, request, using="jinja2"),
            "tallies": page.tallies,
            "rule": RULE,
            "number": number,
            "more": page.more,
            "now": now,
            "checked": None if page.children else when_checked(held),
            "undo": request.session.pop("undo_holding", None),
        },
    )


@require_POST
@open_to(Role.SUPERVISOR, Role.HUB)
def hold(request: HttpRequest) -> HttpResponse:
    """Take a case (or put it back with whom it was, which undoes), or give it back where `to` is empty."""
    child = get_object_or_404(children_for(access(request)), key=request.POST.get("child", ""))
    by, before, to = signed_in_user(request), child.owner, request.POST.get("to", "")
    name = child.first_name or "This child"
    if to == "":
        give_back(child=child.key, by=by)
        said = f"Nobody holds {name}’s case now."
    else:
        owner = by if to == "me" else get_object_or_404(User, pk=to if to.isdecimal() else None)
        assign(child=child.key, to=owner, by=by)
        said = f"You hold {name}’s case now." if owner == by else f"{owner.name} holds {name}’s case now."
    _offer_to_undo(request, said, child, before)
    return redirect(_back(request))


@open_to(Role.SUPERVISOR, Role.HUB)
def assign_to(request: HttpRequest, child: str) -> HttpResponse:
    """Give a case to somebody else."""
    whose = get_object_or_404(children_for(access(request)), key=child)
    form = AssignForm(whose, posted(request))
    if form.is_valid():
        before = whose.owner
        assign(child=child, to=form.cleaned_data["to"], by=signed_in_user(request))
        said = f"{form.cleaned_data['to'].name} holds {whose.first_name}’s case now."
        _offer_to_undo(request, said, whose, before)
        return redirect("worklist")
    age = age_in_words(whose.born, timezone.localdate())
    return render(request, "children/assign.html", {"form": form, "child": whose, "age": age})


def _offer_to_undo(request: HttpRequest, said: str, child: Child, before: User | None) -> None:
    """Say what was done; the next page offers to put the case back with whoever held it before."""
    messages.success(request, said)
    request.session["undo_holding"] = {"child": child.key, "to": before.pk if before else ""}


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "worklist"
