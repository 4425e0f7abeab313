"""How quick the web application's pages are, each as a ratio to the least that a page can do, in the same run.

    python benchmarks/web.py [--children 200000] [--records 2000000] [--rounds 40] [--seed 7] [--reader both]

In a throwaway PostgreSQL with a made-up force (web_force.py), through the whole middleware. The least (web_base.py)
has the same middleware and layout, one row in the log and one indexed query. The pages take turns, so that whatever
else the machine does falls on all of them alike. Needs PostgreSQL's programs (on Debian: apt-get install postgresql).
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

LONG, ORDINARY, HANDFUL = 2_000, 10, 5
# Records are sent about so many children in turn, so that they stay children of about ten records.
SENT_ABOUT = 40


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that people do: how, the most that it may cost (times the least; 0 for no aim), done every how many
    rounds."""

    name: str
    do: Callable[[], object]
    aim: float = 0.0
    every: int = 1


def main() -> None:
    """Make the force, measure, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--children", type=int, default=200_000)
    options.add_argument("--records", type=int, default=2_000_000)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--reader", choices=("both", "rules", "encoder"), default="both")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        ready(Path(data), chosen.reader)
        run(chosen)


def ready(data: Path, reader: str) -> None:
    """Start PostgreSQL and set the application up on it."""
    # Asked to end, it ends by itself: the database would otherwise run on.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.path.append(str(Path(__file__).parents[1]))
    from tests import throwaway_postgresql

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "wholestory.web.settings",
        "WHOLESTORY_DATA": str(data),
        "WHOLESTORY_DATABASE": throwaway_postgresql.start(),
        "WHOLESTORY_READER": reader,
        # A second factor is checked once a session; these sessions begin without one.
        "WHOLESTORY_SECOND_FACTOR": "0",
    }
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ROOT_URLCONF = "web_base"
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0, interactive=False)


def run(chosen: argparse.Namespace) -> None:
    """Fill the database, measure in rounds, print."""
    from django.utils import timezone
    from web_force import add_real_child, fill

    now = timezone.now()
    fill(chosen.children, chosen.records, now, chosen.seed)
    start = time.perf_counter()
    long = add_real_child(0, LONG, now, chosen.seed)
    print(f"storing and working out a child of {LONG:,} records: {time.perf_counter() - start:.1f} s", flush=True)
    handful = [add_real_child(number, ORDINARY, now, chosen.seed) for number in range(1, HANDFUL + 1 + SENT_ABOUT)]
    things = to_measure(long, handful, chosen.seed, now)
    report(chosen, things, measure(things, chosen.rounds))


def to_measure(long: str, handful: Sequence[str], seed: int, now: datetime) -> list[Measured]:
    """What is measured; the first is the least that the others are held against."""
    from web_people import Person

    whole, north, police = Person("hub"), Person("hub", district="North"), Person("supervisor", district="North")
    for person in (whole, north, police):
        person.open(long, *handful)
    months = whole.months_of(long)
    sent_about = cycle(handful[HANDFUL:])
    return [
        Measured("the least", lambda: whole.get("base", handful[0])),
        Measured("worklist, one agency in a district", lambda: police.get("worklist"), 2),
        Measured("worklist, every child", lambda: whole.get("worklist"), 2),
        Measured("worklist, one theme", lambda: north.get("worklist", asked={"theme": "missing"}), 2),
        Measured("search, a name", lambda: police.get("find", asked={"q": "Gwen Kestleworth"}), 2),
        Measured("search, a name misspelt", lambda: police.get("find", asked={"q": "Gwenn Kesselworth"}), 2),
        Measured("search, name and birth, every child", lambda: whole.get("find", asked={"q": "Gwen 2012-03"}), 2),
        Measured("search, a forename of thousands", lambda: whole.get("find", asked={"q": "Gwen"})),
        Measured(f"story of {ORDINARY} records", lambda: police.get("story", handful[0])),
        Measured(f"story of {LONG:,} records, first 50 events", lambda: whole.get("story", long), 3),
        Measured("  the same, not read before by this process", lambda: whole.get_afresh("story", long)),
        Measured("  the same, whole", lambda: whole.get("story", long, asked={"month": months}), every=10),
        Measured(f"saving to findings shown, {ORDINARY} records", lambda: police.save(next(sent_about)), 5),
        Measured(f"saving to findings shown, {LONG:,} records", lambda: police.save(long), every=20),
        Measured(f"chronology of {LONG:,} records in Word", lambda: whole.word(long), every=40),
    ]


def measure(things: Sequence[Measured], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each, in turns; each was done once before."""
    from wholestory.cli.progress import stage

    took: dict[str, list[float]] = {one.name: [] for one in things}
    for number in stage("rounds of pages", range(-1, rounds), rounds + 1):
        for one in things:
            if number >= 0 and number % one.every:
                continue
            start = time.perf_counter()
            one.do()
            if number >= 0:
                took[one.name].append((time.perf_counter() - start) * 1_000)
    return took


def report(chosen: argparse.Namespace, things: Sequence[Measured], took: Mapping[str, Sequence[float]]) -> None:
    """The table: milliseconds, and both figures as ratios to the least's."""
    least, least_late = middle_and_late(took[things[0].name])
    print(
        f"{versions()}; {chosen.children:,} children, {chosen.records:,} records, {chosen.rounds} rounds, "
        f"seed {chosen.seed}, reader {chosen.reader}"
    )
    print(f"{'':<46}{'median ms':>10}{'95 % ms':>10}{'ratio':>8}{'95 %':>8}{'aim':>6}")
    for one in things:
        middle, late = middle_and_late(took[one.name])
        aim = f"{one.aim:.0f}" if one.aim else ""
        print(f"{one.name:<46}{middle:>10.1f}{late:>10.1f}{middle / least:>8.1f}{late / least_late:>8.1f}{aim:>6}")


def middle_and_late(took: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile; of a single figure both are the figure."""
    return median(took), quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]


def versions() -> str:
    """What ran."""
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    return f"Python {platform.python_version()}, Django {django.get_version()}, PostgreSQL {server.split()[0]}"


if __name__ == "__main__":
    main()
