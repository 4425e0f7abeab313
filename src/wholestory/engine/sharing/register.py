"""Things whose writing leaves something out, told from how the rest of the extract writes them.

An address without its town is the one with it, while no second town or postal district has such an address; a handle
without its platform is the one with it, while it is known on one platform only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from wholestory.engine.things.accounts import Account
from wholestory.engine.things.places import Place, place_in
from wholestory.engine.things.thing import Thing, Written, account_of, of_account, written_in
from wholestory.model.records import Item

_PLACES = frozenset({"address", "venue"})


class Register:
    """Every address and account of an extract, by the part that is always written.

    `items` are what ordinary records hold, since what is told from them is shown; `homes` the addresses of people as
    written.
    """

    def __init__(self, items: Iterable[Item], homes: Iterable[str]) -> None:
        self._platforms: dict[str, set[str]] = {}
        towns: dict[str, set[tuple[str, str]]] = {}
        for home in homes:
            _enter(towns, place_in(home))
        for item in items:
            if item.item_type in _PLACES:
                _enter(towns, place_in(item.value))
            elif item.item_type == "online_account" and (written := written_in(item)):
                account = account_of(written.form)
                self._platforms.setdefault(account.handle, set()).add(account.platform)
        self._several = frozenset(spot for spot, found in towns.items() if not _may_be_one(found))

    def written_in(self, item: Item) -> Written | None:
        """What an item is in this extract, None where it is too vague to be known again."""
        written = written_in(item)
        if written is None:
            return None
        if item.item_type in _PLACES:
            return replace(written, thing=Thing(item.item_type, self.place(item.value)))
        if item.item_type == "online_account":
            return self._account(written)
        return written

    def place(self, text: str) -> str:
        """The one form of an address or venue: number and street, and the town where several have such a street.

        A place without a number keeps all its words.
        """
        place = place_in(text)
        if not any(map(str.isdigit, place.spot)):
            return place.words
        return " ".join(filter(None, (place.words, _district(place)))) if place.spot in self._several else place.spot

    def words(self, text: str) -> str:
        """All the plain words of an address or venue, without its postcode."""
        return place_in(text).words

    def _account(self, written: Written) -> Written:
        account = account_of(written.form)
        platforms = self._platforms.get(account.handle, set()) - {""}
        if account.platform or len(platforms) != 1:
            return written
        whole = of_account(Account(min(platforms), account.handle))
        return Written(whole.thing, written.form, whole.name)


def _enter(towns: dict[str, set[tuple[str, str]]], place: Place) -> None:
    towns.setdefault(place.spot, set()).add((place.town, _district(place)))


def _district(place: Place) -> str:
    """The postal district, `kb1` of KB1 9HL."""
    return place.postcode[:-3].lower()


def _may_be_one(found: set[tuple[str, str]]) -> bool:
    towns = sorted({frozenset(town.split()) for town, _ in found}, key=len)
    districts = {district for _, district in found if district}
    return len(districts) < 2 and all(less <= more for less, more in pairwise(towns))
