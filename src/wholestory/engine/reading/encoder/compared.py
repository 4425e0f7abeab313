"""What clauses are compared with: the labelled sentences of a pack, and what its labelled notes hold beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from wholestory.engine.reading.encoder.pieces import pieces_of
from wholestory.model.findings import Assertion
from wholestory.practice.cache import Cache, key_of, sources_of
from wholestory.practice.expressions import fold
from wholestory.practice.notes import LabelledNote
from wholestory.practice.pack import Practice
from wholestory.practice.sentences import LabelledSentence

_KIND = "compared"


def known_sentences(
    sentences: Sequence[LabelledSentence], notes: Sequence[LabelledNote]
) -> tuple[LabelledSentence, ...]:
    """The labelled sentences, then those that the labelled notes hold and none of them is."""
    texts = {fold(sentence.text) for sentence in sentences}
    return (*sentences, *(piece for piece in pieces_of(notes) if fold(piece.text) not in texts))


def known_of(practice: Practice, cache: Cache | None = None) -> tuple[LabelledSentence, ...]:
    """The known sentences of a pack: from the cache (the user's) where they were kept, else made now and kept.

    Raises PracticeError where a file of labelled sentences or notes cannot be trusted.
    """
    cache, here = cache or Cache.of_user(), Path(__file__).parent
    folders = (here, here.parent, here.parents[2] / "model", here.parents[2] / "practice")
    key = key_of(practice.digest, sources_of(folders))
    kept = cache.read(_KIND, key)
    if kept is not None:
        return _from_json(kept)
    known = known_sentences(practice.sentences, practice.notes)
    cache.write(_KIND, key, _to_json(known))
    return known


def _to_json(sentences: Sequence[LabelledSentence]) -> bytes:
    """As lists of texts, registers, files and what is said, each different one of which is written once."""
    says = list(dict.fromkeys(sentence.says for sentence in sentences))
    number = {one: place for place, one in enumerate(says)}
    columns = [
        [[(sign, assertion.value) for sign, assertion in one] for one in says],
        [sentence.text for sentence in sentences],
        [sentence.register for sentence in sentences],
        [number[sentence.says] for sentence in sentences],
        [sentence.file for sentence in sentences],
    ]
    return json.dumps(columns).encode()


def _from_json(content: bytes) -> tuple[LabelledSentence, ...]:
    said, texts, registers, numbers, files = json.loads(content)
    says = [tuple((sign, Assertion(assertion)) for sign, assertion in one) for one in said]
    return tuple(map(LabelledSentence, texts, registers, (says[number] for number in numbers), files))
