"""What no page and no document may hold is shown as the sign for a character that cannot be shown."""

from __future__ import annotations

# Control characters but for tab and line ends, halves of surrogate pairs, and the two that are no characters.
_UNPRINTABLE = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD
)


def printable(text: str) -> str:
    """A text of the same length, without what cannot be shown."""
    return text.translate(_UNPRINTABLE)
