"""What leaves the improvement pages as PDF: tagged, named, and read in the order in which it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.web.recommending import a_theme, duties, user, walked, walked_report
from tests.pdf_structure import Tagged, tagged
from wholestory.web.improvement.actions.following import choose_measure

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def _tagged(client: Client, address: str) -> Tagged:
    found = tagged(client.get(address).content)
    assert (found.language, found.marked, found.declares_ua, found.shows_title) == ("en-GB", True, 1, True)
    assert found.texts("Title") == [found.title]
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_improvement_report_is_read_as_the_page_is(signed_in: SignedIn) -> None:
    action = walked()
    choose_measure(recommendation=action.recommendation, measure="duty:return_interview", district="", by=user("lead"))
    duties(date(2025, 1, 1), 30, 20)
    client = signed_in("lead")
    report = client.get(reverse("improvement_report")).context["report"]
    found = _tagged(client, reverse("improvement_file", args=["pdf"]))
    assert found.title == report.title
    assert found.texts("H1") == [_plain(part.heading) for part in report.parts]
    expected = [_plain(text) for text in report.sentences]
    for part in report.parts:
        expected += [_plain(part.heading), *map(_plain, part.sentences)]
    assert found.texts("H1", "P")[: len(expected)] == expected
    pictures = [_plain(part.picture.described) for part in report.parts if part.picture]
    assert pictures and [_plain(one.alt) for one in found.root.walk() if one.tag == "Figure"] == pictures
    assert found.texts("TH") == [_plain(head) for part in report.parts if part.rows for head in part.columns]


def test_a_published_report_is_read_as_the_page_is_and_its_columns_are_told(signed_in: SignedIn) -> None:
    made = walked_report()
    made.refresh_from_db()
    client = signed_in("commissioner")
    report = client.get(reverse("public_report", args=[made.pk])).context["report"]
    found = _tagged(client, reverse("public_file", args=[made.pk, "pdf"]))
    assert found.texts("H1") == [table.caption for table in report.tables]
    assert found.texts("P")[-1] == f"Signed off by {made.signed_as}."
    told = client.get(reverse("public_file", args=[made.pk, "dictionary"])).content.decode().splitlines()
    rows = client.get(reverse("public_file", args=[made.pk, "csv"])).content.decode().splitlines()
    assert [line.partition(",")[0] for line in told[1:]] == rows[0].split(",")


def test_the_leaders_tables_have_heads_and_claim_no_sign_off(signed_in: SignedIn) -> None:
    found = _tagged(signed_in("lead"), reverse("leaders_pdf"))
    assert found.texts("TH")
    assert not [text for text in found.texts("P") if "igned off" in text]


def test_the_panels_sheet_is_tagged(signed_in: SignedIn) -> None:
    theme = a_theme()
    found = _tagged(signed_in("lead"), reverse("panel_sheet"))
    assert [text for text in found.texts("TD") if _plain(theme.words) in text]
