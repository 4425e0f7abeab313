"""People and records as they are taken, with what one row can only be judged by knowing the others.

An identifier stands for the first row that bore it and was taken. Involvements and items wait beside their records
until every file is read; then they are put together and it is settled what each record responds to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from wholestory.engine.extract import forms
from wholestory.engine.extract.cells import CellError, Horizon, trimmed
from wholestory.engine.extract.columns import INVOLVEMENTS, PEOPLE, RECORDS, Extra, Form, Values
from wholestory.model.records import RECORD_KINDS, Agency, Involvement, Item, Person, Record


class Shelf:
    """What has been taken so far, by key. `later` holds the keys of sound records that are not yet known."""

    def __init__(self, horizon: Horizon, agencies: tuple[Agency, ...]) -> None:
        self.people: dict[str, Person] = {}
        self.records: dict[str, Record] = {}
        self.later: set[str] = set()
        self.silent_handling: Counter[str] = Counter()
        self._horizon = horizon
        self._agencies = {agency.name: agency for agency in agencies}
        self._involvements: dict[str, list[Involvement]] = {}
        self._items: dict[str, list[Item]] = {}
        self._first: dict[tuple[str, str], str] = {}
        self._refused: set[tuple[str, str]] = set()

    def begin_agency(self) -> None:
        """Forget where the rows of the last agency stood: no other agency's row can repeat them or lean on them."""
        self._first.clear()
        self._refused.clear()

    def take(
        self, form: Form, agency: str, values: Values, extra: Extra, where: str, *, is_mended: bool = False
    ) -> bool:
        """Take a row; false where it is sound but not yet known. Raises CellError. `where` is as in `on line 3`.

        Mending a record also frees the extract's own rows that leaned on it; where such a row was handed in with the
        mended ones as well, it says nothing new and is taken once.
        """
        if form is PEOPLE:
            return self._take_person(agency, values, extra, where)
        if form is RECORDS:
            return self._take_record(agency, values, extra, where)
        if form is INVOLVEMENTS:
            return self._take_involvement(agency, values, extra, is_mended)
        return self._take_item(agency, values, extra, is_mended)

    def refuse(self, form: Form, agency: str, given: str) -> None:
        """Remember that a row which bore this id was set aside, so that rows that lean on it can say so."""
        self._refused.add((form.file, f"{agency}:{trimmed(given)}"))

    def _take_person(self, agency: str, values: Values, extra: Extra, where: str) -> bool:
        person = forms.person(agency, values, extra, self._horizon)
        self._keep_first(PEOPLE, person.key, where)
        self.people[person.key] = person
        return True

    def _take_record(self, agency: str, values: Values, extra: Extra, where: str) -> bool:
        record = forms.record(self._agencies[agency], values, extra, self._horizon)
        self._keep_first(RECORDS, record.key, where)
        if record.recorded_at.at > self._horizon.known_by:
            self.later.add(record.key)
            return False
        if not trimmed(values[-1]):
            self.silent_handling[agency] += 1
        self.records[record.key] = record
        return True

    def _keep_first(self, form: Form, key: str, where: str) -> None:
        column = form.columns[0]
        first = self._first.setdefault((form.file, key), where)
        if first is not where:
            raise CellError(column, f"{column} is already borne by the row {first}; give this row its own, or drop it")

    def _take_involvement(self, agency: str, values: Values, extra: Extra, is_mended: bool) -> bool:
        key, involvement = forms.involvement(agency, values, extra)
        known = self._is_known(key)
        self._need_person(involvement.person)
        beside = self._involvements.setdefault(key, [])
        if is_mended and involvement in beside:
            return known
        if any((one.person, one.role) == (involvement.person, involvement.role) for one in beside):
            raise CellError("role", "an earlier row says that this person has this role in this record; drop one")
        beside.append(involvement)
        return known

    def _take_item(self, agency: str, values: Values, extra: Extra, is_mended: bool) -> bool:
        key, item = forms.item(agency, values, extra)
        known = self._is_known(key)
        if item.person:
            self._need_person(item.person)
        beside = self._items.setdefault(key, [])
        if not (is_mended and item in beside):
            beside.append(item)
        return known

    def _is_known(self, key: str) -> bool:
        if key not in self.records and key not in self.later:
            raise CellError("record_id", self._nowhere("record", RECORDS, key))
        return key in self.records

    def _need_person(self, key: str) -> None:
        if key not in self.people:
            raise CellError("person_id", self._nowhere("person", PEOPLE, key))

    def _nowhere(self, what: str, form: Form, key: str) -> str:
        if (form.file, key) in self._refused:
            return f"the {what} is not in {form.file} (that row was itself rejected); mend that row first"
        return f"the {what} is not in {form.file}; add the row there, or mend {form.columns[0]}"

    def unknown_kinds(self) -> dict[str, int]:
        """How many records were taken of each kind that the interchange does not know, by kind."""
        counted = Counter(record.kind for record in self.records.values() if record.kind not in RECORD_KINDS)
        return dict(sorted(counted.items()))

    def put_together(self) -> Iterator[str]:
        """Give every record its involvements, its items and what it responds to; yields notes on what was found."""
        strangers: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        for key, record in self.records.items():
            answers = tuple(self._target(entry, record.agency) for entry in record.responds_to)
            strangers[record.agency] += sum(not self._exists(answer) for answer in answers)
            involvements = tuple(self._involvements.pop(key, ()))
            alone[record.agency] += not any(one.role == "subject" for one in involvements)
            items = tuple(self._items.pop(key, ()))
            if involvements or items or answers != record.responds_to:
                self.records[key] = replace(record, involvements=involvements, items=items, responds_to=answers)
        self._involvements.clear()
        self._items.clear()
        return self._notes(strangers, alone)

    def _notes(self, strangers: Counter[str], alone: Counter[str]) -> Iterator[str]:
        for agency in sorted(self._agencies):
            for count, what in (
                (strangers[agency], "entries of responds_to name a record that is not in this extract; they were kept"),
                (alone[agency], "records have no subject, so that they stand on no child's story"),
                (self.silent_handling[agency], "records say nothing of handling and were taken as ordinary"),
            ):
                if count:
                    yield f"{agency}/records.csv: {count:,} {what}."

    def _target(self, entry: str, agency: str) -> str:
        before, colon, given = entry.partition(":")
        own, other = f"{agency}:{entry}", f"{trimmed(before)}:{trimmed(given)}"
        if not colon or (self._exists(own) and not self._exists(other)):
            return own
        return other if trimmed(before) in self._agencies else entry

    def _exists(self, key: str) -> bool:
        return key in self.records or key in self.later
