"""The pictures of the main pages in the documentation can be taken; with PICTURES=1 they replace those kept there."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.serving import ROOT


def test_pictures_of_the_worklist_and_of_a_story(site: Site, tmp_path: Path) -> None:
    folder = ROOT / "docs/pictures" if os.environ.get("PICTURES") else tmp_path
    page = site.context("supervisor", width=1100).new_page()
    page.goto("/worklist/")
    page.screenshot(path=folder / "worklist.png")
    page.locator(".ws-case a").first.click()
    page.get_by_label("Why do you need to read this now?").fill("Preparing a strategy discussion")
    page.get_by_role("button", name="Open the story").click()
    expect(page.get_by_role("heading", name="What stands unanswered")).to_be_visible()
    page.screenshot(path=folder / "story.png")
    assert (folder / "story.png").read_bytes().startswith(b"\x89PNG")
