"""Words for times and ages on pages. Loaded in every template without asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def ago(at: datetime | date | None) -> str:
    """“3 days ago (4 March 2025)”; empty where there is no time."""
    if at is None:
        return ""
    # Asked for once: finding the zone takes longer than all else here, and a list says many times.
    zone = timezone.get_current_timezone()
    return _ago(at.astimezone(zone).date() if isinstance(at, datetime) else at, timezone.now().astimezone(zone).date())


@lru_cache(maxsize=10_000)
def _ago(then: date, today: date) -> str:
    day = f"{then.day} {then:%B %Y}"
    if then == today:
        return f"today ({day})"
    if then > today:
        return f"in {timesince(today, then).split(',')[0]} ({day})"
    return f"{timesince(then, today).split(',')[0]} ago ({day})"


@register.filter
def under(found: Mapping[str, Any] | None, key: str) -> Any:
    """What a mapping holds under a key; None where it holds nothing."""
    return found.get(key) if found else None
