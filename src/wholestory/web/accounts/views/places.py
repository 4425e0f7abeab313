"""Agencies and districts: the list, adding one, renaming and retiring it. For administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wholestory.web.accounts.actions_places import Place, keep_place, retire_place, take_into_use
from wholestory.web.accounts.forms import AgencyForm, DistrictForm, NewAgencyForm, NewDistrictForm, WhyForm
from wholestory.web.accounts.models import Agency, District
from wholestory.web.accounts.permissions import open_to, signed_in_user, why_not_retire
from wholestory.web.accounts.roles import Role
from wholestory.web.ui.forms import posted

_PlaceForm = type[AgencyForm] | type[DistrictForm]


@open_to(Role.ADMINISTRATOR)
def places(request: HttpRequest) -> HttpResponse:
    """All agencies and districts, those in use first."""
    told = {
        "agencies": Agency.objects.order_by("retired", "title"),
        "districts": District.objects.order_by("retired", "name"),
    }
    return render(request, "accounts/places.html", told)


@open_to(Role.ADMINISTRATOR)
def agency(request: HttpRequest, name: str = "") -> HttpResponse:
    """Add an agency; with a name, change or retire it."""
    if not name:
        return _add(request, NewAgencyForm, "agency")
    return _change(request, get_object_or_404(Agency, pk=name), AgencyForm, "agency")


@open_to(Role.ADMINISTRATOR)
def district(request: HttpRequest, name: str = "") -> HttpResponse:
    """Add a district; with a name, change or retire it."""
    if not name:
        return _add(request, NewDistrictForm, "district")
    return _change(request, get_object_or_404(District, pk=name), DistrictForm, "district")


def _add(request: HttpRequest, kind: _PlaceForm, called: str) -> HttpResponse:
    form = kind(posted(request))
    if form.is_valid():
        place = form.save(commit=False)
        keep_place(by=signed_in_user(request), place=place, new=True)
        messages.success(request, f"{place} is here now. Posts can be given in it.")
        return redirect("places")
    return render(request, "accounts/place.html", {"form": form, "called": called})


def _change(request: HttpRequest, place: Place, kind: _PlaceForm, called: str) -> HttpResponse:
    asked = request.POST.get("do", "")
    # Bound to a row of its own, so that a title with a fault does not stand in the page's heading.
    form = kind(posted(request) if asked == "keep" else None, instance=type(place)._default_manager.get(pk=place.pk))  # type: ignore[arg-type]  # each form is given rows of its own table
    why = WhyForm(posted(request) if asked in ("retire", "use") else None)
    if form.is_valid():
        keep_place(by=signed_in_user(request), place=form.save(commit=False), new=False)
        messages.success(request, "What you changed is kept.")
        return redirect(called, name=place.pk)
    if why.is_valid():
        act = retire_place if asked == "retire" else take_into_use
        act(by=signed_in_user(request), place=place, reason=why.cleaned_data["reason"])
        messages.success(request, f"{place} is {'retired' if asked == 'retire' else 'in use again'}.")
        return redirect(called, name=place.pk)
    told = {
        "place": place,
        "called": called,
        "place_form": form,
        "why_form": why,
        "form": why if why.is_bound else form,
        "why_not_retire": why_not_retire(place),
    }
    return render(request, "accounts/place.html", told)
