"""The reference pages say what the pack says."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_of_rules_is_what_the_pack_says_today() -> None:
    page = runpy.run_path(str(ROOT / "scripts/reference.py"))["rules"]()
    written = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    assert written == page, "run .venv/bin/python scripts/reference.py"


def test_the_page_of_formats_is_what_the_mapping_files_say_today() -> None:
    page = runpy.run_path(str(ROOT / "scripts/reference.py"))["formats"]()
    written = (ROOT / "docs/reference/formats.md").read_text(encoding="utf-8")
    assert written == page, "run .venv/bin/python scripts/reference.py"


def test_every_package_folder_is_shipped() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {
        ".".join(path.parent.relative_to(ROOT / "src").parts) for path in (ROOT / "src/wholestory").rglob("__init__.py")
    }
    assert set(listed) == folders | {"wholestory_practice"}


def test_the_states_of_a_round_in_the_manual_are_those_of_the_program() -> None:
    page = runpy.run_path(str(ROOT / "scripts/reference.py"))["rounds"]()
    written = (ROOT / "docs/reference/rounds.md").read_text(encoding="utf-8")
    assert written == page, "run .venv/bin/python scripts/reference.py"


def test_who_may_see_what_in_the_manual_is_what_the_pages_say() -> None:
    page = runpy.run_path(str(ROOT / "scripts/reference.py"))["who_may_see_what"]()
    written = (ROOT / "docs/reference/who-may-see-what.md").read_text(encoding="utf-8")
    assert written == page, "run .venv/bin/python scripts/reference.py"
