"""A record: its words unchanged, marks that can be switched off, what stands beside it and what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.model.records import HANDLINGS
from wholestory.web.accounts.models import User
from wholestory.web.children.models import Child
from wholestory.web.records.models import Correction, EarlierVersion, InvolvementRow, PersonRow, RecordRow

SignIn = Callable[[str], Client]
NOTE = "care_home:LB-012"


@pytest.fixture
def hub(signed_in: SignIn) -> Client:
    """Somebody who has opened the story of the child whom the note is about."""
    client = signed_in("hub")
    client.post(reverse("open_story", kwargs={"child": _whose(NOTE)}), {"reason": "Preparing the conference"})
    return client


def _whose(record: str) -> str:
    persons = InvolvementRow.objects.filter(record=record, role="subject").values("person")
    return Child.objects.get(key__in=PersonRow.objects.filter(key__in=persons).values("cluster")).key


def _page(client: Client, record: str = NOTE, query: str = "") -> str:
    page = client.get(reverse("record", kwargs={"record": record}) + query)
    assert page.status_code == 200
    return page.content.decode()


def _narrative(page: str) -> str:
    """What stands in the narrative's place, without the numbers of the marks."""
    found = re.search(r'<blockquote class="ws-narrative">(.*?)</blockquote>', page, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<sup>.*?</sup>", "", found[1], flags=re.DOTALL)))


@pytest.mark.parametrize("query", ["", "?marks=off"])
def test_the_words_stand_unchanged_with_marks_and_without(hub: Client, query: str) -> None:
    page = _page(hub, query=query)
    assert _narrative(page) == RecordRow.objects.get(key=NOTE).narrative
    assert ("<mark" in page) is (not query)
    assert ("Show the marks" if query else "Hide the marks") in page


def test_each_mark_says_what_why_and_by_which_rule(hub: Client) -> None:
    page = unescape(_page(hub))
    assert "“attention seeking”: Attention seeking" in page
    assert "Say instead." in page
    assert page.count("The rule.") == page.count("<details")
    assert page.count("This is wrong because…") == page.count("<details")
    assert "Source (" in page


def test_a_correction_stands_beside_and_changes_nothing(hub: Client) -> None:
    by = User.objects.get(email="recorder@example.org")
    Correction.objects.create(record=NOTE, by=by, at=timezone.now(), text="She was tired.", reason="Asked her")
    page = _page(hub)
    assert "She was tired." in page
    assert "Why: Asked her" in page
    assert _narrative(page) == RecordRow.objects.get(key=NOTE).narrative


def test_what_it_answers_and_what_answered_it_lead_both_ways(hub: Client) -> None:
    asked = RecordRow.objects.get(key=NOTE).responds_to[0]
    assert reverse("record", kwargs={"record": asked}) in _page(hub)
    assert reverse("record", kwargs={"record": NOTE}) in _page(hub, asked)


@pytest.mark.parametrize("handling", HANDLINGS)
def test_an_earlier_version_obeys_the_handling_that_it_had(hub: Client, handling: str) -> None:
    content = {"narrative": "As it first stood.", "handling": handling}
    EarlierVersion.objects.create(
        key=NOTE, is_person=False, content=content, replaced_at=timezone.now(), why="The agency sent it again"
    )
    page = _page(hub)
    assert "The agency sent it again" in page
    assert ("As it first stood." in page) is (handling == "ordinary")


def test_a_record_is_read_in_a_story_of_somebody_whom_it_is_about(signed_in: SignIn) -> None:
    asked = signed_in("hub").get(reverse("record", kwargs={"record": NOTE}))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("open_story", kwargs={"child": _whose(NOTE)}))
