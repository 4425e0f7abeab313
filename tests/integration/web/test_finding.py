"""A child is found by name, also misspelt, by date of birth and by number, within what a post reaches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.things.places import plain_words
from wholestory.model.records import Person
from wholestory.web.accounts.models import District, User
from wholestory.web.accounts.permissions import Access, access_of
from wholestory.web.children.finding import Asked, find
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import children_for
from wholestory.web.log.models import Entry
from wholestory.web.records.finding_keys import sound
from wholestory.web.records.models import NameWord, PersonName, PersonNumber, PersonRow
from wholestory.web.records.storing import add_people


def _found_by(name: str, text: str) -> set[str]:
    user = User.objects.get(email=f"{name}@example.org")
    return {one.key for one in find(access_of(user), Asked.of(text))}


@pytest.fixture
def keira(db: None) -> Child:
    """A child whom the police and others know."""
    return Child.objects.get(first_name="Keira")


@pytest.mark.parametrize("asked", ["Keira", "keira dunmore", "Kiera Dunmoor", "Keyra", "dunmore keira"])
def test_found_as_written_and_as_misspelt(keira: Child, asked: str) -> None:
    assert keira.key in _found_by("supervisor", asked)


def test_found_by_birth_in_either_way_of_writing(keira: Child) -> None:
    year, month, day = keira.born.split("-")
    assert keira.key in _found_by("supervisor", f"{day}/{month}/{year}")
    assert keira.key in _found_by("supervisor", f"Keira {keira.born}")
    assert keira.key not in _found_by("supervisor", "Keira 01/01/1990")


def test_found_by_number_with_or_without_spaces(keira: Child) -> None:
    number = PersonNumber.objects.filter(person__in=PersonRow.objects.filter(cluster=keira.key)).first()
    assert number
    assert keira.key in _found_by("supervisor", f"{number.value[:3]}{number.value[3:]}".lower())


def test_nobody_is_found_beyond_a_post(keira: Child) -> None:
    reached = set(Child.objects.filter(places__agency="care_home").values_list("key", flat=True))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert _found_by("recorder", letter) <= reached
    assert not _found_by("auditor", "Keira")


def test_what_was_asked_is_not_in_the_log(keira: Child, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("supervisor").get("/find/", {"q": "Keira Dunmore"})
    assert "Keira" in page.content.decode()
    entry = Entry.objects.filter(what="searched").latest("id")
    assert "keira" not in str(entry.details).lower()
    assert entry.details["words"] == 2


def test_the_list_takes_as_few_queries_for_many_as_for_one(
    signed_in: Callable[[str], Client], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = signed_in("hub")
    client.get("/find/", {"q": "a"})
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]  # a context manager, by pytest-django
        client.get("/find/", {"q": "e"})


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    asked = Asked.of(text)
    assert all(word == word.lower() for word in asked.words)
    assert not any(character.isspace() for number in asked.numbers for character in number)


def _asked_of_names() -> list[str]:
    """Words of names as they are written, cut short, misspelt, two together, and with a year of birth."""
    names = sorted(set(PersonName.objects.values_list("word", flat=True)))
    pairs = [f"{first[:4]} {second}" for first, second in zip(names, names[1:] + names[:1], strict=True)]
    full = [f"{row.forenames} {row.surname} {row.born[:4]}" for row in PersonRow.objects.order_by("key")]
    return [*names, *(name[:2] for name in names), *(name.replace("ei", "ie") for name in names), *pairs, *full]


def _by_reading_everybody(access: Access, asked: Asked) -> set[str]:
    """Whom a search finds, the slow way."""

    def bears(row: PersonRow, word: str) -> bool:
        names = plain_words(" ".join((row.forenames, row.surname, *row.aliases)))
        return any(name.startswith(word) or (sound(word) and sound(name) == sound(word)) for name in names)

    reached = set(children_for(access).values_list("key", flat=True))
    return {
        row.cluster
        for row in PersonRow.objects.filter(cluster__in=reached, born__startswith=asked.born)
        if all(bears(row, word) for word in asked.words)
    }


@pytest.mark.parametrize("name", ["supervisor", "hub", "recorder"])
def test_finds_whom_reading_everybody_would_find(db: None, name: str) -> None:
    access = access_of(User.objects.get(email=f"{name}@example.org"))
    for text in _asked_of_names():
        asked = Asked.of(text)
        found = {one.key for one in find(access, asked)}
        assert found == _by_reading_everybody(access, asked), text


def test_found_by_a_name_with_a_part_of_the_birth(keira: Child) -> None:
    year, month, _ = keira.born.split("-")
    for born in (year, f"{year}-{month}", keira.born):
        assert keira.key in _found_by("hub", f"Keira Dunmore {born}")
        assert keira.key in _found_by("supervisor", f"Kiera {born}")
    assert keira.key not in _found_by("hub", f"Keira {int(year) - 1}")


def test_the_table_says_what_agencies_call_a_child_and_the_titles_of_districts(
    keira: Child, signed_in: Callable[[str], Client]
) -> None:
    District.objects.create(name="Millbrook", title="Millbrook & the Vale")
    Child.objects.filter(key=keira.key).update(district="Millbrook")
    add_people([Person("police:alias", "police", "Kay <Kiki>", "Dunmore")], {"police:alias": keira.key})
    page = signed_in("hub").get("/find/", {"q": "Keira Dunmore"}).content.decode()
    assert "Millbrook &amp; the Vale" in page
    assert "Also written Kay &lt;Kiki&gt; Dunmore" in page
    assert f'href="{keira.get_absolute_url()}"' in page
    assert f'href="{reverse("write", args=[keira.key])}"' in page


def test_two_who_add_the_same_names_are_both_found(db: None) -> None:
    for number in range(2):
        add_people([Person(f"police:new{number}", "police", "Zephyrine", "Quillfeather")])
    persons = PersonName.objects.filter(word="zephyrine").values_list("person", flat=True)
    assert sorted(persons) == ["police:new0", "police:new1"]
    assert NameWord.objects.filter(word="zephyrine").count() == 1
