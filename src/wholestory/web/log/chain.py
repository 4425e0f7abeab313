"""The seal of a row: a keyed hash over the row and the seal before it. The key lies outside the database."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# Rows go into whichever of these chains is free, so that pages do not wait for one another to be logged.
LANES = 8


def seal(key: bytes, before: str, row: Mapping[str, Any]) -> str:
    """The seal, as 64 hexadecimal digits. `row` holds every column of the entry but the seal and the database's id."""
    at = row["at"]
    assert isinstance(at, datetime)
    told = {**row, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    content = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, f"{before}\n{content}".encode(), hashlib.sha256).hexdigest()
