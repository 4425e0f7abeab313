"""Signing in as a person does it: password, one-time code, recovery code, and what is said when it does not work."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.authenticator_app import code
from tests.browser.conftest import Guarded, give_password


def _page(site: Guarded, *, javascript: bool = True) -> Page:
    return site.context(javascript=javascript).new_page()


def _says(page: Page) -> str:
    return page.locator("main").inner_text()


def _sound(page: Page, *, javascript: bool = True) -> None:
    if javascript:
        results = Axe().run(page)
        assert results.violations_count == 0, (page.url, results.generate_report())


@pytest.mark.parametrize(("person", "javascript"), [("supervisor", True), ("hub", False)])
def test_a_second_factor_is_set_up_and_asked_for_ever_after(guarded: Guarded, person: str, javascript: bool) -> None:
    page = _page(guarded, javascript=javascript)
    give_password(page, person)
    page.goto("/worklist/")
    expect(page.get_by_role("img", name="Code to scan with an authenticator app")).to_be_visible()
    secret = page.get_by_label("Secret").input_value()
    _sound(page, javascript=javascript)
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert secret == page.get_by_label("Secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Set it up").click()
    codes = page.get_by_label("Codes that are left").input_value().split()
    assert len(codes) == 10
    _sound(page, javascript=javascript)
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    give_password(page, person)
    assert page.url.endswith("/accounts/2fa/authenticate/")
    page.goto("/worklist/")
    assert page.url.endswith("/accounts/2fa/authenticate/"), "half signed in opens nothing"
    _sound(page, javascript=javascript)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert "Incorrect code" in _says(page)
    page.get_by_label("Code", exact=True).fill(code(secret, ahead=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()

    _a_recovery_code_is_good_once(_page(guarded, javascript=javascript), person, codes[0])
    _a_recovery_code_is_refused(_page(guarded, javascript=javascript), person, codes[0])


def _a_recovery_code_is_good_once(page: Page, person: str, recovery: str) -> None:
    give_password(page, person)
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.goto("/accounts/2fa/")
    assert "9 of 10 are left" in _says(page)


def _a_recovery_code_is_refused(page: Page, person: str, recovery: str) -> None:
    give_password(page, person)
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert "Incorrect code" in _says(page)


def test_five_wrong_passwords_close_sign_in_for_an_hour(guarded: Guarded) -> None:
    page = _page(guarded)
    give_password(page, "auditor", "not the password of anybody")
    assert "not correct" in _says(page)
    _sound(page)
    for _ in range(4):
        give_password(page, "auditor", "not the password of anybody")
    closed = "The password was wrong five times, so nobody can sign in with this address from here for an hour."
    assert closed in _says(page)
    _sound(page)
    give_password(page, "auditor")
    assert closed in _says(page), "the right password opens nothing meanwhile"
    give_password(page, "administrator")
    assert page.get_by_role("heading", name="People").is_visible(), "nobody else is shut out"
    page.get_by_role("button", name="Sign out").click()
    guarded.server.program(
        "from datetime import timedelta; from django.db.models import F; from axes.models import AccessAttempt\n"
        "AccessAttempt.objects.update(attempt_time=F('attempt_time') - timedelta(minutes=61))"
    )
    give_password(page, "auditor")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
