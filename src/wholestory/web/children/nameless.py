"""Taking out of a text what the records know to be somebody's name, and numbers. A person still reads it over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wholestory.web.records.models import PersonRow

# A telephone or reference number, a postcode, an e-mail address.
_NUMBERS = re.compile(r"\b\d[\d ]{4,}\d\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\S+@\S+")


def names_of(clusters: Iterable[str]) -> dict[str, set[str]]:
    """Every word of the names of each cluster's persons, in lower case; one query."""
    words: dict[str, set[str]] = {}
    for row in PersonRow.objects.filter(cluster__in=set(clusters)).only("forenames", "surname", "aliases", "cluster"):
        written = (row.forenames, row.surname, *row.aliases)
        named = {word.casefold() for name in written for word in re.findall(r"\w+", name) if len(word) > 1}
        words.setdefault(row.cluster, set()).update(named)
    return words


def without(text: str, names: Mapping[str, str]) -> str:
    """The text with each word that is among `names` (in lower case) replaced by what stands for it, and numbers out."""
    named = re.sub(r"\w+", lambda word: names.get(word[0].casefold(), word[0]), text)
    return _NUMBERS.sub("{number}", named)
