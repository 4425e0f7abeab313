"""Who is who: ours beside Splink with its tutorial settings and recordlinkage's ECM, in one run.

    python benchmarks/linking.py [--children 1500] [--seed 77] [--peers FOLDER]

On FEBRL 4 without its national identifier, and on a made-up force. Pairwise precision, recall and F1, seconds (by the
clock and of processors) and peak memory, each in a process of its own. The peers are installed into an environment of
their own (--peers), from requirements-peers-linking.txt. "ours, score alone" leaves the deciding stage out and takes
pairs that are each other's best from a score of 12.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from wholestory.engine.extract import read_extract
from wholestory.engine.people import clusters_of, judge, shipped_model
from wholestory.engine.people.profiles import profile_of
from wholestory.engine.people.scorer import Scorer
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Person
from wholestory.synth.force import make_force
from wholestory.synth.settings import load_settings

HERE = Path(__file__).parent
SCORE_ALONE_FROM = 12.0
AS_AT = Moment.parse("2025-06-30")

Pair: TypeAlias = tuple[str, str]
Row: TypeAlias = dict[str, str]


def main() -> None:
    """Make the data, run each in its own process, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--children", type=int, default=1500)
    options.add_argument("--seed", type=int, default=77)
    options.add_argument("--peers", type=Path, default=HERE.parent / ".venv-peers-linking")
    options.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        how, folder, out = chosen.one
        write_pairs(Path(out), (ours if how == "ours" else alone)(Path(folder)))
        return
    peers = environment(chosen.peers)
    with tempfile.TemporaryDirectory() as scratch:
        febrl, force = Path(scratch) / "febrl", Path(scratch) / "force"
        febrl.mkdir()
        subprocess.run([peers, HERE / "linking_peers.py", "febrl", febrl / "persons.csv"], check=True)
        made_up(force, chosen.children, chosen.seed)
        for title, folder in (("FEBRL 4 without its identifier", febrl), ("a made-up force", force)):
            compare(title, folder, peers)


def environment(folder: Path) -> Path:
    """The Python of the peers' environment, made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        wanted = HERE / "requirements-peers-linking.txt"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
    return python


def made_up(folder: Path, children: int, seed: int) -> None:
    """A made-up force, and its persons as a table with the truth."""
    folder.mkdir()
    for _ in make_force(folder, children, load_settings(seed)):
        pass
    with (folder / "gold" / "people.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["person"]: row["child"] for row in csv.DictReader(file)}
    people = read_extract(folder).people
    with (folder / "persons.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [person_row(person) | {"truth": truth[key]} for key, person in sorted(people.items())]
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def person_row(person: Person) -> Row:
    """A person in the columns that the peers read."""
    born = person.date_of_birth
    number, _, street = person.address.partition(" ")
    road, _, town = street.partition(", ")
    return {
        "unique_id": person.key,
        "agency": person.agency,
        "address_2": "",
        "given_name": person.forenames.casefold(),
        "surname": person.surname.casefold(),
        "date_of_birth": str(born).replace("-", "") if born and born.day else "",
        "street_number": number,
        "address_1": road.casefold(),
        "suburb": town.casefold(),
        "postcode": person.postcode,
    }


def table(folder: Path) -> list[Row]:
    """The persons of a data set."""
    with (folder / "persons.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def people_of(folder: Path) -> tuple[dict[str, Person], dict[str, tuple[Involvement, ...]]]:
    """The persons, and who was involved in what, as the program reads them."""
    if (folder / "extract.toml").exists():
        extract = read_extract(folder)
        return dict(extract.people), {key: record.involvements for key, record in extract.records.items()}
    return {row["unique_id"]: febrl_person(row) for row in table(folder)}, {}


def febrl_person(row: Row) -> Person:
    """A row of FEBRL as a person; a birth that is no date is not known."""
    digits = row["date_of_birth"]
    try:
        born = PartialDate.parse(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        born = None
    parts = (row[name] for name in ("street_number", "address_1", "address_2", "suburb"))
    address = " ".join(part for part in parts if part)
    names = row["given_name"], row["surname"]
    return Person(
        row["unique_id"], row["agency"], *names, date_of_birth=born, address=address, postcode=row["postcode"]
    )


def ours(folder: Path) -> Iterator[Pair]:
    """The pairs of persons whom the program takes for one."""
    people, involvements = people_of(folder)
    clusters = clusters_of(people, judge(people, involvements, judged_at=AS_AT))
    return pairs_within(clusters.members.values())


def alone(folder: Path) -> Iterator[Pair]:
    """The pairs that the score alone would link: those that are each other's best."""
    people, _ = people_of(folder)
    profiles = {key: profile_of(person) for key, person in people.items()}
    with closing(Scorer(profiles, shipped_model(), profiles.keys(), frozenset())) as scorer:
        found = [pair for pair in scorer.candidates(SCORE_ALONE_FROM) if pair.one[0] != pair.other[0]]
    best: Counter[str] = Counter()
    for pair in found:
        for key in (pair.one, pair.other):
            best[key] = max(best[key], pair.levels.score)
    return ((pair.one, pair.other) for pair in found if best[pair.one] == pair.levels.score == best[pair.other])


def pairs_within(groups: Iterable[Iterable[str]]) -> Iterator[Pair]:
    """Every pair of one group."""
    for group in groups:
        yield from combinations(sorted(group), 2)


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs, one a line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(pairs)


def compare(title: str, folder: Path, peers: Path) -> None:
    """Run everybody on one data set and print a line each."""
    rows = table(folder)
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["truth"], []).append(row["unique_id"])
    gold = set(pairs_within(groups.values()))
    truth = {row["unique_id"]: row["truth"] for row in rows}
    family = {row["unique_id"]: (row["surname"], row["postcode"]) for row in rows}
    print(f"{title}: {len(rows):,} persons, {len(gold):,} true pairs")
    print(
        f"  {'':<22}{'precision':>10}{'recall':>8}{'F1':>8}{'seconds':>9}{'CPU':>7}{'MB':>7}{'false in a family':>19}"
    )
    here, there = [sys.executable, Path(__file__), "--one"], [peers, HERE / "linking_peers.py"]
    runs: list[tuple[str, list[object]]] = [
        ("ours", [*here, "ours", folder]),
        # In a force the score alone means nothing: a child has several entries in an agency, and a twin.
        *([("ours, score alone", [*here, "alone", folder])] if not (folder / "extract.toml").exists() else []),
        ("Splink, tutorial", [*there, "splink", folder / "persons.csv"]),
        ("recordlinkage ECM", [*there, "ecm", folder / "persons.csv"]),
    ]
    for name, command in runs:
        seconds, processor, memory = measured([*map(str, command), str(folder / "pairs.csv")])
        with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
            found = {(one, other) for one, other in csv.reader(file)}
        hits = len(found & gold)
        precision, recall = hits / max(1, len(found)), hits / len(gold)
        f1 = 2 * hits / (len(found) + len(gold))
        kin = Counter(family[one] == family[other] and truth[one] != truth[other] for one, other in found)[True]
        accuracy = f"{precision:>10.4f}{recall:>8.4f}{f1:>8.4f}"
        print(f"  {name:<22}{accuracy}{seconds:>9.1f}{processor:>7.1f}{memory:>7.0f}{kin:>19}", flush=True)


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, seconds of processors (which say more on a busy machine) and peak megabytes of one process."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:3])} failed; run it by itself to see why.")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
