"""The command line. Exit codes: 0 done, 1 done with rejected rows, 2 could not run."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import click

from wholestory.cli.convert import convert_command
from wholestory.cli.inspections import inspections
from wholestory.cli.linking import linking
from wholestory.cli.map import map_command
from wholestory.cli.network import network
from wholestory.cli.practice import practice
from wholestory.cli.read import read
from wholestory.cli.review import review
from wholestory.cli.synth import synth

COULD_NOT_RUN = 2
SHOW_TRACEBACKS = "WHOLESTORY_SHOW_TRACEBACKS"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="wholestory", message="Wholestory %(version)s")
def commands() -> None:
    """Read everything that every agency wrote about a child, in order, and show what it adds up to.

    \b
    Start here:
      wholestory review examples/extract --out out     read an extract and write what was found
      wholestory convert FILES --out EXTRACT           make an extract from agencies' own formats
      wholestory map FILE                              propose a mapping for a table of your own
      wholestory read "Not home by 10, phone off"      read one narrative and show why
      wholestory network examples/extract --out links  who and what recurs across children
      wholestory practice list                         every sign, pattern, duty and family of words
      wholestory inspections compare ROUND ROUND       what two inspection rounds show, and what they cannot

    \b
    Exit codes:
      0  done
      1  done, and some rows were rejected (see rejected.csv in the output folder)
      2  could not run; the message says what to do
    """


commands.add_command(review)
commands.add_command(convert_command)
commands.add_command(map_command)
commands.add_command(network)
commands.add_command(read)
commands.add_command(practice)
commands.add_command(synth)
commands.add_command(linking)
commands.add_command(inspections)


def main() -> None:
    """Run the command line; a fault of the program itself ends in one sentence, never in a traceback."""
    try:
        code = commands.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("Stopped. Nothing that was written is complete; run the command again.", err=True)
        sys.exit(COULD_NOT_RUN)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except OSError as error:
        click.echo(f"Could not run: {error.strerror or 'a file could not be used'} ({error.filename or ''}).", err=True)
        sys.exit(COULD_NOT_RUN)
    except Exception as error:
        if os.environ.get(SHOW_TRACEBACKS):
            raise
        # The message of an unforeseen error may hold a record's words, so only its kind and place are said.
        place = traceback.extract_tb(error.__traceback__)[-1]
        click.echo(
            f"Could not run: a fault in Wholestory itself ({type(error).__name__} in {place.name}, "
            f"{Path(place.filename).name}:{place.lineno}). Please report it; nothing in the output folder is complete. "
            f"Set {SHOW_TRACEBACKS}=1 to see the whole trace, which may hold words of records.",
            err=True,
        )
        sys.exit(COULD_NOT_RUN)
    sys.exit(code if isinstance(code, int) else 0)
