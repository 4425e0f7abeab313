"""Finding a child by name, date of birth or number, also where a name is misspelt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jellyfish
from django.db.models import OuterRef, Q, QuerySet, Subquery

from wholestory.engine.things.places import plain_words
from wholestory.web.accounts.models import District
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import places_for, reaches_all
from wholestory.web.records.finding_keys import plain_number, sound
from wholestory.web.records.models import NameWord, PersonName, PersonNumber, PersonRow
from wholestory.web.statements import Question

MOST_FOUND = 50
# So many persons with such a name are put in order by likeness; beyond that the search must say more.
_MOST_COMPARED = 400
_UK_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search taken apart: plain words of names, a date of birth as far as given, numbers."""

    words: tuple[str, ...]
    born: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Asked:
        """Read what somebody typed into one field: `Kayleigh Smith 04/05/2009` or `UPN A123456789012`."""
        born = ""
        if uk := _UK_DATE.search(text):
            born = f"{uk[3]}-{int(uk[2]):02d}-{int(uk[1]):02d}"
            text = text.replace(uk[0], " ")
        words: list[str] = []
        numbers: list[str] = []
        for part in text.split():
            if not born and _ISO_DATE.fullmatch(part):
                born = part
            elif any(map(str.isdigit, part)):
                numbers.append(plain_number(part))
            else:
                words.extend(plain_words(part))
        return cls(tuple(words), born, tuple(numbers))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search by."""
        return not (self.words or self.born or self.numbers)


@dataclass(frozen=True, slots=True)
class Found:
    """A child who may be the one meant. `district` is as people call it, `called` are the names that agencies hold."""

    key: str
    name: str
    born: str
    district: str
    called: tuple[str, ...]


def find(access: Access, asked: Asked) -> list[Found]:
    """The children whom somebody's posts reach and who may be meant, the likest names first; at most MOST_FOUND."""
    if asked.is_empty:
        return []
    likest: dict[str, float] = {}
    for cluster, likeness in _compared(access, asked):
        likest[cluster] = max(likeness, likest.get(cluster, 0.0))
    chosen = sorted(likest.items(), key=lambda one: (-one[1], one[0]))[:MOST_FOUND]
    return _told([cluster for cluster, _ in chosen]) if chosen else []


def _compared(access: Access, asked: Asked) -> Iterator[tuple[str, float]]:
    """The clusters of the first persons by key who may be meant, each with how like the names are."""
    persons = PersonRow.objects.filter(cluster__in=_reached(access))
    if asked.numbers:
        numbered = PersonNumber.objects.filter(value__in=asked.numbers).values("person")
        persons = persons.filter(Q(pk__in=numbered) | Q(key__in=asked.numbers))
    if asked.born and not asked.words:
        persons = persons.filter(born__startswith=asked.born)
    for words in meant_by(asked.words):
        persons = _bearing(persons, words, asked.born)
    rows = persons.order_by("key").values_list("cluster", "forenames", "surname", "aliases")[:_MOST_COMPARED]
    for cluster, forenames, surname, aliases in rows:
        yield cluster, _likeness((forenames, surname, *aliases), asked.words)


def _reached(access: Access) -> QuerySet[Any, Any]:
    """The keys of the children whom somebody's posts reach, as children_for gives them; of places the index alone is
    read."""
    return Child.objects.values("key") if reaches_all(access) else places_for(access).values("child")


def meant_by(asked: Collection[str]) -> list[list[str]]:
    """By each of some plain words: the words of anybody's name that begin with it or sound like it.

    They are looked up first: by the words themselves the database sees how many people bear them, and begins with
    those that fewest do.
    """
    if not asked:
        return []
    heard = {word: sound(word) for word in asked}
    wanted = Q(sound__in=set(heard.values()) - {""})
    for word in asked:
        wanted |= Q(word__startswith=word)
    known = list(NameWord.objects.filter(wanted).values_list("word", "sound"))
    return [
        [name for name, sounds in known if name.startswith(word) or (sounds and sounds == heard[word])]
        for word in asked
    ]


def _bearing(persons: QuerySet[PersonRow], words: Sequence[str], born: str) -> QuerySet[PersonRow]:
    """Those of some persons who bear one of some words, and are born as asked."""
    birth = {"born__startswith": born} if born else {}
    if len(words) == 1:
        # Nobody has a word twice, so that a plain join will do: it leaves the database more ways to begin.
        return persons.filter(names__word=words[0], **{f"names__{name}": value for name, value in birth.items()})
    return persons.filter(pk__in=PersonName.objects.filter(word__in=words, **birth).values("person"))


_called = Question(
    lambda clusters: PersonRow.objects.filter(cluster__in=clusters).values_list("cluster", "forenames", "surname")
)
_children = Question(
    lambda clusters: Child.objects.filter(key__in=clusters).values_list(
        "key", "name", "born", "district", Subquery(District.objects.filter(name=OuterRef("district")).values("title"))
    )
)


def _told(clusters: Sequence[str]) -> list[Found]:
    """The children, in the same order, with what they are called; a cluster that is no child is left out."""
    called: dict[str, set[str]] = {}
    for cluster, forenames, surname in _called(clusters):
        called.setdefault(cluster, set()).add(f"{forenames} {surname}".strip())
    found = {
        key: Found(key, name, born, title or district, tuple(sorted(called[key] - {""})))
        for key, name, born, district, title in _children(clusters)
    }
    return [found[cluster] for cluster in clusters if cluster in found]


def _likeness(names: Sequence[str], words: tuple[str, ...]) -> float:
    """How like a person's names are to the words: 1 where each is written the same."""
    if not words:
        return 1.0
    written = plain_words(" ".join(names))
    if not written:
        return 1.0
    return sum(max(_alike(word, name) for name in written) for word in words) / len(words)


@lru_cache(maxsize=10_000)
def _alike(word: str, name: str) -> float:
    return jellyfish.jaro_winkler_similarity(word, name)
