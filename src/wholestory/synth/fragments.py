"""What agencies write, in pieces: each with slots, choices, and the signs that its words carry.

In a file of `data/notes/`, a line that begins with `=` names a use and each line under it is one way of saying it:
`{slot}` is filled in, `<one|other>` is a choice (each way may hold slots and choices), and `[words](sign assertion,
…)` are words that carry a sign. `[words](!flag class)` are the writer's own words that blame, with the class that says
how much stands against them (never, challenge, minimising or prefer), `[words](!legitimate)` such words quoted, denied,
corrected or the child's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from wholestory.synth.chance import Chance
from wholestory.synth.data_files import text

_TOKENS = re.compile(r"\{[\w ]+\}|\[|\]\([^)]*\)|[<|>]|[^{}\[\]<|>]+")

Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled in."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways."""

    ways: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Words that carry signs: pairs of sign and assertion, or of `!` and a verdict on language with its class."""

    parts: tuple[Part, ...]
    labels: tuple[Label, ...]


Part = str | Slot | Choice | Labelled
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """One way of saying something, and the signs that some wording of it carries."""

    parts: Parts
    signs: frozenset[str]


Said = tuple[str, tuple[Label, ...]]


class FragmentError(ValueError):
    """A fragment that cannot be read, with the fragment and what to mend."""


def parse(line: str) -> Fragment:
    """Read one fragment. Raises FragmentError."""
    tokens = _TOKENS.findall(line)
    if "".join(tokens) != line:
        raise FragmentError(f"{line!r} has a brace or bracket that opens or closes nothing; mend it")
    parts, rest, _ = _parts(tokens, 0, "")
    if rest != len(tokens):
        raise FragmentError(f"{line!r} closes {tokens[rest]!r} without opening it; mend it")
    return Fragment(parts, frozenset(_signs(parts)))


def _signs(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Labelled):
            yield from (sign for sign, _ in part.labels if sign != "!")
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from _signs(way)


def _parts(tokens: list[str], at: int, until: str) -> tuple[tuple[Part, ...], int, str]:
    """The parts up to one of the tokens of `until`, the place of that token, and the token ("" at the end)."""
    found: list[Part] = []
    while at < len(tokens):
        token = tokens[at]
        if until and (token in until or (until == "]" and token.startswith("]("))):
            return tuple(found), at, token
        if token == "<":
            choice, at = _choice(tokens, at)
            found.append(choice)
        elif token == "[":
            words, at, close = _parts(tokens, at + 1, "]")
            found.append(Labelled(words, _labels(close, tokens)))
        elif token.startswith("{"):
            found.append(Slot(token[1:-1]))
        elif token[0] in "]>|":
            break
        else:
            found.append(token)
        at += 1
    return tuple(found), at, ""


def _choice(tokens: list[str], at: int) -> tuple[Choice, int]:
    ways: list[tuple[Part, ...]] = []
    close = "|"
    while close == "|":
        way, at, close = _parts(tokens, at + 1, "|>")
        ways.append(way)
    if close != ">":
        raise FragmentError(f"{''.join(tokens)!r} opens < and never closes it; add >")
    return Choice(tuple(ways)), at


def _labels(close: str, tokens: list[str]) -> tuple[Label, ...]:
    if not close:
        raise FragmentError(f"{''.join(tokens)!r} opens [ without ](sign assertion); add it")
    found: list[Label] = []
    for label in close[2:-1].split(","):
        if label.strip().startswith("!"):
            found.append(("!", label.strip()[1:]))
        else:
            sign, _, assertion = label.strip().partition(" ")
            found.append((sign, assertion))
    return tuple(found)


def say(fragment: Fragment, slots: Mapping[str, str], chance: Chance) -> list[Said]:
    """The fragment with slots filled and ways chosen: stretches of text, each with the signs that it carries.

    Raises KeyError for a slot that nothing fills.
    """
    said: list[Said] = []
    _say(fragment.parts, slots, chance, said)
    return said


def _say(parts: Parts, slots: Mapping[str, str], chance: Chance, said: list[Said]) -> None:
    for part in parts:
        if isinstance(part, str):
            said.append((part, ()))
        elif isinstance(part, Slot):
            said.append((slots[part.name], ()))
        elif isinstance(part, Choice):
            _say(chance.one_of(part.ways), slots, chance, said)
        else:
            inner: list[Said] = []
            _say(part.parts, slots, chance, inner)
            said.append(("".join(words for words, _ in inner), part.labels))


@cache
def library(voice: str) -> Mapping[str, tuple[Fragment, ...]]:
    """The fragments of a kind of agency by their use, with what any agency may write."""
    found: dict[str, list[Fragment]] = {}
    for name in (voice, "anyone"):
        use = ""
        for line in text(f"notes/{name}.txt").splitlines():
            if line.startswith("="):
                use = line[1:].strip()
            elif line.strip() and not line.startswith("#"):
                found.setdefault(use, []).append(parse(line))
    return {use: tuple(fragments) for use, fragments in found.items()}
