"""The files of a made-up force: an extract in the interchange form, and `gold/` with the truth of it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wholestory.synth.entries import Entries, Entry
from wholestory.synth.life import Draft, Life
from wholestory.synth.places import AgencyEntry, agencies
from wholestory.synth.settings import Settings
from wholestory.synth.truth import duty_rows

_EXTRACT = {
    "people": "person_id,forenames,surname,aliases,date_of_birth,sex,ethnicity,postcode,address,phones,identifiers",
    "records": (
        "record_id,kind,happened_from,happened_to,recorded_at,district,place,narrative,outcome,responds_to,author_role,handling"
    ),
    "involvements": "record_id,person_id,role",
    "items": "record_id,item_type,value,person_id",
}
_GOLD = {
    "people": "child,person",
    "cases": "child,source,theme,visible_record,recognised_at,note",
    "duties": "child,trigger,duty,state",
    "indicators": "record,indicator,assertion,text",
    "language": "record,text,verdict,class",
}


@dataclass
class Writer:
    """Open files that rows are added to, agency by agency; a context manager. `counts` counts what was written."""

    folder: Path
    settings: Settings
    counts: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._rows: dict[str, Any] = {}
        for agency in agencies():
            for name, header in _EXTRACT.items():
                self._open(f"{agency.name}/{name}.csv", header)
        for name, header in _GOLD.items():
            self._open(f"gold/{name}.csv", header)
        self._write_manifest()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _open(self, name: str, header: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        self._rows[name] = writer.writerow

    def _write_manifest(self) -> None:
        lines = [f"as_at = {self.settings.as_at.isoformat()}"]
        for agency in agencies():
            title = json.dumps(agency.title, ensure_ascii=False)
            lines += ["", f"[agencies.{agency.name}]", f'kind = "{agency.kind}"', f"title = {title}"]
        (self.folder / "extract.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def people(self, entries: Entries) -> None:
        """The persons of a family or network with one agency."""
        for entry in entries:
            self._rows[f"{entries.agency.name}/people.csv"](_person(entry))
            self._rows["gold/people.csv"]((entry.someone.key, f"{entries.agency.name}:{entry.person_id}"))
            self.counts["persons"] += 1
            self.counts["persons with an identifier"] += bool(entry.identifier)

    def life(self, life: Life, drafts: Iterable[Draft], entries: dict[str, Entries]) -> None:
        """A child's records, each with a `key` by now, and the truth of them."""
        for draft in drafts:
            self._record(draft, life.child.family.district.name, entries[draft.agency.name])
            self._carries(draft)
        child = life.child.key
        for duty, trigger, state in duty_rows(life):
            self._rows["gold/duties.csv"]((child, _name(trigger), duty, state))
            self.counts[f"duties {state}"] += 1
        for case in life.cases:
            day = case.recognised.date().isoformat()
            row = (child, life.child.life, case.theme, _name(case.visible), day, case.note)
            self._rows["gold/cases.csv"](row)
        if not life.cases:
            self._rows["gold/cases.csv"]((child, life.child.life, "none", "", "", ""))
        self.counts["children"] += 1
        self.counts[f"lives {life.child.life}"] += 1

    def _record(self, draft: Draft, district: str, entries: Entries) -> None:
        agency = draft.agency.name
        self._rows[f"{agency}/records.csv"](
            (
                draft.key,
                draft.kind,
                draft.at.isoformat(timespec="minutes"),
                draft.ended.isoformat(timespec="minutes") if draft.ended else "",
                draft.recorded.isoformat(timespec="minutes"),
                district,
                draft.place,
                draft.note.text,
                draft.outcome,
                "|".join(_reference(answered, draft.agency) for answered in draft.answers),
                draft.author,
                draft.handling,
            )
        )
        for someone, role in draft.who:
            self._rows[f"{agency}/involvements.csv"]((draft.key, entries.of(someone).person_id, role))
        for kind, value, owner in draft.items:
            person = entries.of(owner).person_id if owner else ""
            self._rows[f"{agency}/items.csv"]((draft.key, kind, value, person))
        self.counts["records"] += 1
        self.counts["records with a narrative"] += bool(draft.note.text)

    def _carries(self, draft: Draft) -> None:
        seen: set[tuple[str, str]] = set()
        for words, (sign, assertion) in draft.note.carries:
            if sign == "!":
                verdict, _, how = assertion.partition(" ")
                self._rows["gold/language.csv"]((_name(draft), words, verdict, how))
                self.counts[f"wordings {how or verdict}"] += 1
            elif (sign, assertion) not in seen:
                seen.add((sign, assertion))
                self._rows["gold/indicators.csv"]((_name(draft), sign, assertion, words))
        self.counts["signs"] += len(seen)

    def summary(self) -> None:
        """What the force was made from and how much of everything it holds, in `gold/force.json`."""
        made_from = {**asdict(self.settings), "as_at": self.settings.as_at.isoformat()}
        text = json.dumps({"made_from": made_from, "counts": dict(sorted(self.counts.items()))}, indent=2)
        (self.folder / "gold" / "force.json").write_text(text + "\n", encoding="utf-8")


def _name(draft: Draft) -> str:
    return f"{draft.agency.name}:{draft.key}"


def _reference(answered: Draft, agency: AgencyEntry) -> str:
    return answered.key if answered.agency == agency else _name(answered)


def _person(entry: Entry) -> tuple[str, ...]:
    address = entry.address
    return (
        entry.person_id,
        entry.forenames,
        entry.surname,
        "|".join(entry.aliases),
        entry.date_of_birth,
        entry.sex,
        entry.ethnicity,
        address.postcode if address else "",
        address.line if address else "",
        entry.phone,
        entry.identifier,
    )
