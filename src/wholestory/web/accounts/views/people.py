"""People who sign in: the list, one of them, and the site as it is set. For administrators, who see no child."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from wholestory.web.accounts import actions
from wholestory.web.accounts.forms import PersonForm, PostForm, WhyForm
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.accounts.sessions import IDLE, LONGEST
from wholestory.web.ui.forms import posted


@never_cache
@open_to(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in, and the form that adds one. The one-time password is shown once and never again."""
    form = PersonForm(posted(request))
    if form.is_valid():
        user, password = actions.add_person(by=_by(request), **form.cleaned_data)
        return render(request, "accounts/one_time.html", {"person": user, "password": password})
    everyone = User.objects.prefetch_related("posts__agency", "posts__district")
    page = Paginator(everyone, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"form": form, "page": page})


@never_cache
@open_to(Role.ADMINISTRATOR)
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: posts given and ended, signing in stopped or allowed, a new password for once."""
    whose = get_object_or_404(User, pk=person)
    asked = request.POST.get("do", "")
    post_form = PostForm(posted(request) if asked == "give" else None, instance=Post(user=whose))
    why_form = WhyForm(posted(request) if asked in ("end", "stop", "allow", "factor") else None)
    if asked == "renew":
        password = actions.renew_password(by=_by(request), of=whose)
        return render(request, "accounts/one_time.html", {"person": whose, "password": password})
    if asked == "give" and post_form.is_valid():
        actions.give_post(by=_by(request), post=post_form.save(commit=False))
        return redirect("person", person=person)
    if why_form.is_valid():
        _end(request, whose, asked, why_form.cleaned_data["reason"])
        return redirect("person", person=person)
    form = post_form if asked == "give" else why_form
    posts = whose.posts.select_related("agency", "district").order_by("ended", "since")
    shown = {"person": whose, "posts": posts, "post_form": post_form, "why_form": why_form, "form": form}
    return render(request, "accounts/person.html", shown)


def _end(request: HttpRequest, whose: User, asked: str, reason: str) -> None:
    if asked == "end":
        number = request.POST.get("post", "")
        post = get_object_or_404(whose.posts, pk=int(number) if number.isdecimal() else 0)
        actions.end_post(by=_by(request), post=post, reason=reason)
    elif asked == "factor":
        actions.remove_second_factor(by=_by(request), of=whose, reason=reason)
    else:
        actions.set_active(by=_by(request), of=whose, active=asked == "allow", reason=reason)


@open_to(Role.ADMINISTRATOR)
def settings_shown(request: HttpRequest) -> HttpResponse:
    """The site as it is set, without secrets."""
    site = settings.SITE
    lines = (
        ("Database", "PostgreSQL" if site.database else "the embedded one, for one machine"),
        ("Reached by", ", ".join(site.hosts)),
        ("Second factor to read stories", "needed" if settings.SECOND_FACTOR else "not needed"),
        ("The organisation’s own sign-in", site.openid or "not set"),
        ("Signed out without doing anything after", f"{IDLE.seconds // 60} minutes"),
        ("Signed out in any case after", f"{LONGEST.seconds // 3600} hours"),
        ("Second place of the log", str(site.heads_file)),
    )
    return render(request, "accounts/settings.html", {"lines": lines})


def _by(request: HttpRequest) -> User:
    user = access(request).user
    assert user
    return user
