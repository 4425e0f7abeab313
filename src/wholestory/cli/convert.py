"""`wholestory convert`: files in agencies' own formats to an extract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.engine.extract import Extract, ExtractError
from wholestory.engine.extract.formats import Choice, Conversion, convert, extract_of, load, shipped
from wholestory.engine.extract.formats.mapping import Format
from wholestory.engine.extract.formats.writing import Change, folder_of, write_extract
from wholestory.engine.extract.manifest import names_a_folder
from wholestory.model.moments import Moment

REJECTED_ROWS = 1


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write a new extract.")
@click.option(
    "--onto",
    type=click.Path(path_type=Path, file_okay=False),
    help="An extract to add to: equal rows stay, corrected rows become new versions, the old are kept.",
)
@click.option(
    "--format", "wanted", metavar="NAME", help="A format by name, or your own mapping file. [default: found out]"
)
@click.option("--agency", metavar="NAME", help="The agency's folder in the extract. [default: named after the format]")
@click.option("--as-at", metavar="TIME", help="When the source ends. [default: as it says, or the latest day it names]")
def convert_command(  # noqa: PLR0917 - one parameter an option, called by click alone
    sources: tuple[Path, ...],
    out: Path | None,
    onto: Path | None,
    wanted: str | None,
    agency: str | None,
    as_at: str | None,
) -> int:
    """Make an extract from SOURCES: files, or folders of files, in formats that agencies use.

    \b
    Known formats are recognised by what the files hold:
      cin_census    Children in Need census, XML
      ssda903       children looked after, CSV
      annex_a       the inspection's child-level lists, Excel
      interchange   one table in the interchange's own columns: CSV, Excel, JSON Lines, Parquet
    For a file of your own, see: wholestory map --help

    \b
    Exit codes: 0 done, 1 done with rejected rows (see conversion/ in the extract), 2 could not run.
    """
    folder = _target(out, onto)
    made = read_sources(sources, wanted, agency, as_at)
    try:
        changes = write_extract(made, folder)
    except ExtractError as error:
        raise click.ClickException(str(error)) from None
    _tell(made, changes, folder)
    return REJECTED_ROWS if made.rejects else 0


def read_sources(
    sources: tuple[Path, ...], wanted: str | None = None, agency: str | None = None, as_at: str | None = None
) -> Conversion:
    """Convert sources, or end the command with a sentence."""
    try:
        moment = Moment(Moment.parse(as_at).end) if as_at else None
    except ValueError as error:
        raise click.ClickException(f"--as-at {as_at} {error}; write it as 2014-09-30T09:00.") from None
    try:
        if agency and not names_a_folder(agency):
            raise ExtractError(
                f"--agency {agency} cannot name a folder of the extract; use letters, digits, spaces, _ . and - only."
            )
        choice = Choice(formats(wanted), Moment(datetime.now(UTC)), agency or "", moment)
        progress.say("Reading " + ", ".join(path.name for path in sources))
        return convert(sources, choice)
    except ExtractError as error:
        raise click.ClickException(str(error)) from None


def read_source(source: Path, folder: Path, read: Callable[[Path], Extract]) -> Extract:
    """Make an extract of a source in `folder`, anew, and read it, or end the command with a sentence."""
    made = read_sources((source,))
    try:
        return extract_of(made, folder, read)
    except ExtractError as error:
        raise click.ClickException(str(error)) from None


def formats(wanted: str | None) -> tuple[Format, ...]:
    """The formats to be tried. Raises ExtractError."""
    known = shipped()
    if wanted is None:
        return known
    named = tuple(one for one in known if one.id == wanted)
    if named:
        return named
    if Path(wanted).is_file():
        return (load(Path(wanted)),)
    names = ", ".join(one.id for one in known)
    raise ExtractError(f"There is no format {wanted}; name one of {names}, or give a mapping file.")


def _target(out: Path | None, onto: Path | None) -> Path:
    if (out is None) == (onto is None):
        raise click.ClickException("Name either --out for a new extract, or --onto for one that is there.")
    if onto is not None:
        if not (onto / "extract.toml").is_file():
            raise click.ClickException(f"--onto {onto} is no extract (it has no extract.toml); make one with --out.")
        return onto
    assert out is not None
    if (out / "extract.toml").is_file():
        raise click.ClickException(f"--out {out} is an extract already; add to it with --onto, or name a new folder.")
    if out.is_dir() and any(out.iterdir()):
        raise click.ClickException(f"--out {out} holds other files; name a new folder.")
    return out


def _tell(made: Conversion, changes: dict[str, Change], folder: Path) -> None:
    for name, title in made.recognised.items():
        click.echo(f"{name}: {title}")
    for label, count in made.counts.items():
        click.echo(f"  {label}: {count.read:,} rows read = {count.taken:,} taken + {count.rejected:,} rejected")
    click.echo(f"Written to {folder}, as at {made.as_at}:")
    for label, change in changes.items():
        parts = [f"{change.added:,} new"]
        parts += [f"{change.same:,} as before"] if change.same else []
        parts += [f"{change.corrected:,} corrected (the old versions are in versions/)"] if change.corrected else []
        click.echo(f"  {label}: " + ", ".join(parts))
    for note in made.notes:
        click.echo(f"  note: {note}")
    if made.rejects:
        click.echo(
            f"  {len(made.rejects):,} rows rejected, each with a reason in {folder_of(made, folder) / 'rejected.csv'}"
        )
