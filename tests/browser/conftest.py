"""A real browser for the tests of this folder."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.serving import Serving, serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    # A container's shared memory may be too small for pages, which then stand still.
    "--disable-dev-shm-usage",
]
# Chromium ignores a switch that it does not know; by this one its processes are told from all others.
OURS = f"--of-the-tests={uuid.uuid4().hex}"

# A page's answer to `evaluate` is waited for without a limit: under a test that takes this long the browser is ended.
MOST_SECONDS = 240


def chromium() -> str:
    """Where Debian's Chromium is: its headless shell, four times as quick to open a page, or else the whole browser."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "Chromium is missing; ./check installs it or says how"
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once: it cannot be started twice at a time."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, closed to the network."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, OURS])
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def within_time(browser: Browser) -> Iterator[None]:
    """Each test ends: the browser is ended under one that takes too long, and what a test opened is closed after it."""
    before = browser.contexts
    watch = threading.Timer(MOST_SECONDS, end_browser)
    watch.start()
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()
    # Last, since a page may stand still while it is closed.
    watch.cancel()


def end_browser(mark: str = OURS) -> None:
    """End every process of a browser started with the mark; whatever waits for one of its pages fails at once."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (folder / "cmdline").read_text(errors="replace"):
                os.kill(int(folder.name), signal.SIGKILL)


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own."""
    page = browser.new_page()
    yield page
    page.context.close()


# On a machine that does much else a page is on its way for some time.
expect.set_options(timeout=30_000)

PASSWORD = "the made-up people of the tests"


@dataclass(frozen=True)
class Site:
    """A running site, what it prints (`said`), and a context for each person, signed in by the page as people are."""

    address: str
    browser: Browser
    said: Path

    def context(self, person: str = "", *, javascript: bool = True, width: int = 1280) -> BrowserContext:
        """A context of its own; signed in where the first part of a sign-in name is given."""
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=javascript, viewport={"width": width, "height": 900}
        )
        # The first page of a process waits for the practice pack, on a busy machine for a long time.
        context.set_default_timeout(120_000)
        if person:
            page = context.new_page()
            give_password(page, person)
            assert "login" not in page.url, page.locator("main").inner_text()
            # Left open: closing a page while it still loads may never end. Closing its context does end.
        return context


def give_password(page: Page, person: str, password: str = PASSWORD) -> None:
    """Fill in the page of sign-in, as one of the tests' people."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{person}@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@dataclass(frozen=True)
class Guarded(Site):
    """A site whose database a test may look into and change beside the running server."""

    server: Serving


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application on a database with the example and the tests' people, served as `wholestory serve` does."""
    with serving(tmp_path_factory.mktemp("site"), PASSWORD, DEMONSTRATION="1") as server:
        yield Site(f"http://127.0.0.1:{server.port}", browser, server.said)


@pytest.fixture(scope="module")
def guarded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The application as a force runs it: no demonstration, and a second factor for whoever reads stories.

    It goes by the name `localhost`, which alone has passkeys and safe cookies without HTTPS.
    """
    with serving(tmp_path_factory.mktemp("guarded"), PASSWORD) as server:
        yield Guarded(f"http://localhost:{server.port}", browser, server.said, server)
