"""The application's settings for tests: keys and files of the tests' own, and the rules alone, which are ready sooner.

Read before anything else, so that no test ever touches what a site keeps. The database is SQLite, or with
WHOLESTORY_TEST_ON=postgresql a PostgreSQL cluster of the tests' own.
"""

from __future__ import annotations

import os
import tempfile

from tests import throwaway_postgresql

# Each process of the tests has its own: imports of two databases have the same numbers, and so the same folders.
_DATA = tempfile.TemporaryDirectory(prefix="wholestory-tests-")
os.environ["WHOLESTORY_DATA"] = _DATA.name
os.environ.setdefault("WHOLESTORY_READER", "rules")
# Tests of sign-in turn it on for themselves.
os.environ.setdefault("WHOLESTORY_SECOND_FACTOR", "0")
if os.environ.get("WHOLESTORY_TEST_ON") == "postgresql":
    os.environ["WHOLESTORY_DATABASE"] = throwaway_postgresql.start()

from wholestory.web.settings import *  # noqa: E402, F403 - a module's names, which read what is set above
