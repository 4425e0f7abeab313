"""An administrator's errand, with and without JavaScript: somebody new gets a post, another, and loses one; and the
administrator reads no story."""

from __future__ import annotations

import pytest

from tests.browser.acts import Visitor
from tests.browser.conftest import Site


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_new_is_given_posts_that_change_and_end(site: Site, javascript: bool) -> None:
    ana = Visitor(site, "administrator", javascript=javascript)
    email = f"newcomer-{javascript}@example.org".lower()
    password = _add(ana, email)
    ana.sees("holds no post yet and can open nothing.")
    _signs_in_for_the_first_time(site, email, password, javascript=javascript)
    ana.presses("Give this post")
    ana.meets_the_problem("Choose what the person is there to do.")
    _give(ana, "Recorder: writes records")
    _give(ana, "Supervisor: has a worklist and decides")
    ana.page.get_by_label("Post to end").select_option(label="Recorder: writes records, Wold and Marsh Police")
    ana.presses("End this post")
    ana.meets_the_problem("Write why this is done.")
    ana.page.get_by_label("Post to end").select_option(label="Recorder: writes records, Wold and Marsh Police")
    ana.page.get_by_label("Why").fill("Moved to the supervisors' desk")
    ana.presses("End this post")
    ana.sees("; ended today")
    ana.page.get_by_label("Why").fill("Left the force")
    ana.presses("Stop sign-in")
    ana.sees("May not sign in.")


def _add(ana: Visitor, email: str) -> str:
    """Adds somebody; gives the password that is shown once."""
    ana.goes_to("/people/")
    ana.presses("Add")
    ana.meets_the_problem("Write the person’s full name.", "Write the e-mail address that they sign in with.")
    ana.page.get_by_label("Full name").fill("Newcomer")
    ana.page.get_by_label("E-mail address").fill(email)
    ana.presses("Add")
    ana.sees("A password for once, for Newcomer")
    password = ana.page.locator("#one-time-password").inner_text()
    ana.follows("Give Newcomer a post")
    return password


def _signs_in_for_the_first_time(site: Site, email: str, password: str, *, javascript: bool) -> None:
    newcomer = Visitor(site, javascript=javascript)
    newcomer.goes_to("/accounts/login/")
    newcomer.page.get_by_label("Email").fill(email)
    newcomer.page.get_by_label("Password").fill(password)
    newcomer.presses("Sign in")
    assert "/password/change/" in newcomer.page.url, newcomer.main
    newcomer.finds_it_sound()


def _give(ana: Visitor, role: str) -> None:
    ana.page.get_by_label("Role").select_option(label=role)
    ana.page.get_by_label("Agency", exact=True).select_option(label="Wold and Marsh Police")
    ana.presses("Give this post")
    ana.sees(f"{role}, Wold and Marsh Police, since today")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_administrator_sees_no_childs_story(site: Site, javascript: bool) -> None:
    ana = Visitor(site, "administrator", javascript=javascript)
    ana.goes_to("/")
    child = "/children/care_home:LH-01"
    for address in (f"{child}/", f"{child}/open/", f"{child}/break-glass/", f"{child}/concerns/", "/find/?q=Maisie"):
        ana.goes_to(address)
        ana.sees("You cannot open this")
        assert "Maisie" not in ana.main, address
    ana.goes_to("/children/nobody:at-all/")
    ana.finds_it_sound()
    ana.goes_to("/settings/")
    ana.sees("Settings")
    ana.goes_to("/places/")
    ana.sees("Agencies", "Wold and Marsh Police")
