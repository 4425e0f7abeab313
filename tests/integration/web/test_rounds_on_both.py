"""The same seed draws the same sample on the embedded database and on whichever the tests run on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.web.drawing import PLAN, drawn
from tests.integration.web.site_process import Site

pytestmark = pytest.mark.django_db

_THERE = """
from tests.integration.web.drawing import drawn
from tests.integration.web.world import make_world
make_world()
print(drawn())
"""


def test_the_same_seed_draws_the_same_cases_on_both_databases(tmp_path: Path) -> None:
    there = Site(tmp_path).set_up().program(_THERE).splitlines()[-1]
    assert json.loads(drawn()) == json.loads(there)
    assert len(json.loads(there)["children"]) == PLAN.size
