"""Making a cell safe to open in a spreadsheet, which would otherwise run some text as a formula."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet_safe(text: str) -> str:
    """The text with an apostrophe put before it if a spreadsheet might take it for a formula.

    That is where it starts with one of FORMULA_STARTS, also after spaces, which some programs drop. A plain negative
    number gets the apostrophe as well: no exception is made that a formula could hide behind.
    """
    return "'" + text if text.startswith(FORMULA_STARTS) or text.lstrip(" ").startswith(FORMULA_STARTS) else text
