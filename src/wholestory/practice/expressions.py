"""Expressions: how practice files write down wording.

An expression is a short pattern over words, read from left to right inside one sentence:

    ran away                    these words, whatever the case; any white space or hyphen between them
    bruis*                      a word that starts so
    (came|got|was) back         one of these; each may be several words; (not|) may be left out
    [very] drunk                a part that may be left out
    @vehicle                    any word of the class `vehicle` (practice/…/words/vehicle.toml)
    saw .. drunk                up to three other words between; `..6` up to six
    #                           a number, as digits; 20# a number that begins so, #am one that ends so

Straight and curly apostrophes are the same; `didn't`, `didnt` and `did not` are written apart as they occur.
Every expression is compiled to one regular expression and a set of anchors: literal beginnings of words, one of
which must stand in the text for the expression to match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

_TOKEN = re.compile(r"\s*(?:\.\.(?P<gap>\d*)|(?P<mark>[()\[\]|])|@(?P<cls>\w+)|(?P<word>[^\s()\[\]|@]+))")

_JOIN = r"[\s\-–/]+"
_WORD_GAP = r"(?:[^\s\w]*\s+[^\s]+?){{0,{n}}}?[^\s\w]*[\s\-–/]+"

# Words so common that scanning for them finds every sentence; an expression is anchored elsewhere if it can be.
_COMMON_WORDS = (
    "a about after again all an and any are as at away back be been before by can come came could did do does "
    "for from get go going gone got had has have he her him his home how i if in into is it its just know like "
    "made make me more mum my no not now of off old on one or other our out over said saw say says see seen "
    "she should so some that the their them then there they this to told too took two up very want was we went "
    "were what when where who will with would you young man men dad night day time school house child girl boy "
    "police friend friends "
)
COMMON = frozenset(_COMMON_WORDS.split())


class ExpressionError(ValueError):
    """An expression that cannot be read: a sentence that says why and what to write."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written, folded: it may begin others (`bruis*`) and hold digits to be filled in (`#`, `20#`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a sequence. `gap` is how many other words may stand before it; None where it follows directly."""

    part: Word | Choice
    gap: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences, or none of them where it may be left out."""

    options: tuple[tuple[Step, ...], ...]
    optional: bool = False


WordClasses = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Expression:
    """One expression: the words as written and the word classes that they name. `compile_expression` makes it.

    It is worked out when it is first asked for: a pack has thousands, and most commands use a few of them.
    """

    source: str
    classes: WordClasses = field(hash=False, repr=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its parts in order."""
        steps, rest = _sequence(_tokens(self.source), self.classes, self.source)
        if rest:
            raise ExpressionError(f'"{self.source}" closes a bracket that was never opened; remove it or open it')
        return steps

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Literal beginnings of words, one of which stands in every text that the expression matches."""
        return _sequence_anchors(self.steps) or frozenset()

    @cached_property
    def pattern(self) -> str:
        """The expression as a regular expression for folded text."""
        return rf"(?<![\w']){_sequence_regex(self.steps)}(?![\w])"

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """That regular expression, compiled."""
        return re.compile(self.pattern)

    def may_occur_in(self, folded: str) -> bool:
        """Whether one of its anchors stands in a folded text; where none does, no part of the text holds it."""
        # Asked for every record and expression of a review: a loop costs a third of what a generator does.
        for anchor in self.anchors:  # noqa: SIM110
            if anchor in folded:
                return True
        return False

    def occurs_in(self, folded: str) -> bool:
        """Whether a folded text holds it."""
        return self.may_occur_in(folded) and self.regex.search(folded) is not None


def fold(text: str) -> str:
    """Lower case, straight apostrophes and quotes; as long as the text itself, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if not lowered.isascii():
        for written, plain in _STRAIGHT:
            lowered = lowered.replace(written, plain)
    return lowered


_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "))


def compile_expression(source: str, classes: WordClasses) -> Expression:
    """Compile one expression. Raises ExpressionError with a sentence on what is wrong with it."""
    expression = Expression(source, classes)
    if not _has_fixed_word(expression.steps):
        raise ExpressionError(f'"{source}" could match without any word of its own; give it at least one fixed word')
    return expression


def _tokens(source: str) -> list[tuple[str, str]]:
    folded, place, tokens = fold(source), 0, []
    while place < len(folded.rstrip()):
        found = _TOKEN.match(folded, place)
        if not found:
            raise ExpressionError(f'"{source}" cannot be read from "{source[place:]}" on')
        kind = found.lastgroup or ""
        tokens.append((kind, found[kind]))
        place = found.end()
    if not tokens:
        raise ExpressionError("an expression is empty; write the words that it stands for")
    return tokens


def _sequence(
    tokens: list[tuple[str, str]], classes: WordClasses, source: str
) -> tuple[tuple[Step, ...], list[tuple[str, str]]]:
    """Read parts up to a `|`, a closing bracket or the end."""
    steps: list[Step] = []
    pending_gap: int | None = None
    while tokens and not (tokens[0][0] == "mark" and tokens[0][1] in ")]|"):
        kind, value = tokens[0]
        if kind == "gap":
            pending_gap, tokens = int(value or 3), tokens[1:]
            continue
        part, tokens = _part(tokens, classes, source)
        steps.append(Step(part, pending_gap))
        if not _is_optional(part):
            pending_gap = None
    if pending_gap is not None:
        raise ExpressionError(f'"{source}" ends in a gap; say which word comes after the two dots')
    if steps and all(_is_optional(step.part) for step in steps):
        raise ExpressionError(f'"{source}" has nothing that must be there; take a part out of its square brackets')
    return tuple(steps), tokens


def _is_optional(part: Word | Choice) -> bool:
    return isinstance(part, Choice) and part.optional


def _part(
    tokens: list[tuple[str, str]], classes: WordClasses, source: str
) -> tuple[Word | Choice, list[tuple[str, str]]]:
    kind, value = tokens[0]
    if kind == "word":
        return Word(value), tokens[1:]
    if kind == "cls":
        if value not in classes:
            known = ", ".join(sorted(classes)) or "none"
            raise ExpressionError(f'"{source}" names @{value}, but no file in words/ defines that class ({known})')
        return _class_part(classes[value]), tokens[1:]
    return _bracket(tokens, classes, source)


def _bracket(tokens: list[tuple[str, str]], classes: WordClasses, source: str) -> tuple[Choice, list[tuple[str, str]]]:
    opening, closing = tokens[0][1], ")" if tokens[0][1] == "(" else "]"
    choices, tokens = [], tokens[1:]
    empty = False
    while True:
        if tokens and tokens[0] in (("mark", "|"), ("mark", closing)):
            empty = True
        else:
            steps, tokens = _sequence(tokens, classes, source)
            choices.append(steps)
        if not tokens:
            raise ExpressionError(f'"{source}" opens {opening} and never closes it; add {closing}')
        mark, tokens = tokens[0][1], tokens[1:]
        if mark == closing:
            break
        if mark != "|":
            raise ExpressionError(f'"{source}" closes {mark} where {closing} was open; make the brackets match')
    if not choices:
        raise ExpressionError(f'"{source}" has empty brackets; write the choices between them')
    return Choice(tuple(choices), optional=empty or opening == "["), tokens


@lru_cache(maxsize=1024)
def _class_part(words: tuple[str, ...]) -> Choice:
    """Any entry of a class, the longest first."""
    entries = sorted(words, key=lambda word: (-len(word), word))
    return Choice(tuple(tuple(Step(Word(word)) for word in fold(entry).split()) for entry in entries))


def _sequence_regex(steps: tuple[Step, ...]) -> str:
    """A regular expression for parts one after another, joined by white space."""
    regex, started = "", False
    for step in steps:
        join = _JOIN if started else ""
        if step.gap is not None:
            join = _WORD_GAP.format(n=step.gap)
        part = _part_regex(step.part)
        if not _is_optional(step.part):
            regex, started = regex + join + part, True
        elif started:
            regex += f"(?:{join}{part})?"
        else:
            regex += f"(?:{part}{_JOIN})?"
    return regex


def _part_regex(part: Word | Choice) -> str:
    if isinstance(part, Choice):
        return _choice_regex(part)
    if part.text == "#":
        return r"£?\d[\d.,:]*"
    stem = part.text.removesuffix("*")
    return re.escape(stem).replace(r"\#", r"\d+") + (r"[\w']*" if stem != part.text else "")


@lru_cache(maxsize=4096)
def _choice_regex(choice: Choice) -> str:
    return "(?:" + "|".join(_sequence_regex(option) for option in choice.options) + ")"


def _has_fixed_word(steps: tuple[Step, ...]) -> bool:
    """Whether some part must be there and is, in each of its choices, a word that begins with a letter or mark."""
    return any(
        all(_has_fixed_word(option) for option in step.part.options)
        if isinstance(step.part, Choice)
        else _anchor(step.part) != ""
        for step in steps
        if not _is_optional(step.part)
    )


def _anchor(word: Word) -> str:
    """The letters that a word always begins with; empty for a plain number."""
    return word.text.removesuffix("*").split("#")[0]


def _sequence_anchors(steps: tuple[Step, ...]) -> frozenset[str] | None:
    """The anchors of the part least likely to stand in a text; None where no part has any."""
    anchors: frozenset[str] | None = None
    for step in steps:
        if not _is_optional(step.part):
            anchors = _rarer(anchors, _part_anchors(step.part))
    return anchors


def _part_anchors(part: Word | Choice) -> frozenset[str] | None:
    if isinstance(part, Choice):
        return _choice_anchors(part)
    anchor = _anchor(part)
    return frozenset({anchor}) if anchor else None


@lru_cache(maxsize=4096)
def _choice_anchors(choice: Choice) -> frozenset[str] | None:
    options = [_sequence_anchors(option) for option in choice.options]
    found = [anchors for anchors in options if anchors is not None]
    return frozenset[str]().union(*found) if len(found) == len(options) else None


def _rarer(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Of two sets of anchors, the one that a text is less likely to hold."""
    if one is None or other is None:
        return one if other is None else other
    return min(one, other, key=_cost)


def _cost(anchors: frozenset[str]) -> tuple[int, float]:
    common = sum(anchor in COMMON or len(anchor) < 3 for anchor in anchors)
    return common, sum(1 / len(anchor) for anchor in anchors if anchor)
