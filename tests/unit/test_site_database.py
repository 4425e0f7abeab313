"""How a site's database is named: embedded by default, PostgreSQL by one address."""

from __future__ import annotations

import pytest

from wholestory.web.configuration import Configuration, ConfigurationError

_ADDRESS = "postgresql://wholestory:p%40ss@db.example.org:5432/stories"


def _database(address: str) -> dict[str, object]:
    found: dict[str, object] = Configuration.of({"WHOLESTORY_DATABASE": address}).databases()["default"]
    return found


def _options(address: str) -> dict[str, object]:
    options = _database(address)["OPTIONS"]
    assert isinstance(options, dict)
    return options


def test_the_embedded_database_is_the_default() -> None:
    assert _database("")["ENGINE"] == "django.db.backends.sqlite3"


def test_an_address_names_a_server_and_what_it_is_to_be_asked_with() -> None:
    found = _database(_ADDRESS)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "5432", "stories")
    assert found["PASSWORD"] == "p@ss"
    assert _options(f"{_ADDRESS}?sslmode=verify-full")["sslmode"] == "verify-full"


@pytest.mark.parametrize(("said", "times"), [("", 5), ("?prepare_threshold=0", 0), ("?prepare_threshold=none", None)])
def test_plans_are_kept_after_so_many_times_or_never(said: str, times: int | None) -> None:
    assert _options(_ADDRESS + said)["prepare_threshold"] == times


@pytest.mark.parametrize("said", ["often", "-1", "2.5"])
def test_another_threshold_is_refused_with_the_remedy(said: str) -> None:
    with pytest.raises(ConfigurationError, match="write a whole number, or none"):
        _options(f"{_ADDRESS}?prepare_threshold={said}")
