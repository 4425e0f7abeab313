"""A real browser for the tests of this folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
# A container's shared memory may be too small for pages, which then stand still.
FLAGS.append("--disable-dev-shm-usage")
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
            page.goto("/accounts/login/")
            page.get_by_label("Email").fill(f"{person}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            assert "login" not in page.url, page.locator("main").inner_text()
            # Left open: closing a page while it still loads may never end. Closing its context does end.
        return context


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application on a database with the example and the tests' people, served as `wholestory serve` does."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "WHOLESTORY_DATA": str(folder / "data"),
        "WHOLESTORY_READER": "rules",
        "WHOLESTORY_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "wholestory.web.settings",
        "PYTHONUNBUFFERED": "1",
    }
    make = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        f"from tests.integration.web.world import make_world; make_world({PASSWORD!r})"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=environment, check=True, timeout=600)
    port = _free_port()
    command = [sys.executable, "-c", "from wholestory.cli import main; main()", "serve", "--port", str(port)]
    # Into a file: a pipe that nobody empties would one day hold the server up.
    said = folder / "said"
    with said.open("w") as out, _ended_after(command, environment, out) as server:
        _until_it_listens(server, said, port)
        yield Site(f"http://127.0.0.1:{port}", browser, said)


@contextmanager
def _ended_after(command: list[str], environment: dict[str, str], out: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended when it is not needed any more, by force where it does not end itself."""
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield server
    finally:
        # Not SIGINT: where the tests run in the background, programs that they start do not hear it.
        server.terminate()
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()


def _until_it_listens(server: subprocess.Popen[bytes], said: Path, port: int) -> None:
    """The port is held before the practice pack is read; requests wait there until they are served."""
    for _ in range(600):
        assert server.poll() is None, said.read_text()
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.2)
    raise AssertionError(said.read_text())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
