"""The survivors' panel: what it raised is read by a second person first, and answered by what was done and changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.integration.web.recommending import a_recommendation, a_report, a_theme, user
from wholestory.web.accounts.permissions import RefusedError, access_of
from wholestory.web.improvement.actions import following
from wholestory.web.improvement.actions.panel import link, settle, write_reply
from wholestory.web.improvement.identifying import ADDRESS, AGE, DATE, HELD, NAME, NUMBER, pointed_at
from wholestory.web.improvement.models import Theme
from wholestory.web.log.models import Entry

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
RAISED = {"heard": "The spring meeting", "heard_on_day": 1, "heard_on_month": 3, "heard_on_year": 2025}
SAFE = {"decision": "release", "agreed": "on", "nobody": "on", "why": "It is said of everybody."}


def test_words_are_read_by_a_second_person_before_anybody_else(signed_in: SignedIn) -> None:
    lead, inspector, commissioner = signed_in("lead"), signed_in("inspector"), signed_in("commissioner")
    words = "We were blamed for what was done to us."
    lead.post(reverse("write_theme"), {"words": words, **RAISED})
    made = Theme.objects.get()
    assert words not in commissioner.get(reverse("panel")).content.decode()
    refused = lead.get(reverse("settle_theme", args=[made.pk]))
    assert refused.status_code == 403 and "somebody else has to see" in refused.content.decode()
    inspector.post(reverse("settle_theme", args=[made.pk]), SAFE)
    assert words in commissioner.get(reverse("panel")).content.decode()
    made.refresh_from_db()
    assert (made.settled_by, made.released) == (user("inspector"), True)
    rows = Entry.objects.filter(about=f"theme {made.pk}").values_list("what", flat=True)
    assert {"wrote", "decided"} <= set(rows)


def test_nothing_is_released_without_agreement_or_with_somebody_in_it(signed_in: SignedIn) -> None:
    made = a_theme(released=False)
    for missing in ("agreed", "nobody"):
        said = {name: value for name, value in SAFE.items() if name != missing}
        page = signed_in("inspector").post(reverse("settle_theme", args=[made.pk]), said).content.decode()
        assert "There is a problem" in page and "only where this is so" in page
    made.refresh_from_db()
    assert made.waits


def test_words_kept_back_stand_on_no_page(signed_in: SignedIn) -> None:
    made = a_theme("It was at Rosewood that it began.", released=False)
    page = signed_in("lead").get(made.get_absolute_url()).content.decode()
    assert "“Rosewood”: may be a name" in page
    signed_in("inspector").post(
        reverse("settle_theme", args=[made.pk]), {"decision": "keep", "why": "The home is named in it."}
    )
    for address in (made.get_absolute_url(), reverse("panel")):
        assert "Rosewood" not in signed_in("lead").get(address).content.decode()
    assert "Kept back" in signed_in("lead").get(made.get_absolute_url()).content.decode()
    with pytest.raises(RefusedError, match="settled already"):
        settle(checked=made, released=True, why="Why not?", access=access_of(user("inspector")), by=user("inspector"))


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        ("They told Maisie to go home.", "Maisie", HELD),
        ("Maisie was told to go home.", "Maisie", HELD),
        ("They told Zebedee to go home.", "Zebedee", NAME),
        ("I lived at 12 Tanner Row House then.", "12 Tanner Row House", ADDRESS),
        ("Everybody in KB2 6LH knew.", "KB2 6LH", ADDRESS),
        ("Ring 07700 900141 and ask.", "07700 900141", NUMBER),
        ("He wrote as @nobody_at_all.", "@nobody_at_all", NUMBER),
        ("On 13 January 2024 nobody came.", "13 January 2024", DATE),
        ("I was 14 when they asked.", "was 14", AGE),
    ],
)
def test_what_may_lead_to_somebody_is_pointed_at(words: str, text: str, kind: str) -> None:
    assert (text, kind) in {(one.text, one.kind) for one in pointed_at(words)}


def test_ordinary_words_are_not_pointed_at() -> None:
    assert pointed_at("I was never asked. “We” were a problem to them, not children. When I’m asked, I answer.") == []


def test_you_said_we_did_what_changed(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = a_report()
    for number in range(1, 9):
        made, found = a_theme(f"We were not asked, {number} times."), a_recommendation(report, number)
        following.choose_measure(recommendation=found, measure="duty:return_interview", district="", by=user("lead"))
        link(theme=made, recommendation=found, by=user("lead"))
    reply = write_reply(theme=made, words="We ask every child, alone.", by=user("lead"))
    commissioner = signed_in("commissioner")
    page = commissioner.get(reverse("panel")).content.decode()
    assert "We ask every child" not in page
    assert "Action not done yet" in page and "Effect untested" in page
    signed_in("inspector").post(reverse("settle_reply", args=[made.pk, reply.pk]), SAFE)
    with django_assert_max_num_queries(30):
        page = commissioner.get(reverse("panel")).content.decode()
    assert "We ask every child, alone." in page and "D. Hale" not in page
    pdf = commissioner.get(reverse("panel_sheet"))
    assert pdf.content.startswith(b"%PDF-") and "attachment" in pdf["Content-Disposition"]
    assert "not asked, 8 times" in signed_in("lead").get(found.get_absolute_url()).content.decode()


def test_a_theme_is_linked_on_its_page_and_answered_once_released(signed_in: SignedIn) -> None:
    waits, found = a_theme(released=False), a_recommendation(a_report())
    refused = signed_in("lead").get(reverse("write_reply", args=[waits.pk]))
    assert "answered once it is released" in refused.content.decode()
    signed_in("lead").post(waits.get_absolute_url(), {"recommendation": found.pk})
    assert list(waits.recommendations.all()) == [found]
    with pytest.raises(RefusedError, match="linked to the theme already"):
        link(theme=waits, recommendation=found, by=user("lead"))


def test_the_database_itself_keeps_the_words() -> None:
    made = a_theme()
    reply = write_reply(theme=made, words="We ask every child, alone.", by=user("lead"))
    for change in (
        lambda: Theme.objects.filter(pk=made.pk).update(words="Something else."),
        lambda: Theme.objects.filter(pk=made.pk).delete(),
        reply.delete,
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
