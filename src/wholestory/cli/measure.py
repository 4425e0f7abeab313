"""`wholestory practice measure`: how well the reader reads labelled notes, in figures that anybody can repeat."""

from __future__ import annotations

from pathlib import Path

import click

from wholestory.cli.packs import LOCAL_PRACTICE, READER, load_or_stop, reviewer_or_stop
from wholestory.engine.measuring import Measure, Tally, measure
from wholestory.engine.reading import Involved
from wholestory.practice.files import national_folder
from wholestory.practice.notes import LabelledNote, load_notes


@click.command("measure")
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--misses", is_flag=True, help="Name every difference between the labels and the reading.")
@READER
@LOCAL_PRACTICE
def measure_reader(notes: tuple[Path, ...], misses: bool, reader: str, local: tuple[Path, ...]) -> None:
    """Measure the reader on labelled NOTES (where none are named, those that the pack holds out from learning).

    A sign is current where it is read as present or possible; that figure matters most to a child. These are figures
    about a set of notes; they say nothing about any child.
    """
    practice = load_or_stop(local)
    faults: list[str] = []
    paths = notes or tuple(sorted((national_folder() / "notes/held_out").glob("*.txt")))
    labelled = load_notes(paths, frozenset(rule.header.id for rule in practice.indicators), faults)
    if faults:
        raise click.ClickException("\n  ".join(["The labelled notes have faults:", *faults]))
    reviewer = reviewer_or_stop(practice, reader)
    readings = [reviewer.read_text(note.narrative, involved_in_note(note)) for note in labelled]
    _show(measure(labelled, readings), len(labelled), misses)


def involved_in_note(note: LabelledNote) -> Involved:
    """Who is involved in a labelled note, as the reader needs to know it."""
    return Involved.of((note.subject,), note.sex, tuple((name, role) for role, name in note.people))


def _show(result: Measure, notes: int, misses: bool) -> None:
    click.echo(f"{notes} notes                     precision  recall   F1     right/found/meant")
    rows = [("current signs", result.current), ("signs with assertion", result.signs)]
    rows += [("signs however said", result.mention), ("blaming words challenged", result.language)]
    for name, tally in rows:
        click.echo(_line(name, tally))
    share = result.left_alone / result.fair if result.fair else 1.0
    click.echo(f"{'fair words left alone':<32} {share:.3f}  ({result.left_alone} of {result.fair})")
    parts = {
        "By assertion": result.by_assertion,
        "Current signs by agency": result.by_agency,
        "Current signs by age": result.by_age,
        "Current signs by sign": result.by_sign,
    }
    for title, tallies in parts.items():
        click.echo(f"\n{title}")
        for name, tally in sorted(tallies.items()):
            click.echo(_line(name, tally))
    if misses:
        click.echo("\nDifferences\n" + "\n".join(result.misses))


def _line(name: str, tally: Tally) -> str:
    figures = f"{tally.precision:9.3f} {tally.recall:7.3f} {tally.f1:7.3f}"
    return f"  {name:<26} {figures}    {tally.right}/{tally.found}/{tally.meant}"
