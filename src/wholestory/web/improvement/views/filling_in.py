"""The one page on which everything of this application is filled in: a heading, a form, a button, a way back."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest, form: forms.Form, *, heading: str, button: str, back: str, lead: str = ""
) -> HttpResponse:
    """The page; `back` is the address of the page from which one came."""
    return render(
        request,
        "improvement/form.html",
        {"form": form, "heading": heading, "button": button, "back": back, "lead": lead},
    )
