"""The application's settings for tests: keys and files of the tests' own, and the rules alone, which are ready sooner.

Read before anything else, so that no test ever touches what a site keeps.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("WHOLESTORY_DATA", tempfile.mkdtemp(prefix="wholestory-tests-"))
os.environ.setdefault("WHOLESTORY_READER", "rules")

from wholestory.web.settings import *  # noqa: F403 - settings are a module's names
