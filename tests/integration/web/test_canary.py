"""A word that somebody types stands only where it belongs: no log, no error page, no e-mail and no notice holds it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.integration.web.conftest import PEOPLE
from tests.integration.web.forms_on_pages import CANARY, Forms
from tests.integration.web.walking import Route, routes
from wholestory.web.accounts.models import User
from wholestory.web.children.models import Child, Notice
from wholestory.web.log.models import Entry

EVERYBODY = [email.partition("@")[0] for email, role, *_ in PEOPLE if role]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """What every logger has said, also what is said only while looking for a fault."""
    caplog.set_level(logging.DEBUG)
    # What the database is asked is nobody's to log: Django says it to this logger in its debug mode alone.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield lambda: caplog.text
    logging.getLogger("django.db.backends").setLevel(logging.NOTSET)


def _pages() -> list[Route]:
    """Every route of ours."""
    return [route for route in routes() if route.roles is not None]


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_typed_into_every_form_is_in_no_log_notice_or_mail(
    signed_in: Callable[[str], Client], lines: Callable[[], str], name: str
) -> None:
    user, client = User.objects.get(email=f"{name}@example.org"), signed_in(name)
    client.raise_request_exception = False
    for child in Child.objects.values_list("key", flat=True)[:3]:
        client.post(reverse("open_story", kwargs={"child": child}), {"reason": "Walking every form"})
    typed = 0
    for route in _pages():
        address = route.address(user)
        for action, fields in _forms_at(client, address):
            # The search that finds a child is sent in an address, which nobody keeps.
            answer = client.post(action, fields)
            assert answer.status_code < 500, (route.name, action)
            assert not (answer.status_code in (403, 404) and CANARY in answer.content.decode()), route.name
            typed += any(CANARY in value for value in fields.values())
    assert typed or not user.posts.filter(role__in=("recorder", "supervisor", "hub", "clerk", "administrator")).exists()
    _it_is_nowhere(lines())


def _forms_at(client: Client, address: str) -> list[tuple[str, dict[str, str]]]:
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        return []
    found = Forms(answer.content.decode(), address).found
    return [(action, fields) for action, fields in found if "logout" not in action and "everywhere" not in action]


def _it_is_nowhere(said: str) -> None:
    assert CANARY.lower() not in said.lower()
    for entry in Entry.objects.all():
        # A reason is the person's own, and what the log is for: it stands in `reason` alone.
        told = {"what": entry.what, "about": entry.about, "details": entry.details}
        assert CANARY.lower() not in str(told).lower(), (entry.what, entry.about)
    for message in mail.outbox:
        assert CANARY not in f"{message.subject} {message.body}"
    for notice in Notice.objects.all():
        assert CANARY not in str(vars(notice))


@pytest.mark.django_db
def test_a_search_and_an_address_that_lead_nowhere_are_in_no_log_and_on_no_error_page(
    signed_in: Callable[[str], Client], lines: Callable[[], str]
) -> None:
    client = signed_in("supervisor")
    client.raise_request_exception = False
    client.get("/find/", {"q": CANARY})
    for address in (f"/{CANARY}/", f"/children/{CANARY}:1/", f"/records/{CANARY}:1/", f"/worklist/?team={CANARY}"):
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            # A link back to the address that was asked for is no more than the address.
            assert CANARY not in re.sub(r'href="[^"]*"', "", answer.content.decode()), address
    assert CANARY.lower() not in lines().lower()


@pytest.mark.django_db
def test_what_an_import_holds_is_in_no_log(signed_in: Callable[[str], Client], lines: Callable[[], str]) -> None:
    content = f"record_id,kind,narrative\nQ1,incident,{CANARY}\n".encode()
    signed_in("clerk").post("/imports/", {"file": SimpleUploadedFile("records.csv", content)})
    _it_is_nowhere(lines())


@pytest.mark.django_db
def test_an_error_that_quotes_a_record_is_shown_and_logged_without_it(
    signed_in: Callable[[str], Client], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholestory.web.children.views import worklist

    def failing(*_: object) -> None:
        raise ValueError(f"a row that says {CANARY}")

    monkeypatch.setattr(worklist, "catch_up", failing)
    client = signed_in("supervisor")
    client.raise_request_exception = False
    answer = client.get("/worklist/")
    assert answer.status_code == 500
    said = capsys.readouterr()
    assert CANARY not in answer.content.decode() + said.out + said.err
