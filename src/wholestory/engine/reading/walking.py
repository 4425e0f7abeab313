"""Follows expressions from one word of theirs to their ends and back to their starts, place by place, in machine code.

The work is in proportion to the places where a rare word stands, not to the pack and not to the square of anything.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholestory.engine.reading.graph import ANYHOW, DIRECTLY, FIRST, MARK
from wholestory.engine.reading.lexicon import Graphs, Shorts
from wholestory.engine.reading.machine_code import machine_code
from wholestory.engine.reading.tokens import Ints, Table

# A gap of n words is looked through for this many more, which hyphens may have cut apart.
_HYPHENS = 6
_NONE, _NO_ROOM = -1, -2


class Text(NamedTuple):
    """A text's words, with what the vocabulary and the sentences say of them; `first_of_chunk` is as in `Words`.

    Following begins, by number, at the rows `anchored[first_anchored[n] : first_anchored[n + 1]]`; these and `member`
    are as in `Vocabulary`.
    """

    words: Table
    first_of_chunk: Ints
    first_anchored: Shorts
    anchored: Shorts
    member: npt.NDArray[np.uint8]


def follow(text: Text, graphs: Graphs) -> Ints:
    """Every expression that stands in a text, once for each of its anchors that reads a word there.

    A row each: the expression, its start and end in characters, and the words in its gaps. Of the ways from an anchor
    back the one that begins first is taken, then the one with the smallest gaps; on, that with the smallest gaps, then
    the longest.
    """
    rows, ways = np.empty((len(text.words) + 1024, 4), np.int64), np.empty((1024, 4), np.int64)
    while True:
        found, waited = _follow(text, graphs, rows, ways)
        if found <= len(rows) and waited <= len(ways):
            return rows[:found]
        if found > len(rows):
            rows = np.empty((2 * len(rows), 4), np.int64)
        if waited > len(ways):
            ways = np.empty((2 * len(ways), 4), np.int64)


@machine_code
def _follow(text: Text, graphs: Graphs, rows: Ints, ways: Ints) -> tuple[int, int]:
    """Fill `rows`; returns how many there are, and how many ways were open at once: where either is more than there is
    room for, neither can be used."""
    found = 0
    for word in range(len(text.words)):
        number = text.words[word].number
        for at in range(text.first_anchored[number], text.first_anchored[number + 1]):
            if not (
                _is_there(text, text.anchored[at, 2], word + 1) and _is_there(text, text.anchored[at, 1], word - 1)
            ):
                continue
            edge = text.anchored[at, 0]
            end, gap = _on(text, graphs, ways, edge, word)
            if end == _NONE:
                continue
            first, gap_before = _back(text, graphs, ways, edge, word)
            if _NO_ROOM in (end, first):
                return found, len(ways) + 1
            if first == _NONE:
                continue
            if found == len(rows):
                return found + 1, 0
            rows[found, 0], rows[found, 1] = graphs.edges[edge].expression, text.words[first].start
            rows[found, 2], rows[found, 3] = end, gap + gap_before
            found += 1
    return found, 0


@machine_code
def _is_there(text: Text, needed: int, word: int) -> bool:
    """Whether a word belongs to a set as it stands or by its stem; below zero no set is needed.

    Most edges are tried in vain, and most of those are found out by this.
    """
    if needed < 0:
        return True
    if word < 0 or word >= len(text.words):
        return False
    number, stem = text.words[word].number, text.words[word].stem
    return _is_member(text, number, needed) or (stem != 0 and _is_member(text, stem, needed))


@machine_code
def _on(text: Text, graphs: Graphs, ways: Ints, edge: int, word: int) -> tuple[int, int]:
    """From an anchor on to the end of its expression: where that is, and the words in gaps.

    The end is -1 where the expression does not stand here. A way is the edge that it took last, the word that this
    read, the words in gaps, and whether all of the word was read: with a stem ("mum" of "mum's") it ends.
    """
    best_end, best_gap = _NONE, 0
    ways[0, 0], ways[0, 1], ways[0, 2] = edge, word, 0
    ways[0, 3] = _is_member(text, text.words[word].number, graphs.edges[edge].words)
    held = 1
    while held:
        held -= 1
        edge, word, gap, whole = ways[held, 0], ways[held, 1], ways[held, 2], ways[held, 3]
        state = graphs.edges[edge].target
        if graphs.states[state].is_end:
            end = text.words[word].whole_end if whole else text.words[word].stem_end
            if best_end == _NONE or gap < best_gap or (gap == best_gap and end > best_end):
                best_end, best_gap = end, gap
        if not whole:
            continue
        for at in range(graphs.states[state].leaving_from, graphs.states[state].leaving_to):
            taken, reads = graphs.leaving[at, 0], graphs.leaving[at, 1]
            before = graphs.edges[taken].before
            is_gap = 0 <= before < MARK
            low, high = _after(text, word, before) if is_gap else (word + 1, word + 2)
            for other in range(low, min(high, len(text.words))):
                read = _read(text, graphs, taken, reads, other)
                if not read:
                    continue
                length = _over_gap(text, word, other, before) if is_gap else _follows(text, other, before)
                if length == _NONE:
                    continue
                if held == len(ways):
                    return _NO_ROOM, 0
                ways[held, 0], ways[held, 1], ways[held, 2] = taken, other, gap + length
                ways[held, 3] = read == _WHOLE
                held += 1
    return best_end, best_gap


@machine_code
def _back(text: Text, graphs: Graphs, ways: Ints, edge: int, word: int) -> tuple[int, int]:
    """From an anchor back to where its expression begins: the first word, or -1; and the words in gaps."""
    best_first, best_gap = _NONE, 0
    ways[0, 0], ways[0, 1], ways[0, 2] = edge, word, 0
    held = 1
    while held:
        held -= 1
        edge, word, gap = ways[held, 0], ways[held, 1], ways[held, 2]
        before, state = graphs.edges[edge].before, graphs.edges[edge].source
        if before == FIRST:
            if best_first == _NONE or word < best_first or (word == best_first and gap < best_gap):
                best_first, best_gap = word, gap
            continue
        is_gap = 0 <= before < MARK
        low, high = _before(text, word, before) if is_gap else (max(word - 1, 0), word)
        for other in range(low, high):
            length = _over_gap(text, other, word, before) if is_gap else _follows(text, word, before)
            if length == _NONE:
                continue
            for at in range(graphs.states[state].reaching_from, graphs.states[state].reaching_to):
                if not _is_member(text, text.words[other].number, graphs.reaching[at, 1]):
                    continue
                if held == len(ways):
                    return _NO_ROOM, 0
                ways[held, 0], ways[held, 1], ways[held, 2] = graphs.reaching[at, 0], other, gap + length
                held += 1
    return best_first, best_gap


_STEM, _WHOLE = 1, 2


@machine_code
def _read(text: Text, graphs: Graphs, edge: int, reads: int, word: int) -> int:
    """Whether an edge reads a word whole, or its stem alone, with which the expression must end; 0 if neither."""
    if _is_member(text, text.words[word].number, reads):
        return _WHOLE
    stem = text.words[word].stem
    if stem != 0 and graphs.states[graphs.edges[edge].target].is_end and _is_member(text, stem, reads):
        return _STEM
    return 0


@machine_code
def _is_member(text: Text, number: int, words: int) -> bool:
    """Whether a word, by number, belongs to a set."""
    return bool((text.member[number, words >> 3] >> (words & 7)) & 1)


@machine_code
def _follows(text: Text, word: int, before: int) -> int:
    """0 where a word may follow the one before it in the text, -1 where not; `before` says what may stand between."""
    if word == 0 or text.words[word].sentence != text.words[word - 1].sentence:
        return _NONE
    if before == DIRECTLY:
        return 0 if text.words[word].joined else _NONE
    return 0 if before == ANYHOW or text.words[word].mark == before - MARK else _NONE


@machine_code
def _over_gap(text: Text, one: int, other: int, most: int) -> int:
    """How many words a gap from one word to another holds; -1 where none of at most so many may stand there."""
    if text.words[one].sentence != text.words[other].sentence or not text.words[other].led:
        return _NONE
    # Hyphens and slashes right before a word are no word of the gap; anywhere else they are, as to whoever counts.
    length = int(text.words[other].until - text.words[one].chunk - 1)
    if text.words[one].outer and length <= most:
        return length
    # Between two words of one stretch ("man-?-car") nothing need stand but marks, the last a hyphen or slash.
    return length if other == one + 1 and text.words[other].inner else _NONE


@machine_code
def _after(text: Text, word: int, most: int) -> tuple[int, int]:
    """The words after one that a gap of at most so many may reach, from the first up to before the second."""
    low, firsts = word + 1, text.first_of_chunk
    high = min(firsts[min(text.words[word].chunk + most + 3, len(firsts) - 1)], low + most + 1 + _HYPHENS)
    return low, max(high, low + 1)


@machine_code
def _before(text: Text, word: int, most: int) -> tuple[int, int]:
    """The words before one that a gap of at most so many may reach, from the first up to before the second."""
    low = max(text.first_of_chunk[max(text.words[word].chunk - most - 2, 0)], word - most - 1 - _HYPHENS)
    return max(min(low, word - 1), 0), word
