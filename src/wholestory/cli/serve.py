"""`wholestory serve`: the web application, with the worker that does what takes long."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from wholestory.cli.site import site


@click.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--listen", "address", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(port: int, address: str) -> None:
    """Serve the web application; Ctrl+C ends it.

    Settings are read from the environment: see docs/reference/settings.md. Beyond this machine it belongs behind a
    proxy that speaks HTTPS: see docs/how-to/run-it-for-a-force.md.

    \b
    Exit codes:
      0  ended
      2  could not serve
    """
    with site():
        from django.conf import settings

        from wholestory.web.configuration import LOOPBACK

        if settings.SITE.demonstration and address not in LOOPBACK:
            raise click.ClickException(
                f"While the demonstration is on, everybody knows how to sign in, so this will not listen on {address}. "
                "Leave --listen out, or turn WHOLESTORY_DEMONSTRATION off."
            )
        _check_look()
        server = _server(address, port)
        _tell(address, port)
        with _worker():
            server.run()


def _check_look() -> None:
    from django.contrib.staticfiles import finders

    if not finders.find("ui/look.css"):
        raise click.ClickException("The pages' look has not been built. Run ./start --setup once, and then this again.")


def _server(address: str, port: int) -> Any:
    """A waitress server that holds its port. It believes forwarding headers only from the proxy that is named."""
    from django.conf import settings
    from waitress.server import create_server

    from wholestory.web.wsgi import application

    proxy = {
        "trusted_proxy": settings.SITE.proxy,
        "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"},
    }
    try:
        return create_server(
            application, host=address, port=port, threads=8, ident=None, **(proxy if settings.SITE.proxy else {})
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} of {address} is in use, perhaps by this program started before. "
                "End that, or choose another with --port."
            ) from None
        raise click.ClickException(f"Could not listen on {address}: {error.strerror}.") from None


def _tell(address: str, port: int) -> None:
    from django.conf import settings

    from wholestory.web.accounts.first_people import DEMONSTRATION_PASSWORD, add_demonstration_people

    click.echo(f"Wholestory is at http://{address}:{port}/ (Ctrl+C ends it).")
    if not settings.SITE.demonstration:
        return
    click.echo(f"Demonstration sign-ins, all with the password: {DEMONSTRATION_PASSWORD}")
    for email, role in add_demonstration_people():
        click.echo(f"  {email:<42} {role.says}")


@contextmanager
def _worker() -> Iterator[None]:
    """The process that does what takes long, such as imports; it ends with the server."""
    command = [sys.executable, "-m", "django", "db_worker", "--no-reload"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # As a service it is ended by SIGTERM, which by itself would leave the worker behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
