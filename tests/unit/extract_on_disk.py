"""A small extract on disk, which a test may change before it is read."""

from dataclasses import dataclass, field
from pathlib import Path

from wholestory.engine.extract import Extract, read_extract
from wholestory.model.moments import Moment

TOML = """as_at = 2016-06-30T09:00:00
[agencies.police]
kind = "police"
title = "Fenwold Police"
[agencies.school]
kind = "education"
"""
PEOPLE = "person_id,forenames,surname\nP1,Ida,Marsh\nP2,Tom,Reed\n"
RECORDS = (
    "record_id,kind,recorded_at,narrative,handling\n"
    "R1,incident,2016-01-02T10:00,Called to the park.,ordinary\n"
    "R2,encounter,2016-03-04,Spoken to.,restricted\n"
)
INVOLVEMENTS = "record_id,person_id,role\nR1,P1,subject\nR1,P2,witness\nR2,P1,subject\n"


@dataclass
class Folder:
    """An extract on disk, of two agencies; the second is empty."""

    path: Path
    files: dict[str, str | bytes] = field(default_factory=dict)

    def write(self, **police: str | bytes) -> "Folder":
        files: dict[str, str | bytes] = {"people": PEOPLE, "records": RECORDS, "involvements": INVOLVEMENTS, **police}
        for name, content in files.items():
            self.put(f"police/{name}.csv", content)
            if name != "items":
                self.put(f"school/{name}.csv", header_row(content))
        return self.put("extract.toml", TOML)

    def put(self, name: str, content: str | bytes) -> "Folder":
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def read(self, as_at: str | None = None, mended: Path | None = None) -> Extract:
        extract = read_extract(self.path, as_at=Moment.parse(as_at) if as_at else None, mended=mended)
        assert_reconciled(extract)
        return extract


def header_row(content: str | bytes) -> bytes:
    return (content if isinstance(content, bytes) else content.encode()).split(b"\n")[0] + b"\n"


def assert_reconciled(extract: Extract) -> None:
    for label, counted in extract.counts.items():
        assert counted.read == counted.taken + counted.rejected + counted.not_yet_known
        assert counted.rejected == sum(reject.label == label for reject in extract.rejects)


def why(extract: Extract) -> list[tuple[str, int, str, str]]:
    return [(reject.file, reject.line, reject.column, reject.why) for reject in extract.rejects]
