"""What people do on many pages, said as they would say it."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site

# A page may take this long on a machine that does much else; nothing in a journey waits longer.
LONGEST_MS = 30_000


class Visitor:
    """Somebody at a browser, with JavaScript or without, whose pages are checked as they are met."""

    def __init__(self, site: Site, person: str = "", *, javascript: bool = True) -> None:
        self.javascript = javascript
        self.context: BrowserContext = site.context(person, javascript=javascript)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(LONGEST_MS)

    @property
    def main(self) -> str:
        """What the page says, apart from its head and foot."""
        return self.page.locator("main").inner_text()

    def sees(self, *sentences: str) -> None:
        """The page says each of these, and is sound."""
        for sentence in sentences:
            # The page may still be on its way.
            expect(self.page.locator("main")).to_contain_text(sentence, use_inner_text=True, timeout=LONGEST_MS)
        self.finds_it_sound()

    def finds_it_sound(self) -> None:
        """No accessibility rule is broken, the page fits a phone and says where one is."""
        # A sentence can be seen before the rest of its page has come.
        self.page.wait_for_load_state()
        expect(self.page).to_have_title(re.compile(r".+ – Wholestory$"), timeout=LONGEST_MS)
        # The viewport is set back at once: what comes next happens on a wide screen.
        self.page.set_viewport_size({"width": 320, "height": 640})
        if self.javascript:
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, (self.page.url, width)
        self.page.set_viewport_size({"width": 1280, "height": 900})
        if self.javascript:
            results = Axe().run(self.page)
            assert results.violations_count == 0, (self.page.url, results.generate_report())

    def goes_to(self, address: str) -> None:
        """Opens an address."""
        self.page.goto(address)

    def presses(self, name: str, within: Locator | None = None) -> None:
        """Presses the button of exactly this name."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follows the first link of this name, and is there when the whole page has come."""
        # A click is done before the page it leads to is there: what is looked at next would be the page before, or half
        # of this one.
        with self.page.expect_navigation(timeout=LONGEST_MS):
            (within or self.page).get_by_role("link", name=name).first.click()

    def opens(self, summary: str) -> None:
        """Opens what is folded away under a summary."""
        self.page.locator("details", has_text=summary).first.locator("summary").click()

    def gives_the_reason(self, reason: str = "Preparing the conference of next week") -> None:
        """Says why a story is opened: first nothing, which is refused in a sentence; then the reason."""
        self.sees("Opening a child’s story asks for a reason")
        self.presses("Open the story")
        self.meets_the_problem("Write why you need to read this story.")
        self.page.get_by_label("Why do you need to read this now?").fill(reason)
        self.presses("Open the story")

    def meets_the_problem(self, *sentences: str) -> None:
        """The page begins with what is wrong, and each sentence of it leads to its field."""
        summary = self.page.locator(".govuk-error-summary")
        for sentence in sentences:
            link = summary.get_by_role("link", name=sentence)
            expect(link).to_be_visible(timeout=LONGEST_MS)
            target = (link.get_attribute("href") or "")[1:]
            assert self.page.locator(f"[id='{target}']").count() == 1, (self.page.url, target)
        expect(self.page).to_have_title(re.compile("^Error: "), timeout=LONGEST_MS)
        self.finds_it_sound()
