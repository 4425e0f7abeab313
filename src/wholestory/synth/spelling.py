"""Words and names with a letter wrong, as people type them."""

from __future__ import annotations

import re

from wholestory.synth.chance import Chance

_NEXT_KEY = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "s v x s w g h j u k l k n b i o w t a r y c e z t x".split(),
        strict=True,
    )
)
_WORD = re.compile(r"[A-Za-z']+")
_LEAST_LETTERS = 4


def misspelt(chance: Chance, word: str) -> str:
    """The word with one slip of the fingers or the ear; a word of fewer than three letters as it is."""
    if len(word) < 3:
        return word
    at = chance.between(1, len(word) - 2)
    slip = chance.below(4)
    if slip == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip == 1:
        return word[:at] + word[at + 1 :]
    if slip == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _NEXT_KEY.get(word[at], word[at]) + word[at + 1 :]


class Typist:
    """Somebody typing: about so many of the words (a share) come out with a letter wrong."""

    def __init__(self, chance: Chance, rate: float) -> None:
        self._chance = chance
        self._rate = rate
        self._left = chance.until(rate)

    def type(self, text: str) -> str:
        """The text as typed. Short words and words with a capital are left: slips in names have a rate of their own."""
        words = text.count(" ") + 1
        if self._left >= words:
            self._left -= words
            return text
        return _WORD.sub(self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        self._left -= 1
        if self._left >= 0:
            return found.group()
        word = found.group()
        self._left = self._chance.until(self._rate)
        return misspelt(self._chance, word) if len(word) >= _LEAST_LETTERS and word.islower() else word
