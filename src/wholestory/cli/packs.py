"""The `--practice` option, and loading the rules it names or stopping with what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import click

from wholestory.practice.files import PracticeError
from wholestory.practice.pack import Practice, load_practice

LOCAL_PRACTICE = click.option(
    "--practice",
    "local",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of local rules laid over the national ones; may be given more than once.",
)


def load_or_stop(local: tuple[Path, ...]) -> Practice:
    """The pack, or an end of the command that lists every fault in it."""
    try:
        return load_practice(local)
    except PracticeError as error:
        faults = "\n  ".join(error.faults)
        raise click.ClickException(f"The practice files cannot be used:\n  {faults}") from None
