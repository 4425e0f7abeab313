"""The bundled example, whole: what it finds stays as it was last looked at by a person.

When a change is meant, look at the difference and write the files anew:

    .venv/bin/wholestory review examples/extract --out out && cp out/*.csv out/summary.json tests/acceptance/golden/
    .venv/bin/wholestory network examples/extract --out links && cp links/*.csv tests/acceptance/golden/network/
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run, table

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
# The wording that matched and the pack's digest change with every rule; findings should not.
NOT_HELD = {"phrase", "because", "practice", "version"}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example is reviewed, once for this file."""
    return tmp_path_factory.mktemp("example") / "out"


@pytest.fixture
def reviewed(out: Path, wholestory: Run) -> Path:
    """The review of the example extract."""
    if not out.exists():
        assert wholestory("review", ROOT / "examples/extract", "--out", out).returncode == 1
    return out


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.glob("*.csv")))
def test_the_tables_of_the_example_stay_as_they_were(reviewed: Path, name: str) -> None:
    def held(path: Path) -> list[dict[str, str]]:
        return [{key: cell for key, cell in row.items() if key not in NOT_HELD} for row in table(path)]

    assert held(reviewed / name) == held(GOLDEN / name)


def test_the_network_of_the_example_stays_as_it_was(wholestory: Run, tmp_path: Path) -> None:
    done = wholestory("network", ROOT / "examples/extract", "--out", tmp_path / "links")
    assert done.returncode == 1, done.stderr
    for golden in sorted((GOLDEN / "network").glob("*.csv")):
        assert table(tmp_path / "links" / golden.name) == table(golden), golden.name


def test_the_counts_of_the_example_stay_as_they_were_and_reconcile(reviewed: Path) -> None:
    found, golden = (json.loads((folder / "summary.json").read_text(encoding="utf-8")) for folder in (reviewed, GOLDEN))
    assert {k: v for k, v in found.items() if k not in NOT_HELD} == {
        k: v for k, v in golden.items() if k not in NOT_HELD
    }
    for counts in found["files"].values():
        assert counts["read"] == counts["taken"] + counts["rejected"] + counts["not_yet_known"]


def test_the_example_shows_every_kind_of_finding(reviewed: Path) -> None:
    assert {row["state"] for row in table(reviewed / "duties.csv")} == {"met", "late", "missed", "pending", "excused"}
    assert {row["verdict"] for row in table(reviewed / "links.csv")} == {"same", "doubtful", "apart"}
    assert {row["assertion"] for row in table(reviewed / "indicators.csv")} >= {"present", "possible", "absent"}
    assert len({row["theme"] for row in table(reviewed / "concerns.csv")}) >= 8
    assert table(reviewed / "language.csv")
    assert table(reviewed / "rejected.csv")
    assert json.loads((reviewed / "summary.json").read_text())["unknown_kinds"]


def test_a_child_for_whom_everything_was_done_is_told_of_nothing_missed(reviewed: Path) -> None:
    names = {row["person_id"]: row["forenames"] for row in table(ROOT / "examples/extract/police/people.csv")}
    freya = {f"police:{key}" for key, name in names.items() if name == "Freya"}
    cluster = {row["child"] for row in table(reviewed / "children.csv") if row["person"] in freya}
    states = [row["state"] for row in table(reviewed / "duties.csv") if row["child"] in cluster]
    assert states
    assert set(states) == {"met"}
