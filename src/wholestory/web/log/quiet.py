"""Log lines that hold no record's words: of an error, its kind and where it happened, never its message."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutAddress(logging.Filter):
    """Django writes the address of each page that it refuses, which may hold a child's key or what somebody typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say what was answered, and no more."""
        record.msg, record.args = f"A page was answered with {getattr(record, 'status_code', 'an error')}", ()
        return True


class Quiet(logging.Formatter):
    """A database's message quotes the row that it refused, and a parser's the text that it met."""

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - named by the standard library
        """The kind of an error and its place in the program."""
        kind, _, raised_at = ei
        places = traceback.extract_tb(raised_at)
        where = f" in {places[-1].name}, {Path(places[-1].filename).name}:{places[-1].lineno}" if places else ""
        return f"{kind.__name__ if kind else 'An error'}{where}"
