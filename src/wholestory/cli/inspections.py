"""`wholestory inspections`: published rounds kept in a folder, shown and compared.

The statistics are loaded inside the commands that need them, because every other command would wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from wholestory.engine.rounds.published import PublishedResult, RejectedRow, RoundsError, pooled
from wholestory.engine.rounds.shares import Share
from wholestory.engine.rounds.store import ADDED, DIFFERS, UNCHANGED, RoundStore
from wholestory.engine.rounds.taking import take

if TYPE_CHECKING:
    from wholestory.reports.round_pages import RoundPage

REJECTED_ROWS = 1
Value = TypeVar("Value")

STORE = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("inspections"),
    show_default=True,
    help="The folder in which rounds are kept.",
)
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write a picture (SVG), its table (CSV) and a page with both (HTML) here.",
)


@click.group()
def inspections() -> None:
    """Published inspection rounds: load them, and compare two honestly.

    \b
      wholestory inspections load grades.csv            keep what a file of published results says
      wholestory inspections list                       what is kept
      wholestory inspections compare ROUND ROUND        what two rounds show, and what they cannot
      wholestory inspections judgements                 councils' judgements over time
    """


@inspections.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@STORE
def load(files: tuple[Path, ...], store: Path) -> int:
    """Keep the rounds of FILES: case grades (a row a round), or judgements on councils (a row an inspection).

    A row is taken whole or rejected whole, with its file, line and what to mend. Figures are kept as printed, also
    where they do not add up. Loading a file again changes nothing; figures that differ from what is kept are rejected.

    \b
    Exit codes: 0 done, 1 done with rejected rows, 2 could not run.
    """
    kept = RoundStore(store)
    counts = {ADDED: 0, UNCHANGED: 0}
    rejected: list[RejectedRow] = []
    for file in files:
        taken = _or_stop(partial(take, file))
        rejected += taken.rejected
        for line, value in taken.values:
            outcome = _or_stop(partial(kept.add, value))
            if outcome == DIFFERS:
                rejected.append(RejectedRow(file.name, line, _differs(kept.path(value))))
            else:
                counts[outcome] += 1
    click.echo(f"{counts[ADDED]} added, {counts[UNCHANGED]} there already, {len(rejected)} rejected, in {store}.")
    for row in rejected:
        click.echo(f"  {row.file}, line {row.line}: {row.reason}.")
    return REJECTED_ROWS if rejected else 0


@inspections.command("list")
@STORE
def list_rounds(store: Path) -> None:
    """List the rounds that are kept, with the names by which they are asked for."""
    kept = RoundStore(store)
    results, judgements = _or_stop(kept.results), _or_stop(kept.judgements)
    if not results and not judgements:
        click.echo(f"Nothing is kept in {store}. Load a file first: wholestory inspections load FILE")
        return
    for result in results:
        flag = "" if result.sum_agrees else f"   does not add up: {result.graded} graded of {result.published_n}"
        click.echo(f"{result.id:<46} {result.published_n:>5} cases  {result.title}{flag}")
    if judgements:
        districts = ", ".join(dict.fromkeys(judgement.district for judgement in judgements))
        click.echo(f"{len(judgements)} judgements on councils ({districts}): wholestory inspections judgements")


@inspections.command("show")
@click.argument("round_name", metavar="ROUND")
@STORE
def show(round_name: str, store: Path) -> None:
    """Show one ROUND as printed: cases by grade, shares with intervals, its source, and whether it adds up."""
    result = _round(RoundStore(store), round_name)
    click.echo(click.style(result.title, bold=True))
    click.echo(f"{result.published_n} cases, published {result.published}. Source: {result.source}")
    for grade, count in result.counts.items():
        share = Share(count, result.graded)
        low, high = share.interval.low, share.interval.high
        click.echo(f"  {grade.replace('_', ' '):<22} {count:>5}   {share.value:>4.0%}   ({low:.0%} to {high:.0%})")
    if result.discrepancy:
        click.echo(result.discrepancy)


@inspections.command("compare")
@click.argument("first", metavar="ROUND")
@click.argument("second", metavar="ROUND")
@click.option(
    "--change", default=10, show_default=True, type=click.IntRange(-99, 99), help="Points of good to plan for."
)
@click.option("--seed", default=1, show_default=True, help="Draws the resamples; the same seed, the same answer.")
@STORE
@OUT
def compare_rounds(  # noqa: PLR0917 - one parameter an option, called by click alone
    first: str, second: str, change: int, seed: int, store: Path, out: Path | None
) -> None:
    """Compare two ROUNDS: shares, the whole scale, whether it is more than chance, and what a next sample needs.

    A name may be the beginning of one. Names joined by + are pooled into one round. --change says how many points
    more (or, below 0, fewer) good cases the next sample should be able to show.
    """
    from wholestory.engine.rounds.comparing import compare
    from wholestory.engine.rounds.needed import needed
    from wholestory.engine.rounds.saying import said_needed
    from wholestory.reports.round_pages import COMPARISON, comparison_page

    kept = RoundStore(store)
    one, two = _round(kept, first), _round(kept, second)
    found = _or_stop(partial(compare, one.counts, two.counts, seed=seed))
    counts = [line.second.count for line in found.lines]
    plan = said_needed(_or_stop(partial(needed, counts, found.good, change / 100)))
    page = comparison_page(found, one, two, (plan,))
    _tell(page)
    if out:
        _write(out, COMPARISON, page)


@inspections.command("judgements")
@click.argument("districts", nargs=-1)
@STORE
@OUT
def judgements_over_time(districts: tuple[str, ...], store: Path, out: Path | None) -> None:
    """Show the judgements on councils over time: all that are kept, or those of DISTRICTS."""
    from wholestory.reports.round_pages import JUDGEMENTS, judgements_page

    kept = _or_stop(RoundStore(store).judgements)
    found = [one for one in kept if not districts or one.district in districts]
    if not found:
        known = ", ".join(dict.fromkeys(one.district for one in kept)) or "none; load a file first"
        raise click.ClickException(f"No judgement is kept in {store} for that. Districts kept: {known}.")
    page = judgements_page(found)
    _tell(page)
    if out:
        _write(out, JUDGEMENTS, page)


def _tell(page: RoundPage) -> None:
    click.echo(click.style(page.title, bold=True))
    widths = [max(len(row[place]) for row in (page.columns, *page.rows)) for place in range(len(page.columns))]
    for row in (page.columns, *page.rows):
        click.echo("  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    for sentence in page.sentences:
        click.echo(f"\n{sentence}")
    if page.cautions:
        click.echo(click.style("\nBear in mind", bold=True))
    for caution in page.cautions:
        click.echo(f"  {caution}")


def _write(out: Path, name: str, page: RoundPage) -> None:
    from wholestory.reports.round_pages import write_round_page

    ours = [f"{stem}.{suffix}" for stem in ("comparison", "judgements") for suffix in ("svg", "csv", "html")]
    if out.is_dir() and any(path.name not in ours for path in out.iterdir()):
        raise click.ClickException(f"{out} holds other files; name a new folder for --out.")
    out.mkdir(parents=True, exist_ok=True)
    write_round_page(out, name, page)
    click.echo(f"\nThe picture, its table and a page with both: {out}")


def _round(store: RoundStore, name: str) -> PublishedResult:
    """The round of a name; several names joined by + as one, pooled."""
    results = [_or_stop(partial(store.result, part)) for part in name.split("+")]
    if len(results) == 1:
        return results[0]
    forces = ", ".join(dict.fromkeys(result.force for result in results))
    return _or_stop(partial(pooled, results, forces))


def _differs(path: Path) -> str:
    return (
        f"gives other figures than were kept from an earlier file ({path}); look at the source of both, and take that "
        "file away before loading again if this one is right"
    )


def _or_stop(act: Callable[[], Value]) -> Value:
    """What `act` gives, or an end of the command with the sentence of its refusal."""
    try:
        return act()
    except RoundsError as error:
        raise click.ClickException(str(error)) from None
