"""Words cut into the pieces of a fixed vocabulary, as the encoder was trained on them (uncased BERT WordPiece)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_UNKNOWN, _OPENS, _CLOSES = "[UNK]", "[CLS]", "[SEP]"
# Letters and digits in a row, or one mark; white space and control characters separate.
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 100


class WordPieces:
    """Turns a text into the numbers of its pieces, between an opening and a closing mark, cut at `longest`."""

    def __init__(self, vocabulary: Mapping[str, int], longest: int = 48) -> None:
        self._vocabulary = vocabulary
        self._longest = longest
        self._pieces = lru_cache(maxsize=50_000)(self._cut)

    @classmethod
    def of(cls, vocabulary: str, longest: int = 48) -> WordPieces:
        """From a vocabulary file's text, one piece a line in the order of its numbers."""
        return cls({piece: number for number, piece in enumerate(vocabulary.splitlines())}, longest)

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces: at most `longest`, always at least the two marks."""
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
        found = [self._vocabulary[_OPENS]]
        for word in _WORD.findall(plain):
            found.extend(self._pieces(word))
            if len(found) >= self._longest:
                break
        return [*found[: self._longest - 1], self._vocabulary[_CLOSES]]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest pieces from the left, all but the first marked `##`; a word that cannot be cut is unknown."""
        if len(word) > _LONGEST_WORD:
            return (self._vocabulary[_UNKNOWN],)
        numbers, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._vocabulary.get(("##" if start else "") + word[start:end])
                if number is not None:
                    numbers.append(number)
                    start = end
                    break
            else:
                return (self._vocabulary[_UNKNOWN],)
        return tuple(numbers)
