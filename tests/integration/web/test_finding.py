"""A child is found by name, also misspelt, by date of birth and by number, within what a post reaches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.children.finding import Asked, find
from wholestory.web.children.models import Child
from wholestory.web.log.models import Entry
from wholestory.web.records.models import PersonNumber, PersonRow


def _found_by(name: str, text: str) -> set[str]:
    user = User.objects.get(email=f"{name}@example.org")
    return {one.child.key for one in find(access_of(user), Asked.of(text))}


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
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]  # a context manager, by pytest-django
        client.get("/find/", {"q": "e"})


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    asked = Asked.of(text)
    assert all(word == word.lower() for word in asked.words)
    assert not any(character.isspace() for number in asked.numbers for character in number)
