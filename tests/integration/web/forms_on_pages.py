"""The forms of a page, filled in with a word that must stand nowhere but where it was meant to."""

from __future__ import annotations

from html.parser import HTMLParser

CANARY = "Quorntastic"


class Forms(HTMLParser):
    """The forms of a page that send something: for each, where to, and its fields as a browser would send them."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._address, self._fields = address, dict[str, str]()
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every field of text holds the canary; of a choice, the last is made."""
        said = {name: value or "" for name, value in attrs}
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "form":
            self._fields = {}
            if said.get("method", "").lower() == "post":
                self.found.append((said.get("action") or self._address, self._fields))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._fields[self._select] = said.get("value", "")
        elif tag == "textarea" or (tag == "input" and kind in ("text", "search", "tel")):
            self._fields[name] = f"{CANARY} was written here"
        elif tag == "input" and kind == "email":
            self._fields[name] = f"{CANARY}@example.org"
        elif tag in ("input", "button") and name:
            self._fields[name] = _DATES.get(kind, said.get("value") or "on")

    def handle_endtag(self, tag: str) -> None:
        """A select ends."""
        if tag == "select":
            self._select = ""


_DATES = {"date": "2024-03-01", "datetime-local": "2024-03-01T10:00"}
