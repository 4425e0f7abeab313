"""Moments of a day: when children are in school, out in the evening, away at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from wholestory.synth.chance import Chance


def after(at: datetime, chance: Chance, least: int, most: int) -> datetime:
    """The start of a day between so many days later."""
    return at.replace(hour=0, minute=0, second=0) + timedelta(days=chance.between(least, most))


def school_day(day: datetime, chance: Chance) -> datetime:
    """In school hours of the day, or of the next Monday."""
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return _at(day, chance, 8, 15)


def office_hours(day: datetime, chance: Chance) -> datetime:
    """While offices and clinics are open on the day, or on the next Monday."""
    return school_day(day, chance) + timedelta(hours=1)


def evening(day: datetime, chance: Chance) -> datetime:
    """From tea to bedtime."""
    return _at(day, chance, 17, 21)


def night(day: datetime, chance: Chance) -> datetime:
    """Late in the evening."""
    return _at(day, chance, 21, 23)


def any_time(day: datetime, chance: Chance) -> datetime:
    """Waking hours."""
    return _at(day, chance, 8, 22)


def _at(day: datetime, chance: Chance, first: int, last: int) -> datetime:
    return day.replace(hour=chance.between(first, last), minute=chance.below(60), second=0, microsecond=0)
