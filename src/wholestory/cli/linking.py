"""`wholestory linking`: the trained model by which persons are linked."""

from __future__ import annotations

from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.engine.extract import ExtractError, read_extract
from wholestory.engine.people import LinkingModel, LinkingModelError, read_model, shipped_model, train
from wholestory.model.records import Person


@click.group()
def linking() -> None:
    """How persons are linked across agencies: train a model, and show what one weighs."""


@linking.command("train")
@click.argument("extracts", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The model file to write.")
@click.option("--name", default="local 1", show_default=True, help="What links made with it name as their judge.")
@click.option("--seed", default=1, show_default=True, help="Draws the pairs of different persons.")
def train_model(extracts: tuple[Path, ...], out: Path, name: str, seed: int) -> None:
    """Learn from the persons of EXTRACTS how often one person's names, births and addresses are written alike.

    Pairs of persons who share a national number stand for one person, pairs drawn at random for two. The file holds
    shares only, and nothing of any person. Use it with `wholestory review --linking-model FILE`.
    """
    if out.exists():
        raise click.ClickException(f"{out} exists; name another file, so that no model in use changes.")
    try:
        people = [_people(extract) for extract in extracts]
        persons = sum(map(len, people))
        progress.say(f"Learning from {persons:,} persons")
        model = train(people, name, f"{persons:,} persons of {len(extracts)} extracts", seed)
    except (ExtractError, LinkingModelError) as error:
        raise click.ClickException(str(error)) from None
    out.write_text(model.as_json(), encoding="utf-8")
    click.echo(f"The model {model.name} is in {out}.")


def _people(extract: Path) -> dict[str, Person]:
    progress.say(f"Reading {extract}")
    return dict(read_extract(extract).people)


@linking.command("show")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def show_model(file: Path | None) -> None:
    """Show what each level of agreement weighs in the model that comes with the program, or in FILE."""
    model = model_or_stop(file)
    click.echo(f"{model.name}, trained on {model.trained_on}.")
    click.echo(f"Same from {model.same_from / 100:.2f}, doubtful from {model.doubtful_from / 100:.2f}.")
    for field, levels in model.chances.items():
        click.echo(click.style(field, bold=True))
        for level, chance in levels.items():
            click.echo(
                f"  {level:<12} {chance.weight / 100:>7.2f}   in one person {chance.m:.2%}, in two {chance.u:.4%}"
            )
    click.echo(f"{click.style('company', bold=True)}\n  {'same':<12} {model.company / 100:>7.2f}")


def model_or_stop(file: Path | None) -> LinkingModel:
    """The model of a file, or the shipped one; a file that is none ends the command in a sentence."""
    try:
        return read_model(file) if file else shipped_model()
    except LinkingModelError as error:
        raise click.ClickException(str(error)) from None
