"""The command line. Exit codes: 0 done, 1 done with rejected rows, 2 could not run."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

COULD_NOT_RUN = 2
SHOW_TRACEBACKS = "WHOLESTORY_SHOW_TRACEBACKS"


# Each command and where it is. A command is loaded when it is run: the libraries that one needs another would wait for.
COMMANDS = {
    "convert": "wholestory.cli.convert:convert_command",
    "inspections": "wholestory.cli.inspections:inspections",
    "linking": "wholestory.cli.linking:linking",
    "load": "wholestory.cli.load:load",
    "log": "wholestory.cli.log:log",
    "map": "wholestory.cli.map:map_command",
    "network": "wholestory.cli.network:network",
    "notices": "wholestory.cli.notices:notices",
    "people": "wholestory.cli.people:people",
    "practice": "wholestory.cli.practice:practice",
    "read": "wholestory.cli.read:read",
    "review": "wholestory.cli.review:review",
    "serve": "wholestory.cli.serve:serve",
    "synth": "wholestory.cli.synth:synth",
}


class Commands(click.Group):
    """The group of all commands, each loaded from its own module when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name; None where there is none so called."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="wholestory", message="Wholestory %(version)s")
def commands() -> None:
    """Read everything that every agency wrote about a child, in order, and show what it adds up to.

    \b
    Start here:
      wholestory review examples/extract --out out     read an extract and write what was found
      wholestory serve                                 the web application (see docs/how-to/run-it-for-a-force.md)
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


def main() -> None:
    """Run the command line; a fault of the program itself ends in one sentence, never in a traceback."""
    # Before anything loads numpy. Workers are the way to use more processors: its threads would wait for small
    # products by spinning, and a note read by both ways would take twice its processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
