"""`wholestory synth`: a made-up force with the truth of it, to try the program on."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.synth.force import make_force
from wholestory.synth.numbers import MOST_CHILDREN
from wholestory.synth.settings import Settings, SettingsError, load_settings

_TIME_FORMS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]


@click.command()
@click.option("--children", required=True, type=click.IntRange(1, MOST_CHILDREN), help="How many children.")
@click.option(
    "--seed", required=True, type=click.IntRange(0), help="The same seed makes the same force, byte for byte."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="A new folder to write to."
)
@click.option("--as-at", type=click.DateTime(_TIME_FORMS), help="When the extract is taken. [default: in the settings]")
@click.option(
    "--settings",
    "over",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML file of rates laid over the shipped ones.",
)
@click.option(
    "--set",
    "single",
    multiple=True,
    metavar="NAME=VALUE",
    help="One rate, such as persons.misspelt=0.1; may be given more than once.",
)
def synth(  # noqa: PLR0917 - one parameter an option, called by click alone
    children: int, seed: int, out: Path, as_at: datetime | None, over: Path | None, single: tuple[str, ...]
) -> None:
    """Make up a force area: families, agencies, years of records, and the truth of them in gold/.

    \b
    Nobody in it exists: names, addresses, numbers and plates are invented, and telephone numbers ring nowhere.
    The rates it follows, and how to change them, are in docs/reference/made-up-force.md.
    """
    try:
        settings = load_settings(seed, over=over, single=single, as_at=as_at)
        _make(out, children, settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Made up {children:,} children in {out}; the truth of them is in {out / 'gold'}.")


def _make(out: Path, children: int, settings: Settings) -> None:
    if out.exists() and any(out.iterdir()):
        raise click.ClickException(f"{out} is not empty; name a new folder for --out, so that nothing is overwritten.")
    out.mkdir(parents=True, exist_ok=True)
    made = make_force(out, children, settings)
    if not sys.stderr.isatty():
        progress.say(f"Making up children ({children:,})")
        for _ in made:
            pass
        return
    done = 0
    with click.progressbar(length=children, label="Making up children", file=sys.stderr) as bar:
        for so_far in made:
            bar.update(so_far - done)
            done = so_far
