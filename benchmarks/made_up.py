"""A made-up extract of any size for benchmarks: plain, procedural, the same for the same seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

AGENCIES = {"police": "police", "social_care": "social_care", "care_home": "care_home", "school": "education"}
RECORDS_A_CHILD = 10

FORENAMES = (
    "Ava Ben Cara Dev Ella Finn Gita Hari Isla Joel Kira Liam Maya Noor Owen Pia Quin Rosa Sami Tess Uma Vik Wren Xena "
    "Yara Zane Amir Beth Cole Dina Ewan Faye Gwen Hugo Iris Jude Kofi Lena Milo Nina"
).split()
SURNAMES = (
    "Ashdown Birtles Carrow Dunmore Elsworth Farrow Gatley Hindle Ingham Jarrold Kestle Lumley Marwood Northey "
    "Ollerton Penhale Quarry Rudge Stannard Tolley Upshaw Verity Wragby Yarwood"
).split()

KINDS = {
    "police": (
        "missing_episode",
        "incident",
        "encounter",
        "intelligence",
        "vulnerability_notice",
        "prevention_interview",
    ),
    "social_care": ("referral", "referral_decision", "visit", "assessment", "strategy_discussion", "return_interview"),
    "care_home": ("observation", "missing_episode", "observation", "return_interview"),
    "school": ("school_absence", "observation", "exclusion", "observation"),
}

SENTENCES = (
    "Late back from the park, said the bus was full.",
    "Settled evening, ate well and watched a film with staff.",
    "Not home by ten, phone off. Staff rang round friends.",
    "No marks or bruises seen. Home warm and tidy.",
    "Seen getting into a dark car with an older male near the station.",
    "Has a second phone and will not say who gave it.",
    "Mum says there has been shouting at home most nights.",
    "Attendance 96% this term and enjoying art.",
    "Possible smell of cannabis on return, said it was somebody else's.",
    "Seen alone at school. Said things are better at home.",
    "Attention seeking again according to the log.",
    "If not back by eleven staff are to ring the duty desk.",
    "Her brother was excluded last year.",
    "Missed the dental appointment again, no reason given.",
    "Discussed in supervision, no further action for now.",
    "Tearful in form time and did not want to go home.",
    "Nan brought a birthday card and a new coat.",
    "Would not say where she had been or who with.",
)


def make(folder: Path, records: int, seed: int) -> None:
    """Write an extract of about `records` records into `folder`."""
    children = max(1, records // RECORDS_A_CHILD)
    folder.mkdir(parents=True)
    manifest = ["as_at = 2024-12-31T09:00:00"]
    for agency, kind in AGENCIES.items():
        manifest += ["", f"[agencies.{agency}]", f'kind = "{kind}"', f'title = "{agency} (made up)"']
        (folder / agency).mkdir()
        _write_agency(folder / agency, agency, children, seed)
    (folder / "extract.toml").write_text("\n".join(manifest) + "\n", encoding="utf-8")


def _write_agency(folder: Path, agency: str, children: int, seed: int) -> None:
    chance = random.Random(f"{seed} {agency}")
    with (
        (folder / "people.csv").open("w", encoding="utf-8", newline="") as people_file,
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as records_file,
        (folder / "involvements.csv").open("w", encoding="utf-8", newline="") as involvements_file,
    ):
        people, records, involvements = map(csv.writer, (people_file, records_file, involvements_file))
        people.writerow(["person_id", "forenames", "surname", "date_of_birth", "sex", "identifiers"])
        records.writerow(
            ["record_id", "kind", "happened_from", "happened_to", "recorded_at", "district", "narrative", "outcome"]
        )
        involvements.writerow(["record_id", "person_id", "role"])
        for child in range(children):
            people.writerow(_person(child, seed))
            for record, row in enumerate(_records(agency, chance)):
                key = f"{agency[0].upper()}{child}-{record}"
                records.writerow([key, *row])
                involvements.writerow([key, f"p{child}", "subject"])


def _person(child: int, seed: int) -> list[str]:
    own = random.Random(f"{seed} child {child}")
    born = datetime(2007, 1, 1) + timedelta(days=own.randrange(3000))
    number = f"nhs:{own.randrange(10**9, 10**10)}" if own.random() < 0.4 else ""
    sex = own.choice("FM")
    return [f"p{child}", own.choice(FORENAMES), own.choice(SURNAMES), born.date().isoformat(), sex, number]


def _records(agency: str, chance: random.Random) -> Iterator[list[str]]:
    for _ in range(chance.choice((1, 2, 2, 3, 3, 4))):
        start = datetime(2022, 1, 1) + timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
        kind = chance.choice(KINDS[agency])
        ended = start + timedelta(hours=chance.randrange(1, 9)) if kind == "missing_episode" else None
        told = (ended or start) + timedelta(minutes=chance.randrange(10, 600))
        narrative = " ".join(chance.choices(SENTENCES, k=chance.randrange(3, 9)))
        outcome = "no further action" if kind == "referral_decision" and chance.random() < 0.3 else ""
        times = [at.isoformat(timespec="minutes") if at else "" for at in (start, ended, told)]
        yield [kind, *times, "North", narrative, outcome]
