"""The worklist shows whom a post reaches."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from wholestory.web.children.models import Child


def test_a_supervisor_sees_the_children_that_wait(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("supervisor").get("/worklist/")
    waiting = Child.objects.exclude(unanswered=0, missed=0).filter(places__agency="police").distinct()
    assert waiting
    assert all(child.first_name in page.content.decode() for child in waiting)


def test_a_clerk_is_told_why_not(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("clerk").get("/worklist/")
    assert page.status_code == 403
    assert "supervisor or hub practitioner" in page.content.decode()
