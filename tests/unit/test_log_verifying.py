"""A chain of the log: any single change of any row is found, and how far it is proved is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wholestory.web.log.chain import seal
from wholestory.web.log.verifying import Known, Lane, Row, proved_until, verify_lane

KEY = b"a key of the tests"
START = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)
WORDS = st.text(max_size=12)
CONTENTS = st.lists(st.fixed_dictionaries({"who": WORDS, "about": WORDS, "reason": WORDS}), min_size=1, max_size=8)


def _chain(contents: list[dict[str, str]]) -> list[Row]:
    rows: list[Row] = []
    before = ""
    for place, told in enumerate(contents, 1):
        content: dict[str, Any] = {
            "lane": 2,
            "place": place,
            "at": START + timedelta(minutes=place),
            "what": "viewed",
            "details": {"page": place},
            **told,
        }
        before = seal(KEY, before, content)
        rows.append(Row(2, place, content, before))
    return rows


def _known(rows: list[Row]) -> Known:
    return Known((rows[-1].place, rows[-1].seal), {})


def _verified(rows: list[Row], known: Known) -> Lane:
    return verify_lane(2, rows, known, KEY)


@given(CONTENTS)
def test_a_chain_as_written_is_whole(contents: list[dict[str, str]]) -> None:
    rows = _chain(contents)
    lane = _verified(rows, _known(rows))
    assert lane.faults == ()
    assert (lane.proved, lane.proved_at) == (len(rows), rows[-1].at)


@given(CONTENTS, st.data())
def test_any_change_of_any_column_of_any_row_is_found(contents: list[dict[str, str]], data: st.DataObject) -> None:
    rows = _chain(contents)
    which = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["at", "who", "what", "about", "reason", "details", "seal"]))
    old = rows[which].seal if column == "seal" else rows[which].content[column]
    other: st.SearchStrategy[Any] = {
        "at": st.integers(1, 10**9).map(lambda more: rows[which].at + timedelta(microseconds=more)),
        "details": st.dictionaries(WORDS, st.integers()),
    }.get(column, WORDS)
    new = data.draw(other.filter(lambda one: one != old))
    changed = (
        replace(rows[which], seal=new)
        if column == "seal"
        else replace(rows[which], content={**rows[which].content, column: new})
    )
    lane = _verified([*rows[:which], changed, *rows[which + 1 :]], _known(rows))
    assert lane.faults[0].place == which + 1
    assert lane.proved == which


@given(CONTENTS, st.data())
def test_any_row_removed_is_found(contents: list[dict[str, str]], data: st.DataObject) -> None:
    rows = _chain(contents)
    which = data.draw(st.integers(0, len(rows) - 1))
    lane = _verified([*rows[:which], *rows[which + 1 :]], _known(rows))
    assert lane.faults[0].place == which + 1
    assert lane.proved == which


@given(CONTENTS, WORDS, st.data())
def test_a_row_put_in_anywhere_is_found(contents: list[dict[str, str]], forged: str, data: st.DataObject) -> None:
    rows = _chain(contents)
    where = data.draw(st.integers(0, len(rows)))
    content = {**rows[min(where, len(rows) - 1)].content, "place": where + 1, "who": forged}
    moved = [replace(row, place=row.place + 1, content={**row.content, "place": row.place + 1}) for row in rows[where:]]
    guess = seal(b"a guessed key", rows[where - 1].seal if where else "", content)
    lane = _verified([*rows[:where], Row(2, where + 1, content, guess), *moved], _known(rows))
    assert lane.faults[0].place == where + 1


@given(CONTENTS, st.data())
def test_a_tail_cut_with_its_head_shows_by_the_second_place(
    contents: list[dict[str, str]], data: st.DataObject
) -> None:
    rows = _chain(contents)
    left = data.draw(st.integers(0, len(rows) - 1))
    head = (rows[left - 1].place, rows[left - 1].seal) if left else (0, "")
    lane = _verified(rows[:left], Known(head, {rows[-1].place: rows[-1].seal}))
    assert lane.faults[0].place == left + 1
    assert "cut from the end" in lane.faults[0].says
    # Where nothing was written to the second place since, nothing can be seen.
    assert _verified(rows[:left], Known(head, {})).faults == ()


@given(CONTENTS.filter(lambda contents: contents[0]["who"] != "mallory"))
def test_a_chain_written_anew_with_the_key_shows_by_the_second_place(contents: list[dict[str, str]]) -> None:
    honest, forged = _chain(contents), _chain([{**contents[0], "who": "mallory"}, *contents[1:]])
    lane = _verified(forged, Known((len(forged), forged[-1].seal), {1: honest[0].seal}))
    assert lane.faults[0].place == 1
    assert "another row is known" in lane.faults[0].says


def test_everything_is_proved_up_to_where_the_first_chain_breaks() -> None:
    rows = _chain([{"who": "a", "about": "", "reason": ""}] * 4)
    early = _verified([rows[0], rows[2], rows[3]], _known(rows))
    late = _verified(rows[:3], _known(rows))
    assert proved_until([early, late]) == rows[0].at
    assert proved_until([early, _verified(rows[1:], _known(rows))]) is None


def test_rows_of_a_chain_that_has_no_head_are_found() -> None:
    rows = _chain([{"who": "a", "about": "", "reason": ""}])
    assert "head is gone" in _verified(rows, Known(None, {})).faults[-1].says
