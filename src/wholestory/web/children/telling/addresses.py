"""The addresses that stand on every line of a story. Looking up a route costs more than all else in a line."""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

from django.urls import reverse

from wholestory.web.children.converters import KeyConverter


class Addresses:
    """Addresses of one child's story, each route looked up once."""

    def __init__(self, child: str, here: str) -> None:
        """`here` is the page to come back to from a form."""
        self._child = urlencode({"child": child})
        self._before, _, self._after = reverse("record", kwargs={"record": "*"}).rpartition(KeyConverter().to_url("*"))
        self._mark = reverse("mark", kwargs={"child": child})
        # The page's own address names every month that is open, so that it is long; every duty carries it.
        self._next = urlencode({"next": here})

    def record(self, key: str) -> str:
        """A record, read in this child's story."""
        return f"{self._before}{KeyConverter().to_url(key)}{self._after}?{self._child}"

    def wrong(self, of: str, key: str) -> str:
        """The form that says that something is wrong."""
        return f"{self._mark}?of={of}&key={quote_plus(key)}&{self._next}"
