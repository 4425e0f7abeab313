"""Rows of the log in words: who did what, about which child's key, why and when. Nobody's name but the reader's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from wholestory.web.accounts.models import User
from wholestory.web.children.nameless import names_of, without
from wholestory.web.log.models import Entry
from wholestory.web.records.models import InvolvementRow, PersonRow

_VERBS = {
    "viewed": "looked at",
    "searched": "searched for a child",
    "exported": "took out as a file",
    "decided": "decided about",
    "imported": "took in or undid",
    "signed in": "signed in",
    "signed out": "signed out",
    "sign-in failed": "could not sign in",
    "refused": "was refused",
    "broke glass": "broke glass for",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the log in words.

    `who` is the sign-in name and `name` the person's (empty where nobody signs in so), `did` a sentence without its
    subject, `child` the key of the child that it is about (empty for none), `reason` what the person wrote, with the
    names that the records know of the child and of whoever is in the record taken out.
    """

    entry: Entry
    who: str
    name: str
    did: str
    child: str
    reason: str


def in_words(rows: Sequence[Entry]) -> list[Told]:
    """Rows in words, in the same order; the same few queries for any number."""
    people = dict(User.objects.filter(email__in={row.who for row in rows}).values_list("email", "name"))
    reasons = nameless([(row.about, row.reason) for row in rows])
    return [
        Told(
            entry=row,
            who=row.who,
            name=people.get(row.who, ""),
            did=_did(row),
            child=child_of(row.about),
            reason=reason,
        )
        for row, reason in zip(rows, reasons, strict=True)
    ]


def nameless(written: Sequence[tuple[str, str]]) -> list[str]:
    """Reasons without the names that the records know; each is given with what it is about, as the log has it."""
    names = _names_in({about for about, reason in written if reason})
    return [without(reason, names.get(about, {})) for about, reason in written]


def child_of(about: str) -> str:
    """The key of the child that a row is about; empty where it is about something else."""
    return about.removeprefix("child ") if about.startswith("child ") else ""


def _did(row: Entry) -> str:
    verb = _VERBS.get(row.what, row.what)
    details = ", ".join(_detail(name, value) for name, value in row.details.items() if value != "")
    return " ".join(filter(None, (verb, _subject(row.about), f"({details})" if details else "")))


def _subject(about: str) -> str:
    kind, _, which = about.partition(" ")
    return f"the page “{which.replace('_', ' ')}”" if kind == "page" and which else about


def _detail(name: str, value: Any) -> str:
    said = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    if isinstance(said, list):
        said = ", ".join(map(str, said)) or "none"
    return f"{name.replace('_', ' ')}: {said if said is not None else 'none'}"


def _names_in(abouts: Set[str]) -> dict[str, dict[str, str]]:
    """By what rows are about: each word of a name that their reasons may hold, and what to write for it."""
    records = {about: about.removeprefix("record ") for about in abouts if about.startswith("record ")}
    involved: dict[str, set[str]] = {}
    for record, person in InvolvementRow.objects.filter(record__in=records.values()).values_list("record_id", "person"):
        involved.setdefault(record, set()).add(person)
    keys = {about: {*_persons(about), *involved.get(records.get(about, ""), ())} for about in abouts}
    everybody = set().union(*keys.values()) if keys else set()
    cluster = dict(PersonRow.objects.filter(key__in=everybody).values_list("key", "cluster"))
    words = names_of(cluster.values())
    return {
        about: dict.fromkeys((word for key in them for word in words.get(cluster.get(key, ""), ())), "{name}")
        for about, them in keys.items()
    }


def _persons(about: str) -> Iterator[str]:
    kind, _, which = about.partition(" ")
    if kind in ("child", "person"):
        yield which
    elif kind == "link":
        yield from which.split(" ")
