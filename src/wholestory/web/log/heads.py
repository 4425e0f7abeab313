"""The heads of the chains in a second place, so that rows cut from a chain's end show.

The place is a file of lines, each a moment and the place and seal of every chain's last row at that moment. Lines are
only ever added. A site puts it where whoever rules the database cannot write (WHOLESTORY_LOG_HEADS).
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from wholestory.web.log.models import Head

_LOG = logging.getLogger(__name__)
_AT_MOST_EVERY = 60.0

# By lane and place, the seal that stood there when the line was written.
Anchors = dict[int, dict[int, str]]


class HeadsError(Exception):
    """The second place cannot be read; the message says what to do."""


class _Writer:
    """Writes the heads at most once a minute for this process, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0
        self._written: list[list[object]] = []

    def write_if_due(self) -> None:
        """Write, unless that was done within the last minute or is being done."""
        if time.monotonic() < self._next or not self._lock.acquire(blocking=False):
            return
        try:
            self._write()
        finally:
            self._lock.release()

    def write(self) -> None:
        """Write now."""
        with self._lock:
            self._write()

    def _write(self) -> None:
        self._next = time.monotonic() + _AT_MOST_EVERY
        heads = [list(head) for head in Head.objects.filter(place__gt=0).values_list("lane", "place", "seal")]
        if heads == self._written:
            return
        try:
            _append(settings.SITE.heads_file, {"at": timezone.now().isoformat(), "heads": heads})
        except OSError as error:
            # The page goes on; `wholestory log verify` says since when nothing was written here.
            _LOG.error("The heads of the log could not be written to %s: %s", settings.SITE.heads_file, error.strerror)
            return
        self._written = heads


_writer = _Writer()
write_if_due = _writer.write_if_due
write_heads = _writer.write


def _append(path: Path, line: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # One write of one line: lines of several processes do not run into one another.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab", buffering=0) as file:
        file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        os.fsync(file.fileno())


def read_heads(path: Path) -> tuple[Anchors, str]:
    """What the second place holds, and when it was last written (empty where it never was).

    Raises HeadsError where a line but the last cannot be read: the last may have been cut short by a power failure.
    """
    anchors: Anchors = defaultdict(dict)
    last = ""
    if not path.is_file():
        return anchors, last
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            told = json.loads(line or b'{"at": "", "heads": []}')
            for lane, place, seal in told["heads"]:
                anchors[int(lane)][int(place)] = str(seal)
            last = str(told["at"]) or last
        except (ValueError, KeyError, TypeError) as error:
            if number < len(lines):
                raise HeadsError(f"Line {number} of {path} is not as it was written: somebody changed it.") from error
    return anchors, last
