"""`wholestory network`: who and what an extract's records link, as tables, as a graph and in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.cli.judgements import of_persons, read_judgements
from wholestory.cli.linking import model_or_stop
from wholestory.cli.packs import LOCAL_PRACTICE, load_or_stop
from wholestory.cli.taking import link, take
from wholestory.engine.extract import Extract
from wholestory.engine.people import clusters_of
from wholestory.engine.sharing import Cast, Circles, Network, Recurring, Sightings
from wholestory.model.links import Clusters
from wholestory.model.story import Tie
from wholestory.practice.pack import Practice
from wholestory.reports.circle import KIND_WORDS, counted, days_of, what_links

REJECTED_ROWS = 1
_SHOWN = 10
_RECORDS_SHOWN = 6
# What a network folder may hold; `extract` is made from agencies' own files.
_FILES = ("nodes.csv", "links.csv", "recurring.csv", "network.graphml", "extract")


@click.command()
@click.argument("extract", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write.")
@click.option("--child", metavar="KEY", help="Also say who and what is linked with this child (agency:person_id).")
@click.option("--between", nargs=2, metavar="A B", help="Also say the shortest ways between two people.")
@LOCAL_PRACTICE
@click.option("--as-at", metavar="TIME", help="Show what was known then; later rows count as not yet known.")
@click.option(
    "--judgements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The CSV file of people's judgements that the review was made with.",
)
@click.option(
    "--linking-model",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A model that `wholestory linking train` wrote; give the one that the review was made with.",
)
def network(  # noqa: PLR0917 - one parameter an option, called by click alone
    extract: Path,
    out: Path,
    child: str | None,
    between: tuple[str, str] | None,
    local: tuple[Path, ...],
    as_at: str | None,
    judgements: Path | None,
    linking_model: Path | None,
) -> int:
    """Write who and what the records of EXTRACT link: children, adults, vehicles, phones, accounts and places.

    \b
    Into the output folder go:
      nodes.csv          everyone and everything that is linked, and what links nobody and why
      links.csv          every link, with how, the first and last day, and the records that make it
      recurring.csv      what recurs across children, by most children
      network.graphml    the same for tools that draw networks

    EXTRACT may also be a file or a folder of files in a format that `wholestory convert` knows; the extract made of it
    goes into the output folder too.

    Homes, schools, hospitals and other places where unrelated people are link nobody. The words and items of restricted
    records are in no file.

    \b
    Exit codes: 0 done, 1 done with rejected rows, 2 could not run.
    """
    practice = load_or_stop(local)
    model = model_or_stop(linking_model)
    settled = read_judgements(judgements) if judgements else ()
    _claim(out, extract)
    taken = take(extract, out, as_at)
    settled, note = of_persons(settled, taken.people)
    involvements = {key: record.involvements for key, record in taken.records.items()}
    ledger = link(taken.people, involvements, settled, model, taken.as_at)
    view = View(taken, clusters_of(taken.people, ledger), practice)
    who = view.child(child) if child else ""
    ends = [view.cluster(key) for key in between or ()]
    view.write(out)
    view.tell()
    if child:
        view.tell_circle(who)
    if between:
        view.tell_ways(*ends)
    for line in (*taken.notes, *([note] if note else [])):
        click.echo(f"  note: {line}")
    click.echo(f"The tables: {out}")
    return REJECTED_ROWS if taken.still_rejected else 0


def _claim(out: Path, extract: Path) -> None:
    """Make the output folder, and refuse one that holds something other than an earlier network."""
    if out.resolve() == extract.resolve():
        raise click.ClickException("--out is the extract itself; name another folder, so that nothing is overwritten.")
    if out.is_dir() and any(path.name not in _FILES for path in out.iterdir()):
        raise click.ClickException(f"{out} holds files that are not a network; name a new folder for --out.")
    out.mkdir(parents=True, exist_ok=True)


class View:
    """An extract's network, written to files and told on the terminal."""

    def __init__(self, extract: Extract, clusters: Clusters, practice: Practice) -> None:
        agencies = {agency.name: agency for agency in extract.agencies}
        self._extract = extract
        self._cast = Cast(extract.people, extract.records, clusters)
        progress.say("Finding out what people share")
        self._sightings = Sightings(self._cast, extract.agencies, practice.places)
        self._network = Network(self._cast, self._sightings, agencies)
        self._circles = Circles(self._cast, self._sightings, agencies)
        self._recurring: tuple[Recurring, ...] = ()
        self._counts = (0, 0)

    def cluster(self, key: str) -> str:
        """The cluster of a person's key, or an end of the command that says how keys are written."""
        if key not in self._cast.people:
            raise click.ClickException(
                f"Nobody in this extract has the key {key}. Keys are written agency:person_id, as in nodes.csv and in "
                "children.csv of a review."
            )
        return self._cast.cluster(key)

    def child(self, key: str) -> str:
        """The cluster of a child's key, or an end of the command where the person is no child in these records."""
        cluster = self.cluster(key)
        if cluster not in self._cast.children:
            raise click.ClickException(
                f"{key} is no child in these records, so there is no circle to tell. Ask for a child, or for the way "
                f"between {key} and a child with --between."
            )
        return cluster

    def write(self, out: Path) -> None:
        """Write every file."""
        # networkx takes most of a second to load, and only this command needs it.
        from wholestory.engine.sharing.graph import graph_of
        from wholestory.reports.network_files import write_graph, write_network

        self._recurring = self._network.recurring()
        self._counts = write_network(out, self._network, self._recurring)
        self._graph = graph_of(self._network)
        write_graph(out / "network.graphml", self._graph)

    def tell(self) -> None:
        """Say what recurs most, and what was set aside."""
        nodes, links = self._counts
        aside = sum(self._sightings.is_open(thing) for thing in self._sightings.set_aside)
        click.echo(f"As at {self._extract.as_at}, from {counted(len(self._extract.records), 'record', 'records')}:")
        click.echo(f"  {counted(nodes, 'person or thing', 'people and things')}, {counted(links, 'link', 'links')}")
        click.echo(f"  {counted(aside, 'place or thing links', 'places and things link')} nobody (nodes.csv says why)")
        if not self._recurring:
            click.echo("No adult, vehicle, phone, account or place recurs across children.")
            return
        click.echo("On record with more than one child, the most children first:")
        for one in self._recurring[:_SHOWN]:
            kind = KIND_WORDS[one.node.kind]
            click.echo(
                f"  {f'{kind} {one.node.name}'.strip()}: {counted(len(one.children), 'child', 'children')}, "
                f"{days_of(one.first, one.last)} ({_listed(one.records)})" + _perhaps(one.doubt)
            )
        if len(self._recurring) > _SHOWN:
            click.echo(f"  and {len(self._recurring) - _SHOWN:,} more in recurring.csv")

    def tell_circle(self, child: str) -> None:
        """Say who and what is linked with a child."""
        ties = self._circles.of(child)
        click.echo(f"\nWho and what the records link with {self._cast.name_of(child)} ({child}):")
        for tie in ties:
            click.echo(f"  {_tie_sentence(tie)}")
        if not ties:
            click.echo("  nobody and nothing that is no home, school or other place where unrelated people are")

    def tell_ways(self, one: str, other: str) -> None:
        """Say the shortest ways between two people."""
        from wholestory.engine.sharing.graph import steps_of, ways_between

        names = f"{self._cast.name_of(one)} ({one}) and {self._cast.name_of(other)} ({other})"
        if one == other:
            click.echo(f"\n{names} are one person.")
            return
        ways = ways_between(self._graph, one, other)
        click.echo(f"\nBetween {names}:" + ("" if ways else " the records show no way."))
        for number, way in enumerate(ways, 1):
            click.echo(f"  Way {number}, {counted(len(way) - 1, 'link', 'links')}:")
            for step in steps_of(self._graph, way):
                click.echo(
                    f"    {_named(step.one)} and {_named(step.other)}: {step.how} {days_of(step.first, step.last)} "
                    f"({_listed(step.records)})" + _perhaps(step.doubt)
                )


def _named(end: tuple[str, str]) -> str:
    kind, name = end
    return name if kind in ("child", "restricted") else f"{KIND_WORDS[kind]} {name}"


def _tie_sentence(tie: Tie) -> str:
    records = f" ({_listed(tie.records)})" if tie.records else ""
    opening = f"{what_links(tie)}, {days_of(tie.first, tie.last)}{records}"
    if tie.kind == "child":
        return f"{opening}: named in the same {'record' if len(tie.records) == 1 else 'records'}"
    others = ", ".join(f"{name} ({key})" for key, name in tie.children)
    theirs = f", in {_listed(tie.their_records)}" if tie.their_records else ""
    return f"{opening}: " + (f"also linked with {others}{theirs}" if others else "no other child") + _perhaps(tie.doubt)


def _listed(records: Iterable[str]) -> str:
    keys = list(records)
    more = f" and {len(keys) - _RECORDS_SHOWN:,} more" if len(keys) > _RECORDS_SHOWN else ""
    return ", ".join(keys[:_RECORDS_SHOWN]) + more


def _perhaps(doubt: str) -> str:
    return f"; perhaps not the same: {doubt}" if doubt else ""
