"""Rows that are sound CSV as people, records, involvements and items. Each raises CellError for a cell it refuses."""

from __future__ import annotations

from wholestory.engine.extract.cells import (
    CellError,
    Horizon,
    date_of_birth,
    identifiers,
    listed,
    moment,
    needed,
    one_of,
    trimmed,
)
from wholestory.engine.extract.columns import Extra, Values
from wholestory.model.records import HANDLINGS, ITEM_TYPES, ROLES, Agency, Involvement, Item, Person, Record

SEXES = ("F", "M", "X")


def person(agency: str, values: Values, extra: Extra, horizon: Horizon) -> Person:
    """A row of people.csv."""
    given, forenames, surname, aliases, born, sex, ethnicity, postcode, address, phones, numbers = values
    return Person(
        key=f"{agency}:{needed(given, 'person_id')}",
        agency=agency,
        forenames=forenames,
        surname=surname,
        aliases=listed(aliases),
        date_of_birth=date_of_birth(born, "date_of_birth", horizon),
        sex=one_of(sex, "sex", SEXES) if trimmed(sex) else "",
        ethnicity=trimmed(ethnicity),
        postcode=postcode,
        address=address,
        phones=listed(phones),
        identifiers=identifiers(numbers, "identifiers"),
        extra=extra,
    )


def record(agency: Agency, values: Values, extra: Extra, horizon: Horizon) -> Record:
    """A row of records.csv. `responds_to` holds the entries as written: what they name is settled at the end."""
    given, kind, began, ended, recorded, district, place, narrative, outcome, answers, author, handling = values
    happened_from = moment(began, "happened_from", horizon)
    happened_to = moment(ended, "happened_to", horizon)
    if happened_from and happened_to and happened_to.end < happened_from.at:
        raise CellError("happened_to", "happened_to lies before happened_from; mend the one that is wrong")
    recorded_at = moment(needed(recorded, "recorded_at"), "recorded_at", horizon)
    assert recorded_at is not None
    return Record(
        key=f"{agency.name}:{needed(given, 'record_id')}",
        agency=agency.name,
        agency_kind=agency.kind,
        kind=needed(kind, "kind"),
        recorded_at=recorded_at,
        happened_from=happened_from,
        happened_to=happened_to,
        district=district,
        place=place,
        narrative=narrative,
        outcome=trimmed(outcome),
        responds_to=listed(answers),
        author_role=trimmed(author),
        handling=one_of(handling, "handling", HANDLINGS) if trimmed(handling) else "ordinary",
        extra=extra,
    )


def involvement(agency: str, values: Values, extra: Extra) -> tuple[str, Involvement]:
    """A row of involvements.csv, with the key of its record."""
    given, who, role = values
    key = f"{agency}:{needed(given, 'record_id')}"
    return key, Involvement(f"{agency}:{needed(who, 'person_id')}", one_of(role, "role", ROLES), extra)


def item(agency: str, values: Values, extra: Extra) -> tuple[str, Item]:
    """A row of items.csv, with the key of its record."""
    given, item_type, value, who = values
    key = f"{agency}:{needed(given, 'record_id')}"
    kind = one_of(item_type, "item_type", ITEM_TYPES)
    if not trimmed(value):
        raise CellError("value", "value is empty; write what was seen, or take the row out")
    return key, Item(kind, value, f"{agency}:{trimmed(who)}" if trimmed(who) else "", extra)
