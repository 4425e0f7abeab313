"""Keys in addresses: `agency:person_id` may hold any character, also a slash."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from django.urls import register_converter, reverse

# A story leads to hundreds of keys, of which most stand in an address as they are.
_PLAIN = re.compile(r"[A-Za-z0-9:._-]+")


class KeyConverter:
    """A key of a child or a record as one part of an address.

    Percent signs will not do: a server decodes them before the address is taken apart, and a slash in a key would
    then part it in two. What is no letter, digit, colon, full stop, hyphen or underscore is `~` and two hexadecimal
    digits a byte.
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The key. Raises ValueError, which Django takes as no such address."""
        return unquote(value.replace("%", "%25").replace("~", "%"), errors="strict")

    def to_url(self, value: str) -> str:
        """The key as it stands in an address."""
        if _PLAIN.fullmatch(value):
            return value
        return quote(value, safe=":").replace("~", "%7E").replace("%", "~")


def addresses_of(route: str, part: str) -> Callable[[str], str]:
    """Makes a route's addresses of the keys that stand for its one `part`. Looking up a route costs more than all else
    in a line of a list: here it is looked up once."""
    to_url = KeyConverter().to_url
    before, _, after = reverse(route, kwargs={part: "*"}).rpartition(to_url("*"))
    return lambda key: f"{before}{to_url(key)}{after}"


def register() -> None:
    """Make `<key:…>` known to the routes."""
    register_converter(KeyConverter, "key")
