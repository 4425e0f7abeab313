"""What an item is, told from how it is written, so that it is known again in another agency's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wholestory.engine.things import accounts, phones, plates
from wholestory.engine.things.places import plain_place
from wholestory.model.records import Item


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something that may be shared: `adult` (value: a cluster) or an item type (value: in its one form)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Written:
    """A thing as one record has it: `form` is what stands there, plainly, and `name` what to show for the thing."""

    thing: Thing
    form: str
    name: str


def written_in(item: Item) -> Written | None:
    """What an item is, or None where it is too vague to be known again ("white van", "on his phone")."""
    read = _READ.get(item.item_type)
    return read(item.value) if read else None


def thing_of(item: Item) -> Thing | None:
    """The thing alone, as `written_in` tells it."""
    written = written_in(item)
    return written.thing if written else None


def doubt_between(kind: str, one: str, other: str) -> str:
    """Why two forms of one thing may be two things after all, as a clause; empty where nothing speaks for that."""
    if one == other:
        return ""
    if kind == "vehicle":
        return f"the plate is written {plates.shown(one)} and {plates.shown(other)}, perhaps misread"
    if kind == "online_account":
        return "the platform is not written in each record"
    return ""


def account_of(form: str) -> accounts.Account:
    """The account that the form of an `online_account` stands for."""
    platform, _, handle = form.partition(":")
    return accounts.Account(platform, handle)


def of_account(account: accounts.Account) -> Written:
    """An account as a thing; its form is `platform:handle`, the platform empty where it is not known."""
    form = f"{account.platform}:{account.handle}"
    return Written(Thing("online_account", form), form, accounts.shown(account))


def _vehicle(text: str) -> Written | None:
    plate = plates.plate_in(text)
    return Written(Thing("vehicle", plate.mark), plate.written, plates.shown(plate.mark)) if plate else None


def _phone(text: str) -> Written | None:
    number = phones.international(text)
    return Written(Thing("phone", number), number, phones.shown(number)) if number else None


def _account(text: str) -> Written | None:
    account = accounts.account_in(text)
    return of_account(account) if account else None


def _address(text: str) -> Written | None:
    address = plain_place(text)
    told = re.search(r"\d", address) or len(address.split()) > 2
    return Written(Thing("address", address), address, text.strip()) if told else None


def _venue(text: str) -> Written | None:
    venue = plain_place(text)
    return Written(Thing("venue", venue), venue, text.strip()) if len(venue) > 4 else None


_READ = {"vehicle": _vehicle, "phone": _phone, "online_account": _account, "address": _address, "venue": _venue}
