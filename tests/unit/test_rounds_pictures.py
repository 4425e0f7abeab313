"""Pictures of grades: every square has a letter, colours are legible, and everything drawn is also said in words."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from wholestory.engine.rounds.control import Period, chart
from wholestory.engine.rounds.published import GRADES, Judgement
from wholestory.reports.control_pictures import COLUMNS, _drawn, control_picture, control_rows
from wholestory.reports.grade_pictures import COLOURS, GradeRow, judgements_picture, letter, squares_picture

SVG = "{http://www.w3.org/2000/svg}"
SMALL = GradeRow("A. Eastmoor <2031>", {"good": 2, "requires_improvement": 18, "inadequate": 7})
LARGE = GradeRow("B. All moors", {"good": 150, "adequate": 200, "inadequate": 250})


def drawn(svg: str) -> tuple[Element, list[str]]:
    """The picture, and the texts in it."""
    root = fromstring(svg)
    return root, [text.text or "" for text in root.iter(f"{SVG}text")]


def squares(svg: str) -> int:
    return sum(len(re.findall("<path", group)) for group in re.findall(r'class="mark-symbol.*?</g>', svg, re.DOTALL))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_grade_has_a_letter_and_a_colour_of_its_own() -> None:
    assert len({letter(grade) for grade in GRADES}) == len(GRADES)
    assert len({COLOURS[grade][0] for grade in GRADES}) == len(GRADES)


@pytest.mark.parametrize("grade", GRADES)
def test_the_letter_stands_out_from_its_square(grade: str) -> None:
    """Contrast of 4.5 to 1 or more, as the accessibility guidelines ask of small text."""
    light, dark = sorted(map(luminance, COLOURS[grade]), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_small_round_is_drawn_with_a_lettered_square_a_case() -> None:
    root, texts = drawn(squares_picture([SMALL]))
    assert [texts.count(one) for one in "GRI"] == [3, 19, 8], "cases and one of the key each"
    assert "A. Eastmoor <2031> (27 cases, a square each)" in texts
    assert root.findtext(f"{SVG}desc") == "A. Eastmoor <2031>: 2 good, 18 requires improvement, 7 inadequate."
    assert root.get("role") == "img" and root.get("aria-label") == "Cases by grade"


def test_of_a_large_round_a_square_stands_for_several_cases_and_says_so() -> None:
    _, texts = drawn(squares_picture([LARGE]))
    assert "B. All moors (600 cases, a square for about every 12)" in texts
    assert [texts.count(one) - 1 for one in "GAI"] == [12, 17, 21]


def test_every_letter_has_its_square() -> None:
    picture = squares_picture([SMALL, LARGE])
    _, texts = drawn(picture)
    assert squares(picture) == sum(len(text) == 1 for text in texts)


def test_a_picture_needs_no_style_or_script_so_that_a_page_may_forbid_them() -> None:
    for picture in (squares_picture([SMALL]), judgements_picture(JUDGEMENTS)):
        assert "style=" not in picture and "<style" not in picture and "<script" not in picture
        assert not re.findall(r'(?:href|src)="(?!#)', picture)


def judgement(district: str, year: int, overall: str) -> Judgement:
    return Judgement(district, f"{year}-01", f"{year}-03-02", overall, "", "", "Report")


JUDGEMENTS = (
    judgement("Eastmoor", 2030, "inadequate"),
    judgement("Eastmoor", 2033, "outstanding"),
    judgement("Westmoor", 2031, "requires_improvement"),
)


def test_judgements_over_time_are_lettered_a_line_a_council_and_told_in_words() -> None:
    root, texts = drawn(judgements_picture(JUDGEMENTS))
    assert sorted(text for text in texts if len(text) == 1) == ["I", "O", "R"]
    assert "O = outstanding · R = requires improvement · I = inadequate" in texts
    assert {"Eastmoor", "Westmoor", "2031", "2033"} <= set(texts)
    assert root.findtext(f"{SVG}desc") == (
        "Eastmoor: inadequate 2030, outstanding 2033. Westmoor: requires improvement 2031."
    )


def test_the_same_rounds_give_the_same_picture() -> None:
    assert squares_picture([SMALL, LARGE]) == squares_picture([SMALL, LARGE])


def months(*counts: int) -> list[Period]:
    return [Period(f"2031-{number:02}", count, 20) for number, count in enumerate(counts, 1)]


def test_a_month_that_is_news_is_told_by_a_word_and_a_shape_and_in_the_table() -> None:
    found = chart(months(6, 4, 7, 5, 6, 3, 5, 6, 4, 16), baseline=8)
    root, texts = drawn(control_picture("Return interviews in time", found))
    assert "above the limits" in texts and "2031-10" in texts
    assert root.findtext(f"{SVG}desc") == (
        "10 periods around 26.2. More than chance would give: 2031-10, above the limits."
    )
    assert [row[-1] for row in control_rows(found)] == ["none"] * 9 + ["above the limits"]
    assert {len(row) for row in control_rows(found)} == {len(COLUMNS)}


def test_a_run_is_told_once_in_the_picture_and_for_every_month_in_the_table() -> None:
    found = chart(months(*[10] * 10, *[8] * 10), baseline=10)
    _, texts = drawn(control_picture("Visits in time", found))
    assert texts.count("a run below") == 1
    assert sum(row[-1] == "a run below" for row in control_rows(found)) > 1


@pytest.mark.parametrize(
    ("counts", "words"),
    [((5, 6, 4), "There are too few periods yet"), ([5] * 12, "None differs by more than chance would give.")],
)
def test_a_chart_without_news_says_why(counts: list[int], words: str) -> None:
    root, _ = drawn(control_picture("Visits in time", chart(months(*counts))))
    assert words in (root.findtext(f"{SVG}desc") or "")


def test_a_measure_is_drawn_once_whatever_it_is_called() -> None:
    found = chart(months(6, 4, 7, 5, 6, 3, 5, 6, 4, 17), baseline=8)
    before = _drawn.cache_info()
    one, other = (drawn(control_picture(f"Recommendation {number}", found))[0] for number in (1, 2))
    after = _drawn.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 1)
    assert (one.findtext(f"{SVG}title"), other.findtext(f"{SVG}title")) == ("Recommendation 1", "Recommendation 2")
