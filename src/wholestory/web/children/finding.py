"""Finding a child by name, date of birth or number, also where a name is misspelt."""

from __future__ import annotations

import re
from dataclasses import dataclass

import jellyfish
from django.db.models import Q

from wholestory.engine.things.places import plain_words
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import children_for
from wholestory.web.records.finding_keys import plain_number, sound
from wholestory.web.records.models import NameWord, PersonName, PersonNumber, PersonRow

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
    """A child who may be the one meant. `called` are the names that agencies hold; `exactly` says it is as asked."""

    child: Child
    called: tuple[str, ...]
    exactly: bool


def find(access: Access, asked: Asked) -> list[Found]:
    """The children whom somebody's posts reach and who may be meant, the likest names first; at most MOST_FOUND."""
    if asked.is_empty:
        return []
    persons = PersonRow.objects.filter(cluster__in=children_for(access).values("key"))
    if asked.numbers:
        numbered = PersonNumber.objects.filter(value__in=asked.numbers).values("person")
        persons = persons.filter(Q(pk__in=numbered) | Q(key__in=asked.numbers))
    if asked.born:
        persons = persons.filter(born__startswith=asked.born)
    if asked.words:
        persons = persons.filter(_named(asked.words))
    compared = persons.only("cluster", "forenames", "surname", "aliases")
    rows = list(compared.order_by("key")[:_MOST_COMPARED])
    likest: dict[str, tuple[float, PersonRow]] = {}
    for row in rows:
        likeness = _likeness(row, asked.words)
        if row.cluster not in likest or likeness > likest[row.cluster][0]:
            likest[row.cluster] = likeness, row
    chosen = sorted(likest.items(), key=lambda one: (-one[1][0], one[0]))[:MOST_FOUND]
    children = Child.objects.in_bulk([cluster for cluster, _ in chosen])
    called: dict[str, set[str]] = {}
    for row in PersonRow.objects.filter(cluster__in=children).only("cluster", "forenames", "surname"):
        called.setdefault(row.cluster, set()).add(f"{row.forenames} {row.surname}".strip())
    return [
        Found(children[cluster], tuple(sorted(called[cluster] - {""})), likeness >= 1.0)
        for cluster, (likeness, _) in chosen
        if cluster in children
    ]


def _named(words: tuple[str, ...]) -> Q:
    """The persons one of whose names begins with or sounds like each of the words.

    The words of names that are meant are looked up first: by the words themselves the database sees how many people
    bear them, and begins with those that fewest do.
    """
    heard = {word: sound(word) for word in words}
    asked = Q(sound__in=set(heard.values()) - {""})
    for word in words:
        asked |= Q(word__startswith=word)
    known = NameWord.objects.filter(asked).values_list("word", "sound")
    bearers = None
    for word in words:
        meant = [name for name, sounds in known if name.startswith(word) or (sounds and sounds == heard[word])]
        names = PersonName.objects.filter(word__in=meant)
        bearers = (names if bearers is None else names.filter(person__in=bearers)).values("person")
    return Q(pk__in=bearers)


def _likeness(row: PersonRow, words: tuple[str, ...]) -> float:
    """How like a person's names are to the words: 1 where each is written the same."""
    written = plain_words(" ".join((row.forenames, row.surname, *row.aliases)))
    if not words or not written:
        return 1.0
    return sum(max(jellyfish.jaro_winkler_similarity(word, name) for name in written) for word in words) / len(words)
