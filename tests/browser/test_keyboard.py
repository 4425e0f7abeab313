"""The journeys of a recorder and a supervisor by keyboard alone: whatever is reached shows that it is, and a form that
is refused leads to what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Site
from tests.browser.serving import serving

# Presses after which something counts as out of reach.
_FAR = 150

_NAME = """() => {
  const one = document.activeElement;
  const named = one.getAttribute("aria-label") || [...(one.labels || [])].map((label) => label.innerText).join(" ");
  return (named || one.textContent).replace(/\\s+/g, " ").trim();
}"""
# An outline or a shadow of its own or, of a radio or box, of what is drawn beside it in its place.
_IS_SEEN = """() => {
  const one = document.activeElement;
  const drawn = [getComputedStyle(one),
    ...[...(one.labels || [])].map((label) => getComputedStyle(label, "::before"))];
  return drawn.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none");
}"""


@pytest.fixture(scope="module")
def alone(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: the cases and drafts of the other journeys are theirs."""
    with serving(tmp_path_factory.mktemp("keyboard"), PASSWORD, DEMONSTRATION="1") as server:
        yield Site(f"http://127.0.0.1:{server.port}", browser, server.said)


class Keyboard:
    """Somebody's hands on the keys of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def at(self) -> str:
        """The name of what has the focus, as a screen reader would say it."""
        return str(self.page.evaluate(_NAME))

    def to(self, name: str) -> None:
        """Go on with Tab until something whose name begins so has the focus, which shows on it."""
        met: list[str] = []
        for _ in range(_FAR):
            self.page.keyboard.press("Tab")
            met.append(self.at)
            if met[-1].startswith(name):
                assert self.page.evaluate(_IS_SEEN), f"nothing shows that {name} has the focus"
                return
        raise AssertionError((self.page.url, name, met))

    def presses(self, name: str, key: str = "Enter") -> None:
        """Go to a button or link and press it; the page stays."""
        self.to(name)
        self.page.keyboard.press(key)

    def leaves_by(self, name: str, key: str = "Enter") -> None:
        """Go to a button or link, press it, and wait for the page that it leads to."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def writes(self, text: str) -> None:
        """Write into the field that has the focus."""
        self.page.keyboard.type(text)

    def chooses(self, value: str) -> None:
        """Choose in the list that has the focus, by the arrows; `value` is what is chosen, in the page's own terms."""
        for _ in range(_FAR):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(value)

    def sees(self, words: str) -> None:
        """The page says so."""
        expect(self.page.locator("main")).to_contain_text(words, use_inner_text=True)

    def meets(self, problem: str, field: str) -> None:
        """The refused page puts the focus on what is wrong, which leads to its field."""
        summary = self.page.locator(".govuk-error-summary")
        expect(summary).to_contain_text(problem)
        expect(summary).to_be_focused()
        self.presses(problem)
        assert self.at.startswith(field), self.at


def test_a_record_is_written_by_keyboard_alone(alone: Site) -> None:
    keys = Keyboard(alone.context("recorder").new_page())
    keys.page.goto("/find/")
    keys.to("Name, date of birth or number")
    keys.writes("Maysie Thorn")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    keys.sees("1 child may be meant")
    keys.leaves_by("Write a record about Maisie")
    _give_the_reason(keys)
    keys.sees("Write a record about Maisie")
    keys.to("What is this record about?")
    keys.chooses("encounter")
    keys.leaves_by("Send the record")
    keys.meets("Write what happened.", "What happened, in your own words")
    keys.writes("Maisie was putting herself at risk again. She said that he gave her a new phone.")
    expect(keys.page.locator("#writing-help")).to_contain_text("This may read as blaming Maisie")
    keys.leaves_by("Use it instead of putting herself at risk", "Space")
    narrative = keys.page.get_by_label("What happened, in your own words")
    expect(narrative).not_to_have_value(re.compile("putting herself at risk"))
    keys.leaves_by("Send the record")
    keys.sees("The record is on Maisie’s story")


def test_a_concern_is_taken_and_answered_by_keyboard_alone(alone: Site) -> None:
    keys = Keyboard(alone.context("supervisor").new_page())
    keys.page.goto("/worklist/")
    who = keys.page.locator(".ws-case", has_text="unanswered").first.locator("h2").inner_text()
    keys.leaves_by(f"Take {who.partition(',')[0]}’s case", "Space")
    keys.sees("Held by you")
    keys.leaves_by(who)
    _give_the_reason(keys)
    keys.sees("What stands unanswered")
    keys.leaves_by("Open the concern")
    keys.leaves_by("Answer")
    keys.meets("Choose one of the five answers.", "Action was taken")
    keys.page.keyboard.press("ArrowDown")
    keys.page.keyboard.press("ArrowUp")
    assert keys.page.get_by_label("Action was taken").is_checked()
    keys.to("Why?")
    keys.writes("Seen alone today; the plan names the man and the car.")
    if keys.page.get_by_label("Whom do you ask to agree?").count():
        keys.to("Whom do you ask to agree?")
        keys.page.keyboard.press("ArrowDown")
    keys.leaves_by("Answer")
    keys.sees("Your answer")


def _give_the_reason(keys: Keyboard) -> None:
    keys.leaves_by("Open the story")
    keys.meets("Write why you need to read this story.", "Why do you need to read this now?")
    keys.writes("Working through what came in tonight")
    keys.leaves_by("Open the story")
