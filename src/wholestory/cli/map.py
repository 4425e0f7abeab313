"""`wholestory map`: what would be read of a site's own table, by a mapping that is proposed or given."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from wholestory.cli.convert import formats
from wholestory.engine.extract import ExtractError
from wholestory.engine.extract.formats import Choice, Conversion, convert, load
from wholestory.engine.extract.formats.drafts import Cells
from wholestory.engine.extract.formats.mapping import Format
from wholestory.engine.extract.formats.proposing import propose
from wholestory.engine.extract.formats.recognising import container_of, readings
from wholestory.model.moments import Moment

_SHOWN = 72


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the proposed mapping.")
@click.option("--format", "wanted", metavar="NAME", help="Show what a known format, or your mapping file, would read.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. [default: the first]")
@click.option("--rows", type=click.IntRange(0), default=5, show_default=True, help="How many records to show.")
def map_command(file: Path, out: Path | None, wanted: str | None, sheet: str | None, rows: int) -> None:
    """Propose a mapping for FILE (CSV, Excel, JSON Lines or Parquet) and show what would be read with it.

    The mapping names columns and codes, never a row. Read it, mend it, and hand it to: wholestory convert FILE
    --format MAPPING. What is shown of the first records stays on this terminal.
    """
    try:
        if wanted is not None:
            one = formats(wanted)[0]
        else:
            text = _proposal(file, sheet)
            one = _loaded(text)
            if out is None:
                click.echo(text)
            else:
                _write(out, text)
        made = convert([file], Choice((one,), Moment(datetime.now(UTC))))
    except ExtractError as error:
        raise click.ClickException(str(error)) from None
    _show(made, rows)


def _proposal(file: Path, sheet: str | None) -> str:
    container = container_of(file)
    if container == "xml":
        raise ExtractError(
            f"{file.name} is XML, which no mapping is proposed for; export it as a table, or write a mapping file."
        )
    found = [grid for grid in readings(file, container)[0] if sheet is None or grid.name == sheet]
    if not found:
        raise ExtractError(f"{file.name} has no sheet {sheet}; name one that it has.")
    return propose(found[0], container)


def _loaded(text: str) -> Format:
    with tempfile.TemporaryDirectory() as folder:
        name = text.partition('\nid = "')[2].partition('"')[0]
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)


def _write(out: Path, text: str) -> None:
    if out.exists():
        raise ExtractError(f"{out} is there already; name a new file, so that nothing is overwritten.")
    before, _, after = text.partition('\nid = "')
    out.write_text(f'{before}\nid = "{out.stem}"{after.partition(chr(34))[2]}', encoding="utf-8")
    click.echo(
        f"The proposed mapping: {out}. Read it, mend it, then: wholestory convert FILE --format {out} --out EXTRACT"
    )


def _show(made: Conversion, rows: int) -> None:
    for label, count in made.counts.items():
        click.echo(f"{label}: {count.read:,} rows read = {count.taken:,} taken + {count.rejected:,} rejected")
    for draft in made.drafts.values():
        click.echo(f"{len(draft.people):,} people, {len(draft.records):,} records. The first:")
        shown = draft.records if draft.records else draft.people
        for key, held in list(shown.items())[:rows]:
            click.echo(f"  {_short(key)}")
            for name, cell in _told(held.cells):
                click.echo(f"    {name}: {_short(cell)}")
    for reject in made.rejects[:rows]:
        where = f" ({reject.column})" if reject.column else ""
        click.echo(f"  line {reject.line}{where} would be rejected: {reject.why}")
    for note in made.notes:
        click.echo(f"  note: {note}")


def _told(cells: Cells) -> list[tuple[str, str]]:
    return [(name, cell) for name, cell in cells.items() if cell and name not in ("record_id", "person_id")]


def _short(text: str) -> str:
    line = " ".join(text.split())
    line = "".join(letter for letter in line if letter.isprintable())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
