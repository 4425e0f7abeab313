"""`wholestory read`: one narrative, with what it says marked in the text and the cue that decided each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wholestory.cli.packs import LOCAL_PRACTICE, READER, load_or_stop, reviewer_or_stop
from wholestory.engine.reading import Involved
from wholestory.model.findings import Reading, Way
from wholestory.model.records import ROLES
from wholestory.practice.pack import Practice


@click.command()
@click.argument("text", required=False)
@click.option("--subject", metavar="NAME", multiple=True, help="The child whom the narrative is about.")
@click.option(
    "--person",
    "persons",
    metavar="ROLE=NAME",
    multiple=True,
    help="Somebody else in it, such as parent_carer=Dawn or suspect=Lee; may be given more than once.",
)
@READER
@LOCAL_PRACTICE
def read(
    text: str | None, subject: tuple[str, ...], persons: tuple[str, ...], reader: str, local: tuple[Path, ...]
) -> None:
    """Read one narrative: TEXT, or standard input where none is given.

    \b
    Example:
      wholestory read "No bruising seen but says dad hit her. Attention seeking." --subject Keira
    """
    if text is None:
        if sys.stdin.isatty():
            raise click.ClickException('Give the narrative in quotation marks: wholestory read "Not home by 10"')
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    others = tuple(_person(word) for word in persons)
    pack = load_or_stop(local)
    reading = reviewer_or_stop(pack, reader).read_text(text, Involved.of(subject, "", others))
    click.echo(_marked(text, reading))
    click.echo()
    _explain(reading, pack, subject[0].split()[0] if subject else "the child")


def _person(word: str) -> tuple[str, str]:
    role, equals, name = word.partition("=")
    if not equals or role not in ROLES or not name.strip():
        raise click.ClickException(
            f"--person takes ROLE=NAME with a role of: {', '.join(ROLES)}. It was given “{word}”."
        )
    return name, role


def _marked(text: str, reading: Reading) -> str:
    """The narrative with each found stretch in brackets and a number, signs as [1], words as {a}."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for number, mention in enumerate(reading.mentions, 1):
        opening.setdefault(mention.start, []).append("[")
        closing.setdefault(mention.end, []).append(f"]{number}")
    for number, found in enumerate(reading.language):
        opening.setdefault(found.start, []).append("{")
        closing.setdefault(found.end, []).append("}" + _letter(number))
    marked = [
        "".join(closing.get(place, ())) + "".join(opening.get(place, ())) + letter for place, letter in enumerate(text)
    ]
    return "".join(marked) + "".join(closing.get(len(text), ()))


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26) * (number // 26 + 1)


def _explain(reading: Reading, pack: Practice, child: str) -> None:
    titles = {rule.header.id: rule.header.title for rule in pack.indicators}
    titles |= {family.header.id: family.header.title for family in pack.language}
    if not reading.mentions and not reading.language:
        click.echo("No sign and no blaming words were found in this narrative.")
    for number, mention in enumerate(reading.mentions, 1):
        click.echo(f"[{number}] {titles[mention.indicator]} ({mention.indicator}): {mention.assertion.value}")
        click.echo(f"    words: {mention.text}")
        found_by = f"rule wording: {mention.phrase}" if mention.way is Way.RULES else mention.phrase
        click.echo(f"    why:   {mention.because}; {found_by}")
    for place, found in enumerate(reading.language):
        click.echo(f"{{{_letter(place)}}} {titles[found.term]} ({found.term}): {found.severity}")
        click.echo(f"    words: {found.text}")
        click.echo(f"    why:   {found.why}")
        click.echo(f"    write: {found.suggestion.replace('{child}', child)}")
