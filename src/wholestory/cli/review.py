"""`wholestory review`: from agencies' files to every child's whole story."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from wholestory.cli import progress
from wholestory.cli.judgements import of_persons, read_judgements
from wholestory.cli.linking import model_or_stop
from wholestory.cli.packs import LOCAL_PRACTICE, READER, load_or_stop, reviewer_or_stop
from wholestory.cli.taking import link, take
from wholestory.engine.extract import Extract, write_rejects
from wholestory.engine.people import Involvements, LinkingModel, clusters_of, unsettled
from wholestory.engine.review import Reviewer
from wholestory.engine.story import Library
from wholestory.model.findings import Findings, Reading
from wholestory.model.links import Clusters, Judgement
from wholestory.model.records import Person, Record
from wholestory.model.story import Story
from wholestory.reports.child_part import ChildPart, present_child
from wholestory.reports.page import Front, write_report
from wholestory.reports.rows import COLUMNS, concern_row, doubtful_row, duty_row, language_rows, link_row, mention_rows
from wholestory.reports.tables import Row, SortedTable
from wholestory.runners.one_machine import map_in_order, workers_available

REJECTED_ROWS = 1
# How many records that belong to no child's review are handed to a worker at a time.
_BATCH = 200


@click.command()
@click.argument("extract", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write.")
@LOCAL_PRACTICE
@READER
@click.option("--jobs", type=click.IntRange(1), help="How many children to review at once. [default: one a processor]")
@click.option("--as-at", metavar="TIME", help="Review what was known then; later rows count as not yet known.")
@click.option(
    "--mended",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of mended rows (AGENCY/FILE, as in rejected/) to take beside the extract.",
)
@click.option(
    "--judgements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV file of people's judgements about who is the same person; they go before the model's.",
)
@click.option(
    "--linking-model",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A model that `wholestory linking train` wrote, instead of the one that comes with the program.",
)
@click.option(
    "--include-restricted",
    metavar="REASON",
    help="Write the words of restricted and confidential records too. The reason is printed on every page.",
)
def review(  # noqa: PLR0917 - one parameter an option, called by click alone
    extract: Path,
    out: Path,
    local: tuple[Path, ...],
    jobs: int | None,
    as_at: str | None,
    mended: Path | None,
    judgements: Path | None,
    linking_model: Path | None,
    include_restricted: str | None,
    reader: str,
) -> int:
    """Read EXTRACT (a folder with extract.toml and one folder an agency) and write what was found.

    EXTRACT may also be a file or a folder of files in a format that `wholestory convert` knows.

    \b
    Into the output folder go:
      report.html                        the report for people; begin here
      children.csv  links.csv            who is the same person, and why
      doubtful.csv                       links for a person to settle, the most consequential first
      indicators.csv  language.csv       what each narrative says, and words that blame
      concerns.csv  duties.csv           what it adds up to, and what was owed and done
      rejected.csv  rejected/            rows that could not be taken, to be mended and handed in with --mended
      summary.json                       counts in and out that reconcile

    \b
    Exit codes: 0 done, 1 done with rejected rows, 2 could not run.
    """
    if include_restricted is not None and not include_restricted.strip():
        raise click.ClickException("--include-restricted needs a reason, which is printed on every page.")
    practice = load_or_stop(local)
    model = model_or_stop(linking_model)
    settled = read_judgements(judgements) if judgements else ()
    _claim(out, extract, mended)
    taken = take(extract, out, as_at, mended)
    settled, note = of_persons(settled, taken.people)
    if note:
        taken = replace(taken, notes=(*taken.notes, note))
    reason = (include_restricted or "").strip()
    reviewer = reviewer_or_stop(practice, reader)
    run = Run(taken, reviewer, out, jobs or workers_available(), reason, model, settled)
    run.write()
    run.tell()
    return REJECTED_ROWS if taken.still_rejected else 0


def _claim(out: Path, extract: Path, mended: Path | None) -> None:
    """Make the output folder, and refuse one that holds something other than an earlier review."""
    if out.resolve() == extract.resolve():
        raise click.ClickException("--out is the extract itself; name another folder, so that nothing is overwritten.")
    if mended and mended.resolve().is_relative_to(out.resolve()):
        raise click.ClickException(
            f"--mended {mended} lies in --out {out}, where rejected/ is written anew and mended rows would be lost; "
            "copy it to a folder of its own, or name another --out."
        )
    if out.is_dir() and any(out.iterdir()) and not (out / "summary.json").is_file():
        raise click.ClickException(f"{out} holds files that are not a review; name a new folder for --out.")
    out.mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class _Child:
    """What a worker hands back for one child."""

    rows: dict[str, list[Row]]
    part: ChildPart
    duties: Counter[str]
    themes: Counter[str]


@dataclass
class Run:
    """One review under way: the stages of the main job, each a method."""

    extract: Extract
    reviewer: Reviewer
    out: Path
    jobs: int
    reason: str = ""
    linking_model: LinkingModel | None = None
    settled: tuple[Judgement, ...] = ()
    ledger: tuple[Judgement, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    duties: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)

    def write(self) -> None:
        """Link, review every child, and write every file."""
        extract = self.extract
        involvements = {key: record.involvements for key, record in extract.records.items()}
        self.ledger = link(extract.people, involvements, self.settled, self.linking_model, extract.as_at)
        clusters = clusters_of(extract.people, self.ledger)
        library = Library(
            extract.people,
            extract.records,
            clusters,
            extract.agencies,
            extract.as_at,
            places=self.reviewer.practice.places,
            ledger=self.ledger,
        )
        self.library = library
        children = library.children()
        reviewed = frozenset(children)
        rest = [record for key, record in extract.records.items() if library.owner(key) not in reviewed]
        parts: list[ChildPart] = []
        with ExitStack() as stack:
            tables = {
                name: stack.enter_context(SortedTable(self.out / name, columns)) for name, columns in COLUMNS.items()
            }
            self._write_people(tables, clusters, involvements)
            work = map_in_order(self._review_child, children, self.jobs)
            for child in progress.stage("Reviewing children", work, len(children)):
                self._add(tables, child)
                parts.append(child.part)
            batches = [rest[place : place + _BATCH] for place in range(0, len(rest), _BATCH)]
            for rows in map_in_order(self._read_batch, batches, self.jobs):
                self._add_rows(tables, rows)
        self.counts["children"] = len(children)
        self.counts["records of no child's own"] = len(rest)
        write_rejects(extract.rejects, extract.headers, self.out)
        write_report(self.out / "report.html", self._front(), parts)
        self._write_summary()

    def _review_child(self, key: str) -> _Child:
        story = self.library.story(key)
        findings = self.reviewer.review_child(story, self.extract.as_at, read=self._read)
        rows = self._rows(story, findings)
        practice, as_at = self.reviewer.practice, self.extract.as_at
        part = present_child(story, findings, practice, as_at, show_restricted=bool(self.reason))
        return _Child(
            rows,
            part,
            Counter(duty.state.value for duty in findings.duties),
            Counter(concern.theme for concern in findings.concerns),
        )

    def _read(self, records: Sequence[Record], _: Mapping[str, Person]) -> Mapping[str, Reading]:
        """What records say, with everyone known who is involved: a record in two stories then says the same in both."""
        return self.reviewer.read_many(records, self.extract.people)

    def _rows(self, story: Story, findings: Findings) -> dict[str, list[Row]]:
        name = next((person.forenames.split()[0] for person in story.persons if person.forenames.split()), "the child")
        owned = [reading for reading in findings.readings if self.library.owner(reading.record) == story.child]
        rows = self._reading_rows(owned, name)
        rows["concerns.csv"] = [concern_row(concern) for concern in findings.concerns]
        rows["duties.csv"] = [duty_row(duty) for duty in findings.duties]
        return rows

    def _reading_rows(self, readings: list[Reading], name: str) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {"indicators.csv": [], "language.csv": []}
        for reading in readings:
            shown = bool(self.reason) or not self.extract.records[reading.record].is_restricted
            rows["indicators.csv"].extend(mention_rows(reading, show_words=shown))
            rows["language.csv"].extend(language_rows(reading, name, show_words=shown))
        return rows

    def _read_batch(self, records: list[Record]) -> dict[str, list[Row]]:
        readings = self.reviewer.read_many(records, self.extract.people)
        return self._reading_rows([readings[record.key] for record in records], "the child")

    def _write_people(self, tables: dict[str, SortedTable], clusters: Clusters, involvements: Involvements) -> None:
        for person, cluster in clusters.of.items():
            tables["children.csv"].add((cluster, person))
        for row in self.ledger:
            tables["links.csv"].add(link_row(row))
        for place, found in enumerate(unsettled(self.ledger, clusters, involvements), 1):
            tables["doubtful.csv"].add(doubtful_row(place, found))

    def _add(self, tables: dict[str, SortedTable], child: _Child) -> None:
        self._add_rows(tables, child.rows)
        self.duties += child.duties
        self.themes += child.themes

    def _add_rows(self, tables: dict[str, SortedTable], rows: dict[str, list[Row]]) -> None:
        for name, found in rows.items():
            self.counts[name.removesuffix(".csv")] += len(found)
            for row in found:
                tables[name].add(row)

    def _front(self) -> Front:
        return Front(
            as_at=self.extract.as_at,
            agencies=self.extract.agencies,
            files={
                label: (count.read, count.taken, count.rejected, count.not_yet_known)
                for label, count in self.extract.counts.items()
            },
            unknown_kinds=self.extract.unknown_kinds,
            notes=self.extract.notes,
            rejects=tuple((r.agency, r.file, r.line, r.column, r.why) for r in self.extract.still_rejected),
            duties=dict(self.duties),
            themes=dict(self.themes),
            practice=self.reviewer.practice.digest,
            version=version("wholestory"),
            reason=self.reason,
        )

    def _write_summary(self) -> None:
        extract = self.extract
        summary: dict[str, Any] = {
            "as_at": str(extract.as_at),
            "files": {
                label: {
                    "read": count.read,
                    "taken": count.taken,
                    "rejected": count.rejected,
                    "not_yet_known": count.not_yet_known,
                    "mended": count.mended,
                }
                for label, count in extract.counts.items()
            },
            "unknown_kinds": dict(extract.unknown_kinds),
            "notes": list(extract.notes),
            "persons": len(extract.people),
            "records": len(extract.records),
            "found": dict(self.counts),
            "concerns_by_theme": dict(self.themes),
            "duties_by_state": dict(self.duties),
            "restricted_words_included": self.reason,
            "practice": self.reviewer.practice.digest,
            "reader": self.reviewer.reader,
            "version": version("wholestory"),
        }
        text = json.dumps(summary, indent=2, sort_keys=True, ensure_ascii=False)
        (self.out / "summary.json").write_text(text + "\n", encoding="utf-8")

    def tell(self) -> None:
        """Say on the terminal what was found, in about a dozen lines."""
        extract, counts = self.extract, self.counts
        rejected = len(extract.still_rejected)
        later = sum(count.not_yet_known for count in extract.counts.values())
        lines = [
            f"As at {extract.as_at}, from {len(extract.agencies)} agencies:",
            f"  {len(extract.records):,} records taken, about {counts['children']:,} children",
            f"  {rejected:,} rows rejected"
            + (f", each with a reason in {self.out / 'rejected.csv'}" if rejected else ""),
            *([f"  {later:,} rows are later and not yet known"] if later else []),
            f"  {counts['indicators']:,} signs read in the narratives, {counts['language']:,} places where words blame",
            f"  {counts['concerns']:,} concerns" + _listed(self.themes),
            f"  {counts['duties']:,} duties" + _listed(self.duties),
        ]
        for line in lines:
            click.echo(line)
        for note in extract.notes:
            click.echo(f"  note: {note}")
        click.echo(f"The report: {self.out / 'report.html'}")


def _listed(counts: Counter[str]) -> str:
    if not counts:
        return ""
    return ": " + ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.most_common())
