"""`wholestory people`: the first administrator of a site, who adds everybody else in the application."""

from __future__ import annotations

import click

from wholestory.cli.site import site


@click.group()
def people() -> None:
    """People who may sign in to the web application."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as colleagues see it.")
@click.option("--role", required=True, help="The role of the post, such as administrator.")
@click.option("--agency", help="The agency of the post, by the name of its folder in an extract.")
@click.option("--district", help="The district of the post; every district without it.")
def add(email: str, name: str, role: str, agency: str | None, district: str | None) -> None:
    """Add a person with one post and print a password, to be changed at the first sign-in.

    \b
    Exit codes:
      0  done
      2  could not be done
    """
    with site():
        from wholestory.web.accounts.first_people import PersonError, add_person

        try:
            password = add_person(email=email, name=name, role=role, agency=agency, district=district)
        except PersonError as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Added {name}. Sign in as {email.lower()} with this password, shown only once, and then change it:")
    click.echo(password)
