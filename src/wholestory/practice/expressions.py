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
which must stand in the text for the expression to match. All anchors of a pack are scanned for in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
class Expression:
    """One compiled expression: the words as written, a regular expression for folded text, and its anchors."""

    source: str
    pattern: str
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A compiled piece: its regular expression, its anchors (None: it can match without a word of its own)."""

    regex: str
    anchors: frozenset[str] | None
    optional: bool = False


WordClasses = Mapping[str, tuple[str, ...]]


def fold(text: str) -> str:
    """Lower case, straight apostrophes and quotes; as long as the text itself, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered if lowered.isascii() else _LONE_SURROGATE.sub("\ufffd", lowered.translate(_STRAIGHT))


# Half a character, which no text file holds but a program may pass on: the scanner could not encode it.
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


def compile_expression(source: str, classes: WordClasses) -> Expression:
    """Compile one expression. Raises ExpressionError with a sentence on what is wrong with it."""
    tokens = _tokens(source)
    part, rest = _sequence(tokens, classes, source)
    if rest:
        raise ExpressionError(f'"{source}" closes a bracket that was never opened; remove it or open it')
    if part.anchors is None:
        raise ExpressionError(f'"{source}" could match without any word of its own; give it at least one fixed word')
    return Expression(source, rf"(?<![\w']){part.regex}(?![\w])", part.anchors)


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


def _sequence(tokens: list[tuple[str, str]], classes: WordClasses, source: str) -> tuple[_Part, list[tuple[str, str]]]:
    """Read parts up to a `|`, a closing bracket or the end, and join them with white space."""
    regex, anchors, pending_gap, seen_optional_start = "", None, "", False
    started = False
    while tokens and not (tokens[0][0] == "mark" and tokens[0][1] in ")]|"):
        kind, value = tokens[0]
        if kind == "gap":
            pending_gap, tokens = _WORD_GAP.format(n=int(value or 3)), tokens[1:]
            continue
        part, tokens = _part(tokens, classes, source)
        join = pending_gap or (_JOIN if started else "")
        if part.optional and not started:
            regex += f"(?:{part.regex}{_JOIN})?"
            seen_optional_start = True
        elif part.optional:
            regex += f"(?:{join}{part.regex})?"
        else:
            regex, started = regex + join + part.regex, True
        anchors = _rarer(anchors, None if part.optional else part.anchors)
        if not part.optional:
            pending_gap = ""
    if pending_gap:
        raise ExpressionError(f'"{source}" ends in a gap; say which word comes after the two dots')
    if seen_optional_start and not started:
        raise ExpressionError(f'"{source}" has nothing that must be there; take a part out of its square brackets')
    return _Part(regex, anchors), tokens


def _part(tokens: list[tuple[str, str]], classes: WordClasses, source: str) -> tuple[_Part, list[tuple[str, str]]]:
    kind, value = tokens[0]
    if value == "#":
        return _Part(r"£?\d[\d.,:]*", None), tokens[1:]
    if kind == "word":
        return _word(value), tokens[1:]
    if kind == "cls":
        if value not in classes:
            known = ", ".join(sorted(classes)) or "none"
            raise ExpressionError(f'"{source}" names @{value}, but no file in words/ defines that class ({known})')
        return _class_part(classes[value]), tokens[1:]
    return _bracket(tokens, classes, source)


def _bracket(tokens: list[tuple[str, str]], classes: WordClasses, source: str) -> tuple[_Part, list[tuple[str, str]]]:
    opening, closing = tokens[0][1], ")" if tokens[0][1] == "(" else "]"
    choices, tokens = [], tokens[1:]
    empty = False
    while True:
        if tokens and tokens[0] in (("mark", "|"), ("mark", closing)):
            empty = True
        else:
            part, tokens = _sequence(tokens, classes, source)
            choices.append(part)
        if not tokens:
            raise ExpressionError(f'"{source}" opens {opening} and never closes it; add {closing}')
        mark, tokens = tokens[0][1], tokens[1:]
        if mark == closing:
            break
        if mark != "|":
            raise ExpressionError(f'"{source}" closes {mark} where {closing} was open; make the brackets match')
    if not choices:
        raise ExpressionError(f'"{source}" has empty brackets; write the choices between them')
    anchors = (
        None
        if any(part.anchors is None for part in choices)
        else frozenset[str]().union(*(part.anchors or frozenset() for part in choices))
    )
    regex = "(?:" + "|".join(part.regex for part in choices) + ")"
    return _Part(regex, anchors, optional=empty or opening == "["), tokens


def _word(word: str) -> _Part:
    stem = word.removesuffix("*")
    regex = re.escape(stem).replace(r"\#", r"\d+") + (r"[\w']*" if stem != word else "")
    anchor = stem.split("#")[0]
    return _Part(regex, frozenset({anchor}) if anchor else None)


def _class_part(words: tuple[str, ...]) -> _Part:
    """Any entry of a class; an entry of several words is anchored by its first."""
    pieces, anchors = [], set()
    for entry in sorted(words, key=lambda word: (-len(word), word)):
        parts = [_word(word) for word in fold(entry).split()]
        pieces.append(_JOIN.join(part.regex for part in parts))
        anchors.add(fold(entry).split()[0].rstrip("*"))
    return _Part("(?:" + "|".join(pieces) + ")", frozenset(anchors))


def _rarer(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Of two sets of anchors, the one that a text is less likely to hold."""
    if one is None or other is None:
        return one if other is None else other
    return min(one, other, key=_cost)


def _cost(anchors: frozenset[str]) -> tuple[int, float]:
    common = sum(anchor in COMMON or len(anchor) < 3 for anchor in anchors)
    return common, sum(1 / len(anchor) for anchor in anchors if anchor)
