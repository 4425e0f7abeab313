"""The pictures of the main pages in the documentation can be taken; with PICTURES=1 they replace those kept there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.serving import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures go."""
    return ROOT / "docs/pictures" if os.environ.get("PICTURES") else tmp_path


def test_pictures_of_the_worklist_and_of_a_story(site: Site, folder: Path) -> None:
    page = site.context("supervisor", width=1100).new_page()
    page.goto("/worklist/")
    page.screenshot(path=folder / "worklist.png")
    page.locator(".ws-case a").first.click()
    page.get_by_label("Why do you need to read this now?").fill("Preparing a strategy discussion")
    page.get_by_role("button", name="Open the story").click()
    expect(page.get_by_role("heading", name="What stands unanswered")).to_be_visible()
    page.screenshot(path=folder / "story.png")
    assert (folder / "story.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_writing_with_help(site: Site, folder: Path) -> None:
    page = site.context("supervisor", width=1100).new_page()
    page.goto("/worklist/")
    page.locator(".ws-case a").first.click()
    page.get_by_label("Why do you need to read this now?").fill("Writing down what happened tonight")
    page.get_by_role("button", name="Open the story").click()
    expect(page.get_by_role("heading", name="What stands unanswered")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}write/")
    page.get_by_label("What is this record about?").select_option("missing_episode")
    page.get_by_label("What happened, in your own words").fill(
        "Putting himself at risk again. Not home by ten, phone off. "
        "He said that a man he met online gave him a new phone."
    )
    expect(page.locator("#writing-help")).to_contain_text("This may read as blaming")
    page.screenshot(path=folder / "writing.png")
    page.reload()
    page.get_by_role("button", name="Throw the draft away").click()


def test_a_picture_of_doubtful_links(site: Site, folder: Path) -> None:
    page = site.context("clerk", width=1100).new_page()
    page.goto("/doubtful/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.screenshot(path=folder / "doubtful.png")
