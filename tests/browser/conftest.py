"""A real browser for the tests of this folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def chromium() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium")
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
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own."""
    page = browser.new_page()
    yield page
    page.close()


PASSWORD = "the made-up people of the tests"


@dataclass(frozen=True)
class Site:
    """A running site, and a context of the browser for each person, signed in by the page as they would be."""

    address: str
    browser: Browser

    def context(self, person: str = "", *, javascript: bool = True, width: int = 1280) -> BrowserContext:
        """A context of its own; signed in where the first part of a sign-in name is given."""
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=javascript, viewport={"width": width, "height": 900}
        )
        # The first page of a process waits for the practice pack, on a busy machine for a long time.
        context.set_default_timeout(120_000)
        if person:
            page = context.new_page()
            page.goto("/accounts/login/")
            page.get_by_label("Email").fill(f"{person}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            assert "login" not in page.url, page.locator("main").inner_text()
            page.close()
        return context


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application on a database with the example and the tests' people, served as `wholestory serve` does."""
    environment = {
        **os.environ,
        "WHOLESTORY_DATA": str(tmp_path_factory.mktemp("site")),
        "WHOLESTORY_READER": "rules",
        "WHOLESTORY_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "wholestory.web.settings",
    }
    make = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        f"from tests.integration.web.world import make_world; make_world({PASSWORD!r})"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=environment, check=True)
    port = _free_port()
    command = [sys.executable, "-c", "from wholestory.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        # Said once the port is held; requests wait there until they are served.
        assert "Wholestory is at" in server.stdout.readline()
        yield Site(f"http://127.0.0.1:{port}", browser)
        # Not SIGINT: where the tests run in the background, programs that they start do not hear it.
        server.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
