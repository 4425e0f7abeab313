"""How long the main job takes, stage by stage, beside the least that any program could do with the same files.

    python benchmarks/review.py [--records 100000] [--jobs 2] [--seed 7] [--reader rules]

The least is reading every CSV once and scanning every narrative once for the pack's words (Aho-Corasick), in the
same run. Figures are records a second; the last line is the whole as a ratio to the least, and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ahocorasick_rs import AhoCorasick
from made_up import make

from wholestory.cli.review import Run
from wholestory.engine.extract import read_extract
from wholestory.engine.people import clusters_of, judge
from wholestory.engine.review import READERS, Reviewer
from wholestory.engine.story import Library
from wholestory.practice.expressions import fold
from wholestory.practice.pack import Practice, load_practice

Result = TypeVar("Result")


def timed(label: str, records: int, work: Callable[[], Result]) -> tuple[float, Result]:
    """Run one stage and print how many records a second it did."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<44} {seconds:8.2f} s  {records / seconds:>12,.0f} records/s", flush=True)
    return seconds, result


def least(folder: Path, practice: Practice) -> int:
    """Read every CSV once and scan every narrative once."""
    anchors = {a for r in practice.indicators for es in r.wording.values() for e in es for a in e.anchors}
    automaton, hits = AhoCorasick(sorted(anchors)), 0
    for path in sorted(folder.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if "narrative" in row:
                    hits += len(automaton.find_matches_as_indexes(fold(row["narrative"]), overlapping=True))
    return hits


def main() -> None:
    """Make the extract, time the stages, print the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--reader", choices=READERS, default="rules")
    chosen = options.parse_args()
    reviewer = Reviewer(load_practice(), chosen.reader)
    print(
        f"Python {platform.python_version()}, {chosen.records:,} records, {chosen.jobs} jobs, seed {chosen.seed}, "
        f"reader {chosen.reader}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "extract"
        make(folder, chosen.records, chosen.seed)
        run(folder, Path(scratch) / "out", reviewer, chosen.jobs)


def run(folder: Path, out: Path, reviewer: Reviewer, jobs: int) -> None:
    """Time each stage by itself, then the whole as the command runs it."""
    stages(folder, reviewer)
    out.mkdir()
    count = len(read_extract(folder).records)
    floor, _ = timed("the least: read the CSV, scan once", count, lambda: least(folder, reviewer.practice))
    whole, _ = timed(
        "the whole, every file written", count, lambda: Run(read_extract(folder), reviewer, out, jobs).write()
    )
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / scale
    print(f"the whole / the least: {whole / floor:.1f}; peak memory {own:,.0f} MB, largest worker {worker:,.0f} MB")


def stages(folder: Path, reviewer: Reviewer) -> None:
    """Time each stage by itself, in one process."""
    start = time.perf_counter()
    extract = read_extract(folder)
    count, seconds = len(extract.records), time.perf_counter() - start
    print(f"{'reading the extract':<44} {seconds:8.2f} s  {count / seconds:>12,.0f} records/s", flush=True)
    involvements = {key: record.involvements for key, record in extract.records.items()}
    _, ledger = timed("who is who", count, lambda: judge(extract.people, involvements))
    clusters = clusters_of(extract.people, ledger)
    _, library = timed(
        "the library of stories",
        count,
        lambda: Library(
            extract.people,
            extract.records,
            clusters,
            extract.agencies,
            extract.as_at,
            places=reviewer.practice.places,
            ledger=ledger,
        ),
    )
    records, children = list(extract.records.values()), library.children()
    timed("reading every narrative", count, lambda: reviewer.read_many(records, extract.people))
    _, stories = timed("building every story", count, lambda: [library.story(child) for child in children])
    timed(
        "reading, patterns and duties, child by child",
        count,
        lambda: [reviewer.review_child(story, extract.as_at) for story in stories],
    )


if __name__ == "__main__":
    main()
