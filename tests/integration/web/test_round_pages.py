"""The whole journey of a round through its pages, by several people."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from django.test import Client

from tests.integration.web.drawing import drawn
from wholestory.web.accounts.models import District, Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.forms.following import MeasureForm
from wholestory.web.inspections.models import Grading, LiveRisk, Round

pytestmark = pytest.mark.django_db

WORDS = "As the records of this case show."
PLAN = {
    **{"title": "Kelderby again", "framework": "child_protection:three_grades", "scope": "Children at risk."},
    **{
        "since_day": "1",
        "since_month": "1",
        "since_year": "2024",
        "until_day": "31",
        "until_month": "12",
        "until_year": "2024",
    },
    **{"size": "2", "stratified_by": ["case_type"], "seed": "again"},
}


def inspector(name: str) -> Client:
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    Post.objects.create(user=user, role=Role.INSPECTOR)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def done(client: Client, address: str, **fields: object) -> str:
    """The page to which a form leads that was taken."""
    response = client.post(address, fields, follow=True)
    assert response.redirect_chain, response.content.decode()
    assert response.status_code == 200
    return response.content.decode()


def grade(client: Client, mine: Grading, given: str) -> None:
    page = client.get(f"/gradings/{mine.pk}/initial_contact/child_seen/").content.decode()
    assert "This child is at risk now" in page and 'name="evidence"' in page and "no grade" in page
    record = page.split('name="evidence" value="')[1].split('"')[0]
    at = f"/gradings/{mine.pk}"
    done(client, f"{at}/initial_contact/child_seen/", said="no", remark="Nobody asked.", evidence=[record])
    assert mine.answers.get().evidence == [record]
    for part in page.split(f'href="{at}/')[1:]:
        done(client, f"{at}/{part.split('/')[0]}/grade/", grade=given, reasons=WORDS)
    done(client, f"{at}/hand-in/")


def test_a_round_is_planned_graded_settled_frozen_and_published(signed_in: Callable[[str], Client]) -> None:
    one, two, three = signed_in("inspector"), inspector("second"), inspector("third")
    done(one, "/rounds/new/", **PLAN)
    inspected = Round.objects.get()
    at = f"/rounds/{inspected.pk}"
    done(one, f"{at}/move/", to="sampling")
    done(one, f"{at}/sample/", did="draw", excluded="")
    people = {user.name: user.pk for user in User.objects.all()}
    reviewers = [people["Inspector"], people["Second"]]
    done(one, f"{at}/sample/", did="deal", reviewers=reviewers, moderators=[people["Third"]])
    assert "Grade case 1" in done(one, f"{at}/move/", to="grading")

    for mine in Grading.objects.select_related("reviewer"):
        mine_is_first = mine.reviewer_id == people["Inspector"]
        other = two if mine_is_first else one
        assert other.get(f"/gradings/{mine.pk}/overall/grade/").status_code == 403
        grade(one if mine_is_first else two, mine, "good" if mine_is_first else "inadequate")

    case = inspected.cases.all()[0]
    assert "No reply yet" in done(one, f"/cases/{case.pk}/at-risk/", says="She is missing tonight.")
    force = signed_in("supervisor")
    assert "She is missing tonight." in force.get("/returned/").content.decode()
    done(force, f"/returned/{LiveRisk.objects.get().pk}/", says="Found, and safe at home.")

    done(one, f"{at}/move/", to="moderating")
    for settled in inspected.cases.all():
        page = three.get(f"/cases/{settled.pk}/moderate/").content.decode()
        assert WORDS in page
        for part in page.split('name="part" value="')[1:]:
            given = {"part": part.split('"')[0], "grade": "inadequate", "reasons": WORDS}
            done(three, f"/cases/{settled.pk}/moderate/", **given)
    page = done(one, f"{at}/move/", to="frozen")
    assert "<svg" in page and "2 cases were graded by two people" in page and "Found, and safe at home." in page
    done(one, f"{at}/addendum/", says="One case was two children.")

    assert "Freeze a second round" in one.get("/rounds/compare/").content.decode()
    compared = one.get(f"/rounds/compare/?first={inspected.pk}&second={inspected.pk}")
    assert compared.status_code == 200
    pdf = pikepdf.open(io.BytesIO(one.get(f"{at}/report.pdf").content))
    assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "en-GB"
    assert "The case as a whole" in one.get(f"{at}/report.csv").content.decode()

    preview = one.get(f"{at}/publication/").content.decode()
    assert "[c]" in preview and "missing tonight" not in preview
    digest = preview.split('name="digest" value="')[1].split('"')[0]
    commissioner = signed_in("commissioner")
    assert commissioner.get(f"{at}/").status_code == 403
    assert "What went out" in done(one, f"{at}/publication/", signed_as="A. Lead, inspector", digest=digest)
    published = commissioner.get(f"{at}/").content.decode()
    assert all(words not in published for words in ("missing tonight", "One case was two children", "graded by two"))
    on_screen = commissioner.get(f"{at}/report/").content.decode()
    assert "[c]" in on_screen and "A. Lead, inspector" in on_screen and "graded by two" not in on_screen
    assert "graded by two" in one.get(f"{at}/report/").content.decode()
    assert "[c]" in commissioner.get(f"{at}/report.csv").content.decode()


def test_the_plan_says_which_frameworks_are_switched_off_and_why(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("inspector").get("/rounds/new/").content.decode()
    assert "No round can be planned from “Child protection inspections of police forces, from 2024”" in page
    assert "Outstanding, good, adequate, requires improvement, inadequate” is unverified" in page
    assert "No round can be planned from “Child protection inspections of police forces”" not in page


def test_districts_are_called_by_their_titles(signed_in: Callable[[str], Client]) -> None:
    drawn()
    inspected = Round.objects.get()
    district = inspected.cases.exclude(district="").values_list("district", flat=True)[0]
    Round.objects.update(districts=[district])
    District.objects.update_or_create(name=district, defaults={"title": "The Vale of Ash"})
    page = signed_in("inspector").get(f"/rounds/{inspected.pk}/").content.decode()
    assert '<td class="govuk-table__cell">The Vale of Ash</td>' in page
    assert "2024, The Vale of Ash</dd>" in page
    assert f">{district}<" not in page
    assert f'<option value="{district}">The Vale of Ash</option>' in str(MeasureForm()["district"])
