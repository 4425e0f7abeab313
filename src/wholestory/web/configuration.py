"""What a site sets: where data lies, which database, whether it is a demonstration. Read from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")

# A page asks for a few rows of millions, and its database lies in memory or on a disk without moving parts: left to
# itself, PostgreSQL reads whole tables, with workers and compiled plans that take longer to make than the page.
_SMALL_QUESTIONS = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off"


# PostgreSQL keeps its plan of a statement (web/planned.py) that a connection asked so many times.
_PLANS_KEPT_AFTER = "5"


class ConfigurationError(Exception):
    """A setting that cannot be used; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A site's settings.

    `data` is the folder that holds the embedded database, the keys and what people upload. `database` is a
    `postgresql://` address or empty for the embedded database. `demonstration` turns on the made-up sign-ins, with
    which the server refuses to listen beyond this machine. `hosts` are the names the site is reached by. `reader` is
    how signs are read (both, rules, encoder). `practice` are local practice folders. `log_heads` is the second place
    to which the heads of the log are written. `mail` is an `smtp://` address, empty to print mail to the terminal.
    `mail_from` is who mail says it is from. `address` is where people reach this site, for links in mail.
    `proxy` is the address of the proxy that speaks HTTPS to people, whose forwarding headers are believed.
    `openid` is the address of the organisation's OpenID Connect provider, empty for none. `second_factor` is whether
    people who read stories must have one; never in a demonstration.
    """

    data: Path
    database: str = ""
    demonstration: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    reader: str = "both"
    practice: tuple[Path, ...] = ()
    log_heads: Path | None = None
    mail: str = ""
    mail_from: str = "wholestory@localhost"
    address: str = "http://127.0.0.1:8000"
    proxy: str = ""
    openid: str = ""
    openid_client: str = ""
    openid_secret: str = ""
    second_factor: bool = True

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Configuration:
        """Read WHOLESTORY_… settings. Raises ConfigurationError naming the setting at fault."""

        def given(name: str) -> str:
            return environment.get(f"WHOLESTORY_{name}", "").strip()

        reader = given("READER") or "both"
        if reader not in ("both", "rules", "encoder"):
            raise ConfigurationError(f"WHOLESTORY_READER is {reader}; it may be both, rules or encoder.")
        demonstration = given("DEMONSTRATION") == "1"
        hosts = tuple(filter(None, given("HOSTS").split(","))) or LOOPBACK
        if demonstration and not set(hosts) <= set(LOOPBACK):
            raise ConfigurationError(
                "WHOLESTORY_DEMONSTRATION is on, and its sign-ins are known to everyone: "
                "take WHOLESTORY_HOSTS out, or turn the demonstration off."
            )
        if given("SECOND_FACTOR") not in ("", "0", "1"):
            raise ConfigurationError("WHOLESTORY_SECOND_FACTOR may be 1 (needed to read stories) or 0 (not needed).")
        heads = given("LOG_HEADS")
        return cls(
            data=Path(given("DATA") or "wholestory-data").absolute(),
            database=given("DATABASE"),
            demonstration=demonstration,
            hosts=hosts,
            reader=reader,
            practice=tuple(Path(folder) for folder in given("PRACTICE").split(os.pathsep) if folder),
            log_heads=Path(heads) if heads else None,
            mail=given("MAIL"),
            mail_from=given("MAIL_FROM") or "wholestory@localhost",
            address=(given("ADDRESS") or "http://127.0.0.1:8000").rstrip("/"),
            proxy=given("PROXY"),
            openid=given("OPENID"),
            openid_client=given("OPENID_CLIENT"),
            openid_secret=given("OPENID_SECRET"),
            second_factor=given("SECOND_FACTOR") != "0" and not demonstration,
        )

    @property
    def heads_file(self) -> Path:
        """Where the heads of the log are written: the second place that was set, else beside the keys."""
        return self.log_heads or self.data / "log-heads" / "heads.jsonl"

    def key(self, name: str) -> str:
        """A secret of this site, made at first use and kept in a file that only its owner may read."""
        path = self.data / "keys" / name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_key(path)
        return path.read_text(encoding="ascii")

    def openid_settings(self) -> dict[str, Any]:
        """The organisation's own sign-in, as allauth wants it described; nothing where there is none."""
        if not self.openid:
            return {}
        if urlsplit(self.openid).scheme != "https" or not (self.openid_client and self.openid_secret):
            raise ConfigurationError(
                "WHOLESTORY_OPENID is the https:// address of your organisation's sign-in; WHOLESTORY_OPENID_CLIENT "
                "and WHOLESTORY_OPENID_SECRET are what it gave you for this site; set all three."
            )
        app = {
            "provider_id": "organisation",
            "name": "your organisation",
            "client_id": self.openid_client,
            "secret": self.openid_secret,
            "settings": {"server_url": self.openid.rstrip("/")},
        }
        provider = {
            "provider_class": "wholestory.web.accounts.organisation.Organisation",
            "APPS": [app],
            "OAUTH_PKCE_ENABLED": True,
        }
        return {
            "SOCIALACCOUNT_PROVIDERS": {"openid_connect": provider},
            "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
            "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        }

    def mail_settings(self) -> dict[str, Any]:
        """How mail is sent, as Django wants it: printed to the terminal unless an SMTP server is named."""
        if not self.mail:
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        server = urlsplit(self.mail)
        if server.scheme not in ("smtp", "smtps", "smtp+starttls") or not server.hostname:
            raise ConfigurationError(
                "WHOLESTORY_MAIL is no address of a mail server; write it as smtp://USER:PASSWORD@HOST:25, "
                "smtp+starttls://…:587 or smtps://…:465."
            )
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": server.hostname,
            "EMAIL_PORT": server.port or {"smtp": 25, "smtps": 465, "smtp+starttls": 587}[server.scheme],
            "EMAIL_HOST_USER": unquote(server.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(server.password or ""),
            "EMAIL_USE_SSL": server.scheme == "smtps",
            "EMAIL_USE_TLS": server.scheme == "smtp+starttls",
            "EMAIL_TIMEOUT": 10,
        }

    def databases(self) -> dict[str, dict[str, Any]]:
        """The one database, as Django wants it described."""
        if not self.database:
            return {
                "default": {
                    "ENGINE": "django.db.backends.sqlite3",
                    "NAME": self.data / "wholestory.sqlite3",
                    # A transaction that will write takes its turn at once; two that read first and then write would
                    # otherwise both fail with "database is locked".
                    "OPTIONS": {
                        "transaction_mode": "IMMEDIATE",
                        "timeout": 20,
                        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
                    },
                }
            }
        address = urlsplit(self.database)
        if address.scheme not in ("postgresql", "postgres") or not address.path.strip("/"):
            raise ConfigurationError(
                "WHOLESTORY_DATABASE is no address of a PostgreSQL database; "
                "write it as postgresql://USER:PASSWORD@HOST:5432/NAME."
            )
        query = dict(parse_qsl(address.query))
        plans_kept_after = _asked_before_kept(query.pop("prepare_threshold", _PLANS_KEPT_AFTER))
        return {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(address.path.strip("/")),
                "USER": unquote(address.username or ""),
                "PASSWORD": unquote(address.password or ""),
                "HOST": query.pop("host", unquote(address.hostname or "")),
                "PORT": str(address.port or ""),
                "CONN_MAX_AGE": 60,
                "OPTIONS": {"options": _SMALL_QUESTIONS, "prepare_threshold": plans_kept_after} | query,
            }
        }


def _asked_before_kept(said: str) -> int | None:
    """How often a statement is asked before its plan is kept; None for never."""
    if said == "none":
        return None
    if not said.isdecimal():
        raise ConfigurationError(
            "prepare_threshold in WHOLESTORY_DATABASE says after how many times the plan of a statement is kept; "
            "write a whole number, or none where a pooler cannot keep plans."
        )
    return int(said)


def _make_key(path: Path) -> None:
    """Write a new secret, unless another thread or process made it first.

    It gets its name when it is written whole: whoever found it empty in between would seal with no key at all.
    """
    written = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        written.unlink()
