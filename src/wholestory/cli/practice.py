"""`wholestory practice`: the rules in force, what one says, and whether a folder of rules can be trusted."""

from __future__ import annotations

from pathlib import Path

import click

from wholestory.cli.measure import measure_reader
from wholestory.cli.packs import LOCAL_PRACTICE, load_or_stop
from wholestory.engine.examples import failing_examples
from wholestory.practice.files import Header, PracticeError, national_folder
from wholestory.practice.pack import Practice, load_practice


@click.group()
def practice() -> None:
    """The rules: signs, patterns, duties, words and ways of inspecting, each with its reason, source and examples."""


practice.add_command(measure_reader)


@practice.command("list")
@LOCAL_PRACTICE
def list_rules(local: tuple[Path, ...]) -> None:
    """List every rule, a line each: its id, whether it is switched on, and its title."""
    for part, headers in _parts(load_or_stop(local)).items():
        click.echo(click.style(f"{part} ({len(headers)})", bold=True))
        for header in headers:
            click.echo(f"  {header.id:<36} {'' if header.on else '(off) '}{header.title}")
        click.echo()


@practice.command("show")
@click.argument("rule")
@LOCAL_PRACTICE
def show_rule(rule: str, local: tuple[Path, ...]) -> None:
    """Show one RULE whole, as its file says it: reason, source, wording and examples."""
    found = [
        (part, header)
        for part, headers in _parts(load_or_stop(local)).items()
        for header in headers
        if rule in (header.id, f"{part}/{header.id}")
    ]
    if not found:
        raise click.ClickException(f"There is no rule called {rule}. `wholestory practice list` names them all.")
    for part, header in found:
        path = next(
            folder / header.path for folder in (*reversed(local), national_folder()) if (folder / header.path).exists()
        )
        click.echo(click.style(f"{header.title} ({part})", bold=True))
        click.echo(f"{header.reason}\nSource: {header.source} ({header.standing})\n")
        click.echo(path.read_text(encoding="utf-8"))


@practice.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def check(folder: Path | None) -> None:
    """Check every rule, and run its examples: the national pack's, or a FOLDER's laid over it."""
    local = (folder,) if folder else ()
    try:
        pack = load_practice(local)
    except PracticeError as error:
        raise click.ClickException(_listed(error.faults)) from None
    faults = list(failing_examples(pack))
    if faults:
        raise click.ClickException(_listed(faults))
    counts = ", ".join(f"{len(headers)} {part}" for part, headers in _parts(pack).items())
    click.echo(f"Every rule is complete and every example comes out as it says: {counts}.")


def _listed(faults: list[str]) -> str:
    count = "One fault" if len(faults) == 1 else f"{len(faults)} faults"
    return f"{count} in the practice files:\n  " + "\n  ".join(faults)


def _parts(pack: Practice) -> dict[str, list[Header]]:
    return {
        "indicators": [rule.header for rule in pack.indicators],
        "language": [rule.header for rule in pack.language],
        "cues": [rule.header for rule in pack.cues],
        "patterns": [rule.header for rule in pack.patterns],
        "duties": [rule.header for rule in pack.duties],
        "places": [rule.header for rule in pack.places],
        "inspection": [rule.header for rule in pack.frameworks],
        "escalation": [pack.escalation.header],
    }
