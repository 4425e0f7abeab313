"""The wording of all rules in one list: what each expression stands for, and what to keep of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from wholestory.engine.reading.hits import Hit, Target
from wholestory.engine.reading.matcher import Found
from wholestory.engine.reading.overlaps import PRESENT, longest, without_look_alikes
from wholestory.engine.reading.tokens import Ints
from wholestory.practice.expressions import Expression
from wholestory.practice.wording import CueRule, IndicatorRule, LanguageRule

_PARTS = ("indicator", "cue", "language", "nobody")
_LOOK_ALIKE = "not"


class Wording:
    """Every expression of the rules; `expressions` are to be found in this order.

    `targets` is what each of them stands for and `sources` how it is written.
    """

    def __init__(
        self,
        indicators: Sequence[IndicatorRule],
        cues: Sequence[CueRule],
        language: Sequence[LanguageRule],
        nobody: Sequence[Expression],
    ) -> None:
        """`nobody` is wording that holds a person word and names nobody."""
        entries = [*_of_indicators(indicators), *_of_cues(cues), *_of_language(language)]
        entries += [(one, Target("nobody", 0, "words")) for one in nobody]
        self.expressions = [expression for expression, _ in entries]
        self.targets = [target for _, target in entries]
        self.sources = [expression.source for expression in self.expressions]
        rules = {key: number for number, key in enumerate(sorted({(one.part, one.rule) for one in self.targets}))}
        uses = {use: number for number, use in enumerate(sorted({one.use for one in self.targets}))}
        uses["present"] = PRESENT
        self._part = np.array([_PARTS.index(one.part) for one in self.targets], np.int64)
        self._rule = np.array([rules[one.part, one.rule] for one in self.targets], np.int64)
        self._use = np.array([uses[one.use] for one in self.targets], np.int64)
        self._looks_alike = np.array([one.use == _LOOK_ALIKE for one in self.targets], np.bool_)

    def kept(self, found: Found) -> tuple[Found, Found, Found, Found]:
        """Of what was found for signs, for cues, for language and of nobody what stands, in order.

        Look-alikes go, with what they overlap of their rule; of signs and language the longest of a rule stays.
        """
        found = found.take(
            without_look_alikes(found, self._rule[found.expression], self._looks_alike[found.expression])
        )
        part = self._part[found.expression]
        signs, cues, language, nobody = (found.take(part == number) for number in range(len(_PARTS)))
        return self._longest(signs), cues, self._longest(language), nobody

    def _longest(self, found: Found) -> Found:
        return found.take(longest(found, self._rule[found.expression], self._use[found.expression]))

    def by_note(self, found: Found, starts: Ints, begins: Ints) -> list[list[Hit]]:
        """What was found, in each note.

        `starts` is where each note begins (one entry more than there are notes), `begins` where each sentence does.
        """
        note = np.searchsorted(starts, found.start, side="right") - 1
        sentence = np.searchsorted(begins, found.start, side="right") - 1 - np.searchsorted(begins, starts)[note]
        hits: list[list[Hit]] = [[] for _ in range(len(starts) - 1)]
        rows = (note, found.start - starts[note], found.end - starts[note], found.expression, sentence)
        targets, sources, hit = self.targets, self.sources, Hit._make
        for place, start, end, number, in_sentence in zip(*(row.tolist() for row in rows), strict=True):
            hits[place].append(hit((start, end, targets[number], sources[number], in_sentence)))
        return hits


class BySentence:
    """What was found in many notes, which becomes hits only in the sentences where it is asked for: most never are.

    `found` is in order of its starts, `begins` where each sentence begins.
    """

    def __init__(self, wording: Wording, found: Found, begins: Ints) -> None:
        self._wording = wording
        self._rows = [row.tolist() for row in (found.start, found.end, found.expression)]
        self._bounds: list[int] = np.append(np.searchsorted(found.start, begins), len(found)).tolist()

    def of_note(self, start: int, first: int) -> Callable[[int], list[Hit]]:
        """The hits of a sentence, by its number in the note that begins at `start` with the sentence `first`."""

        def hits(sentence: int) -> list[Hit]:
            some = slice(self._bounds[first + sentence], self._bounds[first + sentence + 1])
            return [
                Hit(one - start, end - start, self._wording.targets[number], self._wording.sources[number], sentence)
                for one, end, number in zip(*(row[some] for row in self._rows), strict=True)
            ]

        return hits


_Entries = Iterable[tuple[Expression, Target]]


def _of_indicators(rules: Sequence[IndicatorRule]) -> _Entries:
    for place, rule in enumerate(rules):
        for assertion, expressions in rule.wording.items():
            yield from ((one, Target("indicator", place, assertion.value)) for one in expressions)
        yield from ((one, Target("indicator", place, _LOOK_ALIKE)) for one in rule.not_this)


def _of_cues(rules: Sequence[CueRule]) -> _Entries:
    for place, rule in enumerate(rules):
        for use, expressions in (("before", rule.before), ("after", rule.after), ("anywhere", rule.anywhere)):
            yield from ((one, Target("cue", place, use)) for one in expressions)
        yield from ((one, Target("cue", place, _LOOK_ALIKE)) for one in rule.not_this)


def _of_language(rules: Sequence[LanguageRule]) -> _Entries:
    for place, rule in enumerate(rules):
        yield from ((one, Target("language", place, "phrase")) for one in rule.phrases)
        yield from ((one, Target("language", place, _LOOK_ALIKE)) for one in rule.not_this)
