"""Turns clauses into vectors with the shipped encoder, the same vector for the same clause in any batch."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.runtime import session_of
from wholestory.engine.reading.encoder.wordpiece import WordPieces

Vectors = NDArray[np.float32]

_LARGEST_BATCH = 64


class EncoderError(Exception):
    """The encoder's files are missing or are not what they say they are; a sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """The encoder as it ships: the folder of its files and what its card (`encoder.toml`) says of them."""

    folder: Path
    card: Mapping[str, Any]

    @classmethod
    def here(cls) -> Shipped:
        """The encoder in this package. Raises EncoderError where a file is missing or was changed."""
        return cls.at(Path(str(files("wholestory.engine.reading.encoder"))) / "shipped")

    @classmethod
    def at(cls, folder: Path) -> Shipped:
        """The encoder in a folder. Raises EncoderError where a file is missing or was changed."""
        try:
            card = tomllib.loads((folder / "encoder.toml").read_text(encoding="utf-8"))
            digest = hashlib.sha256((folder / "encoder.onnx").read_bytes()).hexdigest()
        except OSError as error:
            raise EncoderError(
                f"The sentence encoder could not be opened ({error.strerror}); install Wholestory again, or read "
                "with --reader rules."
            ) from error
        if digest != card["sha256"]:
            raise EncoderError(
                "The sentence encoder is not the one that its card names; install Wholestory again, or read with "
                "--reader rules."
            )
        return cls(folder, card)


class Encoder:
    """Clauses to unit vectors (float32, one row a clause).

    Clauses are batched by their exact number of pieces, so that nothing is padded and what stands beside a clause in a
    batch cannot change its vector by more than rounding.
    """

    def __init__(self, shipped: Shipped) -> None:
        self._session = session_of(str(shipped.folder / "encoder.onnx"))
        self._pieces = WordPieces.of((shipped.folder / "vocabulary.txt").read_text(encoding="utf-8"))
        self.width = int(shipped.card["width"])

    def vectors(self, clauses: Sequence[str]) -> Vectors:
        """One row a clause, in their order."""
        by_length: dict[int, list[int]] = {}
        numbers = [self._pieces.numbers(clause) for clause in clauses]
        for place, one in enumerate(numbers):
            by_length.setdefault(len(one), []).append(place)
        found = np.zeros((len(clauses), self.width), dtype=np.float32)
        for _, places in sorted(by_length.items()):
            for start in range(0, len(places), _LARGEST_BATCH):
                batch = places[start : start + _LARGEST_BATCH]
                pieces = np.array([numbers[place] for place in batch], dtype=np.int64)
                (found[batch],) = self._session.run(None, {"ids": pieces})
        return found
