"""How long somebody stays signed in, and signing out everywhere from another session. No test waits: the moments
that a session keeps are moved in the database instead."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Guarded

# An auditor needs no second factor, and the log of the application is nothing that this changes.
PERSON = "administrator"


def _move(site: Guarded, key: str, minutes: int) -> None:
    """Let a moment of every session lie further back."""
    site.server.program(
        "from importlib import import_module; from django.conf import settings\n"
        "from django.contrib.sessions.models import Session\n"
        "store = import_module(settings.SESSION_ENGINE).SessionStore\n"
        "for row in Session.objects.all():\n"
        "    session = store(row.session_key)\n"
        f"    if {key!r} in session:\n"
        f"        session[{key!r}] -= {minutes * 60}; session.save()\n"
    )


def _says(page: Page) -> str:
    return page.locator("main").inner_text()


def test_a_session_ends_when_nothing_is_done_for_half_an_hour(guarded: Guarded) -> None:
    page = guarded.context(PERSON).new_page()
    _move(guarded, "seen", 29)
    page.goto("/people/")
    assert (
        page.get_by_role("heading", name="Everyone who may sign in").or_(page.get_by_role("table")).first.is_visible()
    )
    _move(guarded, "seen", 31)
    page.goto("/settings/")
    assert "You were signed out because nothing was done for half an hour." in _says(page)
    page.goto("/people/")
    assert "/accounts/login/" in page.url


def test_a_session_ends_after_ten_hours_however_busy(guarded: Guarded) -> None:
    page = guarded.context(PERSON).new_page()
    _move(guarded, "began", 10 * 60 + 1)
    page.goto("/settings/")
    assert "You were signed out because you signed in more than ten hours ago." in _says(page)
    assert "next=/settings/" in page.url, "one comes back to where one was"


def test_signing_out_everywhere_ends_another_session(guarded: Guarded) -> None:
    lost = guarded.context(PERSON).new_page()
    lost.goto("/people/")
    here = guarded.context(PERSON).new_page()
    here.goto("/accounts/sessions/")
    here.get_by_role("link", name="Sign out everywhere").click()
    here.get_by_role("button", name="Sign out everywhere").click()
    assert "You are signed out everywhere." in _says(here)
    for page in (here, lost):
        page.goto("/people/")
        assert "/accounts/login/" in page.url
