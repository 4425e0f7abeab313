"""Options that say what is read by: `--practice` and `--reader`; what they name, or an end with what is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from wholestory.engine.reading.encoder import EncoderError
from wholestory.engine.review import READERS, Reviewer
from wholestory.practice.files import PracticeError
from wholestory.practice.pack import Practice, load_practice
from wholestory.runners.lasting import keep_for_good

LOCAL_PRACTICE = click.option(
    "--practice",
    "local",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of local rules laid over the national ones; may be given more than once.",
)

READER = click.option(
    "--reader",
    type=click.Choice(READERS),
    default="both",
    show_default=True,
    help="How signs are read: by the rules' wording, by likeness to labelled sentences, or both.",
)


def load_or_stop(local: tuple[Path, ...]) -> Practice:
    """The pack, or an end of the command that lists every fault in it."""
    try:
        return load_practice(local)
    except PracticeError as error:
        faults = "\n  ".join(error.faults)
        raise click.ClickException(f"The practice files cannot be used:\n  {faults}") from None


def reviewer_or_stop(practice: Practice, reader: str) -> Reviewer:
    """A reviewer that reads in the ways that were chosen, or an end of the command with what is missing."""
    try:
        reviewer = Reviewer(practice, reader)
    except EncoderError as error:
        raise click.ClickException(str(error)) from None
    keep_for_good()
    return reviewer
