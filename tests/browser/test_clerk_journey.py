"""A records clerk, with and without JavaScript, settles a doubtful link side by side, parts a wrong one, and takes both
back."""

from __future__ import annotations

import re

import pytest

from tests.browser.acts import Visitor
from tests.browser.conftest import Site


@pytest.mark.parametrize("javascript", [True, False])
def test_a_doubtful_link_is_settled_side_by_side_and_taken_back(site: Site, javascript: bool) -> None:
    clerk = Visitor(site, "clerk", javascript=javascript)
    clerk.goes_to("/doubtful/")
    clerk.sees("Samuel Wray", "Too little agrees to be sure.")
    clerk.follows(re.compile("Samuel Wray"))
    address = clerk.page.url
    clerk.sees("Doubtful", "Side by side", "What would change if they are one", "The records that would join")
    clerk.presses("Put it on record")
    clerk.meets_the_problem("Choose one of the three.", "Write the reason.")
    clerk.page.get_by_label("The same person", exact=True).check()
    clerk.page.get_by_label("Why?").fill("His school told us on the telephone that he moved.")
    clerk.presses("Put it on record")
    clerk.sees(
        "It is on record, and every finding that rested on it was worked out anew.", "Held to be the same person"
    )
    clerk.goes_to("/doubtful/")
    clerk.sees("No link that you may settle is doubtful.")
    clerk.goes_to(address)
    clerk.page.get_by_role("button", name=re.compile("^Undo what")).click()
    clerk.sees("It is taken back, and what the linking model said stands again.", "Samuel Wray")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_link_is_parted_and_that_is_taken_back(site: Site, javascript: bool) -> None:
    clerk = Visitor(site, "clerk", javascript=javascript)
    clerk.goes_to("/persons/police:N4007/")
    clerk.sees("Held to be one person", "The links that hold them together", "Tobias Lindqvist")
    clerk.follows(re.compile("part them if they are not the same"))
    address = clerk.page.url
    clerk.page.get_by_label("Not the same person").check()
    clerk.page.get_by_label("Why?").fill("Two brothers: their mother told us so.")
    clerk.presses("Put it on record")
    clerk.sees("Held to be two people", "What would change if they are one")
    clerk.goes_to("/persons/police:N4007/")
    clerk.finds_it_sound()
    clerk.goes_to(address)
    clerk.page.get_by_role("button", name=re.compile("^Undo what")).click()
    clerk.sees("It is taken back")
    clerk.goes_to("/persons/police:N4007/")
    clerk.sees("The links that hold them together", "part them if they are not the same")
