"""A page that stands still does not hold the tests up."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Error, Playwright

from tests.browser.conftest import FLAGS, chromium, end_browser


def test_a_page_that_never_answers_fails_its_test_once_the_browser_is_ended(playwright: Playwright) -> None:
    mark = "--of-a-test-that-stands-still"
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, mark])
    page = browser.new_page()
    watch = threading.Timer(2, end_browser, [mark])
    watch.start()
    with pytest.raises(Error, match="closed"):
        page.evaluate("() => { for (;;); }")
    assert not browser.is_connected()
