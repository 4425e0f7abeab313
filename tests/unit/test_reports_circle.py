"""The drawing of a child's circle: never more than twelve boxes, and whatever is not drawn is said."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wholestory.model.story import Tie
from wholestory.reports.circle import days_of, draw, what_links

DAY, LATER = date(2014, 3, 1), date(2014, 5, 2)


def tie(kind: str = "vehicle", name: str = "QX58 ABC", children: int = 0, first_child: int = 0, doubt: str = "") -> Tie:
    others = tuple((f"police:{number}", f"Child {number}") for number in range(first_child, first_child + children))
    return Tie(kind, f"{kind}:{name}", name, ("police:a",), DAY, LATER, others, ("police:b",) if others else (), doubt)


def test_a_child_without_ties_has_no_drawing() -> None:
    assert draw("Marnie Pellworth", ()) is None


def test_the_child_stands_left_what_links_in_the_middle_and_the_others_right() -> None:
    drawing = draw("Marnie Pellworth", (tie(children=2), tie("adult", "Lowell Gannet", children=1)))
    assert drawing is not None
    assert [(box.small, box.label) for box in drawing.boxes] == [
        ("this child", "Marnie Pellworth"),
        ("vehicle", "QX58 ABC"),
        ("adult", "Lowell Gannet"),
        ("another child", "Child 0"),
        ("another child", "Child 1"),
    ]
    assert len({box.x for box in drawing.boxes}) == 3
    assert len(drawing.lines) == 2 + 3
    assert drawing.left_out == ""
    assert drawing.described == (
        "Vehicle QX58 ABC, and with it Child 0 and Child 1. Adult Lowell Gannet, and with it Child 0."
    )


def test_what_is_not_drawn_is_said() -> None:
    drawing = draw("Marnie Pellworth", tuple(tie(name=f"QX58 AB{n}", children=6) for n in "CDEFGHJK"))
    assert drawing is not None
    assert len(drawing.boxes) == 12
    assert drawing.left_out == "Not drawn: 1 link and 2 other children; the list below holds them all."


def test_a_doubtful_tie_is_drawn_as_such_on_both_sides() -> None:
    drawing = draw("Marnie Pellworth", (tie(children=1, doubt="perhaps misread"),))
    assert drawing is not None
    assert [doubtful for _, _, doubtful in drawing.lines] == [True, True]


def test_a_restricted_record_is_drawn_without_its_holder_and_said_with_it() -> None:
    held = tie("restricted", "a restricted record held by Tarnbeck Police", children=1)
    drawing = draw("Marnie Pellworth", (held,))
    assert drawing is not None
    assert (drawing.boxes[1].small, drawing.boxes[1].label) == ("kept back", "restricted record")
    assert what_links(held) == "A restricted record held by Tarnbeck Police"


def test_days_are_said_as_one_or_two() -> None:
    assert days_of(DAY, DAY) == "on 1 March 2014"
    assert days_of(DAY, LATER) == "from 1 March 2014 to 2 May 2014"


@given(
    st.lists(
        st.builds(
            tie,
            st.sampled_from(["adult", "vehicle", "child", "restricted", "venue"]),
            st.text(min_size=1, max_size=60),
            st.integers(1, 9),
            st.integers(0, 20),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_boxes_never_overlap_or_leave_the_drawing(ties: list[Tie]) -> None:
    drawing = draw("Marnie Pellworth", ties)
    assert drawing is not None
    assert len(drawing.boxes) <= 12
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + drawing.box_width <= drawing.width
        assert box.y >= 0
        assert box.y + drawing.box_height <= drawing.height
        assert len(box.label) <= 24
    for column in {box.x for box in drawing.boxes}:
        tops = sorted(box.y for box in drawing.boxes if box.x == column)
        assert all(below - above >= drawing.box_height for above, below in pairwise(tops))
