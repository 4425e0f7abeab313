"""The report: one HTML file without script or outside resource, lists first and stories on demand."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholestory.model.moments import Moment
from wholestory.model.records import Agency
from wholestory.reports.child_part import ChildPart
from wholestory.reports.templates import environment
from wholestory.reports.urgency import RULE

# A page with more stories than this opens too slowly to be of use; the other children stand in the lists and tables.
MOST_STORIES = 2_000
# More rejected rows than this are counted here and listed in rejected.csv.
MOST_REJECTS = 200


@dataclass(frozen=True, slots=True)
class Front:
    """What the report says before its lists. `files` holds (read, taken, rejected, not yet known) by file."""

    as_at: Moment
    agencies: Sequence[Agency]
    files: Mapping[str, tuple[int, int, int, int]]
    unknown_kinds: Mapping[str, int]
    notes: Sequence[str]
    rejects: Sequence[tuple[str, str, int, str, str]]
    duties: Mapping[str, int]
    themes: Mapping[str, int]
    practice: str
    version: str
    reason: str = ""


def write_report(path: Path, front: Front, parts: Sequence[ChildPart]) -> None:
    """Write the report. Children come most urgent first (urgency.RULE)."""
    ordered = sorted(parts, key=lambda part: part.order)
    style = environment().get_template("style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment().get_template("report.html")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in template.stream(
            front=front,
            style=style,
            digest=digest,
            rule=RULE,
            urgent=[part for part in ordered if part.needs_an_answer],
            others=[part for part in ordered if not part.needs_an_answer],
            told=ordered[:MOST_STORIES],
            untold=max(0, len(ordered) - MOST_STORIES),
            totals=tuple(sum(counts[place] for counts in front.files.values()) for place in range(4)),
            most_rejects=MOST_REJECTS,
        ):
            file.write(piece)
