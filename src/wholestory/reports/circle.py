"""A child's circle: drawn from left to right (the child, what links, the other children), and said in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wholestory.model.story import Tie
from wholestory.reports.templates import in_words

# More than these cannot be told apart in a drawing as wide as a page; the list beside it holds them all.
_TIES_DRAWN = 7
_CHILDREN_DRAWN = 4
_LONGEST_LABEL = 24

_WIDTH, _ROW, _BOX_WIDTH, _BOX_HEIGHT, _EDGE = 760, 56, 206, 44, 8
_COLUMNS = (_EDGE, (_WIDTH - _BOX_WIDTH) // 2, _WIDTH - _BOX_WIDTH - _EDGE)

KIND_WORDS = {
    "adult": "adult",
    "vehicle": "vehicle",
    "phone": "phone",
    "online_account": "online account",
    "address": "address",
    "venue": "venue",
    "child": "child",
    "restricted": "",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its upper left corner in units of the drawing, a small line and a label."""

    x: int
    y: int
    small: str
    label: str
    kind: str

    @property
    def left(self) -> tuple[int, int]:
        """Where a line comes in."""
        return self.x, self.y + _BOX_HEIGHT // 2

    @property
    def right(self) -> tuple[int, int]:
        """Where a line goes out."""
        return self.x + _BOX_WIDTH, self.y + _BOX_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines ((x1, y1), (x2, y2), whether it is doubtful); what it shows in words, and what it leaves out."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    lines: tuple[tuple[tuple[int, int], tuple[int, int], bool], ...]
    described: str
    left_out: str


def draw(name: str, ties: Sequence[Tie]) -> Drawing | None:
    """The circle of a child called `name`; None where there is nothing to draw. At most twelve boxes."""
    if not ties:
        return None
    drawn = ties[:_TIES_DRAWN]
    everyone = dict(child for tie in ties for child in tie.children)
    shown = dict(list({key: name for tie in drawn for key, name in tie.children}.items())[:_CHILDREN_DRAWN])
    height = max(len(drawn), len(shown)) * _ROW + _EDGE
    (child,) = _column(0, height, [("this child", name, "this")])
    middle = _column(1, height, [(_small(tie), _label(tie), tie.kind) for tie in drawn])
    right = _column(2, height, [("another child", other, "child") for other in shown.values()])
    places = dict(zip(shown, right, strict=True))
    lines = [(child.right, box.left, bool(tie.doubt)) for tie, box in zip(drawn, middle, strict=True)]
    lines += [
        (box.right, places[key].left, bool(tie.doubt))
        for tie, box in zip(drawn, middle, strict=True)
        for key, _ in tie.children
        if key in places
    ]
    return Drawing(
        _WIDTH,
        height,
        _BOX_WIDTH,
        _BOX_HEIGHT,
        (child, *middle, *right),
        tuple(lines),
        " ".join(f"{what_links(tie)}{_links(tie)}." for tie in drawn),
        _left_out(len(ties) - len(drawn), len(everyone) - len(shown)),
    )


def what_links(tie: Tie) -> str:
    """What a tie is, to begin a sentence with."""
    if tie.kind == "restricted":
        return f"{tie.name[0].upper()}{tie.name[1:]}"
    return f"{KIND_WORDS[tie.kind].capitalize()} {tie.name}"


def days_of(first: date, last: date) -> str:
    """One day or two in words: on 8 March 2014, or from 8 March 2014 to 2 May 2014."""
    return f"on {in_words(first)}" if first == last else f"from {in_words(first)} to {in_words(last)}"


def counted(count: int, one: str, many: str) -> str:
    """1 record, 2 records."""
    return f"{count:,} {one if count == 1 else many}"


def _small(tie: Tie) -> str:
    if tie.kind == "child":
        return "named in the same"
    return "kept back" if tie.kind == "restricted" else KIND_WORDS[tie.kind]


def _label(tie: Tie) -> str:
    if tie.kind == "child":
        return counted(len(tie.records), "record", "records")
    return "restricted record" if tie.kind == "restricted" else tie.name


def _column(place: int, height: int, labels: Sequence[tuple[str, str, str]]) -> tuple[Box, ...]:
    above = (height - len(labels) * _ROW + (_ROW - _BOX_HEIGHT)) // 2
    return tuple(
        Box(_COLUMNS[place], above + number * _ROW, small, _short(label), kind)
        for number, (small, label, kind) in enumerate(labels)
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _links(tie: Tie) -> str:
    if tie.kind == "child":
        return ", named in the same records"
    return f", and with it {_and(name for _, name in tie.children)}" if tie.children else ""


def _left_out(ties: int, children: int) -> str:
    parts = [counted(ties, "link", "links")] if ties else []
    parts += [counted(children, "other child", "other children")] if children else []
    return f"Not drawn: {' and '.join(parts)}; the list below holds them all." if parts else ""


def _and(words: Iterable[str]) -> str:
    listed = list(words)
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
