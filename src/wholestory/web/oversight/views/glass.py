"""Broken glass: what waits for review, one of them with what was then read, and the review by name."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.children.models import BreakGlass
from wholestory.web.log.actions import note
from wholestory.web.oversight import actions
from wholestory.web.oversight.forms import AddForm, ReviewForm, TakeBackForm
from wholestory.web.oversight.permissions import OVERSEES, why_not_add, why_not_review, why_not_take_back
from wholestory.web.oversight.queries.glass import done_meanwhile, reviewed, standing_review, waiting
from wholestory.web.oversight.queries.told import in_words, nameless
from wholestory.web.ui.forms import posted

A_PAGE = 50
MOST_DONE = 500


@open_to(*OVERSEES)
def broken_glass(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; below it what has been reviewed."""
    page = Paginator(waiting(), A_PAGE).get_page(request.GET.get("page"))
    done = list(reviewed()[:A_PAGE])
    told = {
        "page": page,
        "waiting": _with_reasons(list(page)),
        "reviewed": _with_reasons(done),
        "a_page": A_PAGE,
    }
    return render(request, "oversight/broken_glass.html", told)


@open_to(*OVERSEES)
def glass(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: who, the child's key, the reason, what was done meanwhile, and its reviews."""
    broken = get_object_or_404(BreakGlass.objects.select_related("by"), pk=number)
    asked = request.POST.get("do", "")
    review = ReviewForm(posted(request) if asked == "review" else None)
    add = AddForm(posted(request) if asked == "add" else None)
    take_back = TakeBackForm(posted(request) if asked == "take_back" else None)
    if said := _done(request, broken, review, add, take_back):
        messages.success(request, said)
        return redirect("glass", number=number)
    note(who=access(request).who, what="viewed", about=f"broken glass {number}")
    held, standing = access(request), standing_review(broken)
    told = {
        "glass": broken,
        "reason": _with_reasons([broken])[0][1],
        "posts": broken.by.posts.filter(ended=None).select_related("agency", "district").order_by("id"),
        "done": in_words(list(done_meanwhile(broken)[:MOST_DONE])),
        "reviews": broken.reviews.select_related("by").prefetch_related("additions__by"),
        "standing": standing,
        "form": next((form for form in (add, take_back) if form.is_bound), review),
        "review": review,
        "add": add,
        "take_back": take_back,
        "why_not_review": why_not_review(held, broken, standing),
        "why_not_add": why_not_add(held, broken, standing),
        "why_not_take_back": why_not_take_back(held, standing),
    }
    return render(request, "oversight/glass.html", told)


def _done(request: HttpRequest, broken: BreakGlass, review: ReviewForm, add: AddForm, take_back: TakeBackForm) -> str:
    """Does what was sent and gives the sentence that says so; empty where nothing valid was sent."""
    held = access(request)
    if review.is_valid():
        actions.review_glass(glass=broken, **review.cleaned_data, by=held)
        return "Your review is kept with your name."
    if add.is_valid():
        actions.add_to_review(glass=broken, says=add.cleaned_data["says"], by=held)
        return "What you added stands beside the review."
    if take_back.is_valid():
        actions.take_back_review(glass=broken, reason=take_back.cleaned_data["why"], by=held)
        return "Your review is taken back, and stays on record as taken back."
    return ""


def _with_reasons(some: list[BreakGlass]) -> list[tuple[BreakGlass, str]]:
    """Each with its reason, the names that the records know taken out."""
    return list(zip(some, nameless([(f"child {one.child}", one.reason) for one in some]), strict=True))
