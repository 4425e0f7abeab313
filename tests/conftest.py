"""A small made-up extract that each test may change before it is reviewed, and the command that reviews it."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long examples take to make says how busy the machine is, and fails a run at random.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</details></article>{{ 7*7 }}"


@dataclass
class SmallExtract:
    """Two agencies and three children; `add` appends a row to a file before it is reviewed."""

    folder: Path
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def add(self, file: str, **cells: str) -> None:
        """Add one row, by column name."""
        self.rows.setdefault(file, []).append(cells)

    def write(self) -> Path:
        """Write every file; the columns of a file are those of its rows, in the order met."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "extract.toml").write_text(
            "as_at = 2023-06-30T09:00:00\n"
            '[agencies.police]\nkind = "police"\ntitle = "Northshire Police"\n'
            '[agencies.clinic]\nkind = "health"\ntitle = "Northshire clinics"\n',
            encoding="utf-8",
        )
        for file, rows in self.rows.items():
            path = self.folder / file
            path.parent.mkdir(exist_ok=True)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return self.folder


@pytest.fixture
def extract(tmp_path: Path) -> SmallExtract:
    """Children Robin (known to both agencies), Sasha and Kit, with a few records of different handling."""
    small = SmallExtract(tmp_path / "extract")
    people = {"forenames": "Robin", "surname": "Ashgrove", "date_of_birth": "2009-05-04", "sex": "F"}
    small.add("police/people.csv", person_id="P1", **people, identifiers="nhs:4444455555")
    small.add("police/people.csv", person_id="P2", forenames="Sasha", surname="Birchall", date_of_birth="2010-02-03")
    small.add("clinic/people.csv", person_id="C1", **people, identifiers="nhs:4444455555")
    small.add("clinic/people.csv", person_id="C3", forenames="Kit", surname="Cotterill", date_of_birth="2012-08-09")
    for number, day in (("R1", "2023-03-04"), ("R2", "2023-03-18")):
        small.add(
            "police/records.csv",
            record_id=number,
            kind="missing_episode",
            happened_from=f"{day}T20:00",
            happened_to=f"{day}T23:30",
            recorded_at=f"{day}T23:50",
            narrative="Not home by ten, phone off. Back at half eleven and would not say where she had been.",
            outcome="missing",
        )
        small.add("police/involvements.csv", record_id=number, person_id="P1", role="subject")
    small.add("police/records.csv", record_id="R3", kind="incident", recorded_at="2023-04-01T10:00", narrative=HOSTILE)
    small.add("police/involvements.csv", record_id="R3", person_id="P2", role="subject")
    small.add(
        "clinic/records.csv",
        record_id="H1",
        kind="health_attendance",
        recorded_at="2023-04-02T10:00",
        narrative="Quorntastic canary words: asked for emergency contraception.",
        place="Quorntastic Road",
        outcome="Quorntastic outcome",
        handling="confidential_source",
    )
    small.add("clinic/involvements.csv", record_id="H1", person_id="C1", role="subject")
    small.add(
        "clinic/records.csv",
        record_id="H2",
        kind="health_attendance",
        recorded_at="2023-04-03T10:00",
        narrative="Routine check. All well.",
        handling="ordinary",
    )
    small.add("clinic/involvements.csv", record_id="H2", person_id="C3", role="subject")
    return small


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def wholestory() -> Run:
    """Runs the command line in a process of its own, as a person would."""

    def run(*words: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from wholestory.cli import main; main()", *map(str, words)]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=900)

    return run


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file of a review, as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
