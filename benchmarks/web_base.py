"""The addresses of the web application and one more: the least that a page can do, to hold the others against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from wholestory.web.accounts.permissions import open_to
from wholestory.web.children.models import Child
from wholestory.web.urls import urlpatterns as the_application

_PAGE = '{% extends "ui/base.html" %}{% block content %}<h1 class="govuk-heading-l">{{ child.name }}</h1>{% endblock %}'


@open_to()
def base(request: HttpRequest, child: str) -> HttpResponse:
    """The same middleware and layout, one indexed query, and the row in the log that every page writes."""
    found = Child.objects.get(key=child)
    return HttpResponse(_page.render({"child": found}, request))


_page = engines["django"].from_string(_PAGE)
urlpatterns = [*the_application, path("base/<str:child>/", base, name="base")]
