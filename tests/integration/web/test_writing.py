"""Writing a record: help on submit, reasons for what is kept, drafts, what follows, corrections beside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from wholestory.web.accounts.models import Post, User
from wholestory.web.children.actions.writing import add_child
from wholestory.web.children.models import Child, DutyRow
from wholestory.web.log.models import Entry
from wholestory.web.records.models import Correction, Draft, KeptWording, PersonRow, RecordRow

BLAMES = "Keira was putting herself at risk again. Not home by ten, phone off."
PLAIN = "Keira was not home by ten. Her phone was off. She came back at seven and was cold and hungry."


@pytest.fixture
def keira(db: None) -> Child:
    """A child whom the police know."""
    return Child.objects.get(first_name="Keira")


@pytest.fixture
def client(signed_in: Callable[[str], Client], keira: Child) -> Client:
    """A supervisor of the police, with the story open."""
    found = signed_in("supervisor")
    found.post(f"/children/{keira.key}/open/", {"reason": "Writing a record after a call"})
    return found


def _form(**more: Any) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "happened_from": f"{now - timedelta(hours=9):%Y-%m-%dT%H:%M}",
        "happened_to": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "kind": "missing_episode",
        "narrative": PLAIN,
        "outcome": "missing",
        "agency": "police",
        "handling": "ordinary",
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 0,
        "items-TOTAL_FORMS": 1,
        "items-INITIAL_FORMS": 0,
        "do": "send",
        **more,
    }


def _written(child: Child) -> RecordRow:
    return RecordRow.objects.filter(author="supervisor@example.org").latest("stored_at")


def test_sending_a_record_and_showing_what_follows_cost_few_queries(
    client: Client, keira: Child, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/children/{keira.key}/write/"
    client.post(address, _form())
    with django_assert_max_num_queries(64):
        sent = client.post(address, _form(happened_from=""))
    with django_assert_max_num_queries(12):
        client.get(sent["Location"])
    assert _written(keira).narrative == PLAIN


def test_a_record_about_a_child_whom_nothing_ties_to_others_costs_fewest(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = User.objects.get(email="supervisor@example.org")
    district = Post.objects.get(user=by).district_id or ""
    form = {"forenames": "Ottoline", "surname": "Fennimore-Quill", "born": "2012-02-03"}
    child = add_child(form=form, agency="police", district=district, by=by, at=timezone.now())
    client.post(f"/children/{child}/open/", {"reason": "Writing a record after a call"})
    client.post(f"/children/{child}/write/", _form())
    with django_assert_max_num_queries(36):
        sent = client.post(f"/children/{child}/write/", _form(happened_from=""))
    with django_assert_max_num_queries(12):
        client.get(sent["Location"])


def test_what_follows_is_said_of_records_about_the_child_alone(client: Client, keira: Child) -> None:
    hers = PersonRow.objects.filter(cluster=keira.key).values("key")
    record = RecordRow.objects.exclude(involvements__person__in=hers).earliest("key")
    assert client.get(f"/children/{keira.key}/written/{record.key}/").status_code == 404


def test_a_record_is_sent_and_what_follows_is_said(client: Client, keira: Child) -> None:
    page = client.post(f"/children/{keira.key}/write/", _form(), follow=True)
    record = _written(keira)
    assert record.narrative == PLAIN
    duty = DutyRow.objects.get(trigger=record.key, duty="return_interview")
    said = page.content.decode()
    assert duty.title in said
    assert "on Keira" in said


def test_words_that_blame_hold_a_record_back_until_they_are_settled(client: Client, keira: Child) -> None:
    address = f"/children/{keira.key}/write/"
    page = client.post(address, _form(narrative=BLAMES))
    assert page.status_code == 422
    assert "putting herself at risk" in page.content.decode()
    assert not RecordRow.objects.filter(author="supervisor@example.org").exists()
    mark = page.context["page"].unsettled[0].mark
    client.post(address, _form(narrative=BLAMES, **{f"keep-{mark}": "It quotes what she said of herself"}))
    record = _written(keira)
    assert record.narrative == BLAMES
    assert KeptWording.objects.get(record=record.key).reason == "It quotes what she said of herself"


def test_the_better_wording_takes_the_place_of_the_words(client: Client, keira: Child) -> None:
    address = f"/children/{keira.key}/write/"
    page = client.post(address, _form(narrative=BLAMES, do="check"))
    wording = page.context["page"].help.wordings[0]
    assert wording.start is not None
    page = client.post(address, _form(narrative=BLAMES, do=f"use {wording.mark}"))
    narrative = page.context["page"].form["narrative"].value()
    assert wording.finding.text not in narrative
    assert wording.instead.rstrip(".") in narrative
    assert not page.context["page"].help.wordings


def test_a_record_answers_what_is_owed_and_nothing_else(client: Client, keira: Child) -> None:
    address = f"/children/{keira.key}/write/"
    owed = DutyRow.objects.filter(child=keira, state__in=("pending", "missed")).latest("due_at")
    assert f'value="{owed.trigger}"' in client.get(address).content.decode()
    assert client.post(address, _form(answers=["police:not-owed"])).status_code == 422
    client.post(address, _form(answers=[owed.trigger]))
    assert _written(keira).responds_to == [owed.trigger]


def test_what_will_be_owed_is_said_before_it_is_sent(client: Client, keira: Child) -> None:
    page = client.post(f"/children/{keira.key}/write/", _form(do="check"))
    assert {one.title for one in page.context["page"].help.owed}
    assert not RecordRow.objects.filter(author="supervisor@example.org").exists()


def test_a_draft_keeps_itself_and_comes_back(client: Client, keira: Child) -> None:
    half = _form(kind="", narrative="Half a sente")
    assert client.post(f"/children/{keira.key}/write/help/", half).status_code == 200
    page = client.get(f"/children/{keira.key}/write/")
    assert page.context["page"].form["narrative"].value() == "Half a sente"
    assert "There is a problem" not in page.content.decode()
    assert "govuk-error-message" not in page.content.decode()
    client.post(f"/children/{keira.key}/write/", _form())
    assert not Draft.objects.exists()


def test_a_draft_is_nobody_elses(client: Client, keira: Child, signed_in: Callable[[str], Client]) -> None:
    client.post(f"/children/{keira.key}/write/help/", _form(kind="", narrative="Half a sente"))
    other = signed_in("hub")
    other.post(f"/children/{keira.key}/open/", {"reason": "Chronology for a conference"})
    assert "Half a sente" not in other.get(f"/children/{keira.key}/write/").content.decode()


def test_others_and_things_come_with_the_record(client: Client, keira: Child) -> None:
    more = {"people-0-name": "Dean Farrow", "people-0-role": "suspect"}
    client.post(
        f"/children/{keira.key}/write/",
        _form(**more, **{"items-0-item_type": "vehicle", "items-0-value": "KB71 XYZ"}),
    )
    record = _written(keira)
    person = PersonRow.objects.get(key=record.involvements.get(role="suspect").person)
    assert (person.forenames, person.surname) == ("Dean", "Farrow")
    assert record.items.get().thing


def test_an_agency_that_does_not_know_the_child_gets_a_person_of_its_own(
    keira: Child, signed_in: Callable[[str], Client]
) -> None:
    PersonRow.objects.filter(cluster=keira.key, agency="social_care").update(agency="elsewhere")
    client = signed_in("hub")
    client.post(f"/children/{keira.key}/open/", {"reason": "A call from school"})
    client.post(f"/children/{keira.key}/write/", _form(agency="social_care", kind="contact", outcome=""))
    record = RecordRow.objects.filter(author="hub@example.org").get()
    subject = PersonRow.objects.get(key=record.involvements.get(role="subject").person)
    assert subject.agency == "social_care"
    assert subject.forenames
    assert PersonRow.objects.filter(cluster=subject.cluster).count() > 1


def test_a_child_who_is_not_here_is_added_and_written_about(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("recorder")
    page = client.post("/find/add/", {"forenames": "Oriel", "surname": "Thwaite", "born": "2012-03-04", "sex": "F"})
    assert page.status_code == 302
    form = _form(agency="care_home", kind="observation", outcome="")
    client.post(page.headers["Location"], form)
    child = Child.objects.get(first_name="Oriel")
    assert child.events == 1
    assert "Oriel" in client.get("/find/", {"q": "Oriol Thwait"}).content.decode()


def test_a_correction_stands_beside_and_the_narrative_stays(client: Client, keira: Child) -> None:
    mine = PersonRow.objects.filter(cluster=keira.key).values("key")
    record = RecordRow.objects.filter(agency="police", handling="ordinary", involvements__person__in=mine).first()
    assert record
    address = f"/children/{keira.key}/records/{record.key}/correct/"
    client.post(address, {"text": "It was the Tuesday.", "reason": "Read from the duty book"})
    assert Correction.objects.get().by == User.objects.get(email="supervisor@example.org")
    before = record.narrative
    record.refresh_from_db()
    assert record.narrative == before


def test_a_record_about_another_child_is_not_reached_by_way_of_this_one(client: Client, keira: Child) -> None:
    mine = PersonRow.objects.filter(cluster=keira.key).values("key")
    other = RecordRow.objects.filter(handling="ordinary").exclude(involvements__person__in=mine).first()
    assert other
    for page in (f"records/{other.key}/correct/", f"written/{other.key}/"):
        assert client.get(f"/children/{keira.key}/{page}").status_code == 404


def test_a_draft_keeps_who_and_what_was_named(client: Client, keira: Child) -> None:
    named = {"people-0-name": "", "people-1-name": "Dean Farrow", "people-1-role": "suspect"}
    more = {**named, "items-0-item_type": "vehicle", "items-0-value": "KB71 XYZ"}
    client.post(f"/children/{keira.key}/write/help/", _form(kind="", **more))
    page = client.get(f"/children/{keira.key}/write/").context["page"]
    assert page.people.forms[0]["name"].value() == "Dean Farrow"
    assert page.items.forms[0]["value"].value() == "KB71 XYZ"


def test_help_while_typing_fills_no_log(client: Client, keira: Child) -> None:
    before = Entry.objects.count()
    client.post(f"/children/{keira.key}/write/help/", _form())
    assert Entry.objects.count() == before


def test_a_refusal_to_correct_is_on_record(client: Client, keira: Child) -> None:
    mine = PersonRow.objects.filter(cluster=keira.key).values("key")
    record = RecordRow.objects.filter(involvements__person__in=mine).exclude(agency="police").first()
    assert record
    RecordRow.objects.filter(key=record.key).update(handling="restricted")
    page = client.get(f"/children/{keira.key}/records/{record.key}/correct/")
    assert page.status_code == 403
    assert Entry.objects.filter(who="supervisor@example.org", what="refused").count() == 1


def test_whoever_has_no_agency_is_told_so(signed_in: Callable[[str], Client], keira: Child) -> None:
    Post.objects.filter(user__email="hub@example.org").update(agency=None)
    client = signed_in("hub")
    client.post(f"/children/{keira.key}/open/", {"reason": "A call from school"})
    page = client.get(f"/children/{keira.key}/write/")
    assert page.status_code == 403
    assert "no agency to write for" in page.content.decode()


def test_a_page_sent_back_is_not_called_the_draft(client: Client, keira: Child) -> None:
    address = f"/children/{keira.key}/write/"
    client.post(address, _form(do="keep draft"))
    assert "This is your draft" in client.get(address).content.decode()
    for wrong in ({"kind": ""}, {"narrative": BLAMES}):
        page = client.post(address, _form(**wrong)).content.decode()
        assert "Error: " in page and "This is your draft" not in page
        assert "Throw the draft away" in page
