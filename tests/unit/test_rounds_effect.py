"""Action done and effect shown are two truths: a note that changes nothing is told as just that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wholestory.engine.rounds.effect import (
    DOWN,
    NOT_SHOWN,
    SHOWN,
    UNTESTED,
    UP,
    WORSE,
    Measure,
    Observed,
    effect,
    effect_in_grades,
)
from wholestory.engine.rounds.published import RoundsError

START, HELD = date(2015, 1, 1), date(2015, 7, 1)
IN_TIME = Measure("Return interviews in time", UP)
BLAMING = Measure("Blaming words", DOWN, per=1000)


def observed(*months: tuple[int, int]) -> list[Observed]:
    """Months from January 2015, each as (count, of)."""
    return [Observed(START + timedelta(days=31 * number), *month) for number, month in enumerate(months)]


def test_a_note_that_changed_nothing_is_done_and_its_effect_is_not_shown() -> None:
    found = effect(IN_TIME, observed(*[(3, 10)] * 12), HELD, date(2015, 6, 20))
    assert found.state == NOT_SHOWN
    assert found.sentences == (
        "Action done on 20 June 2015.",
        "Effect not shown: Return interviews in time went from 18 of 60 (30%) to 18 of 60 (30%); the change is between "
        "-16 and +16 points, which cannot be told apart from chance.",
    )


def test_an_effect_may_show_of_an_action_that_is_not_done() -> None:
    found = effect(IN_TIME, observed(*[(3, 10)] * 6, *[(8, 10)] * 6), HELD, None)
    assert (found.done, found.state) == (None, SHOWN)
    assert found.sentences[0] == "Action not done."
    assert found.sentences[1].startswith("Effect shown: ")
    assert found.sentences[1].endswith("which is more than chance would give.")


def test_what_got_worse_is_told_as_worse_whichever_way_is_better() -> None:
    assert effect(IN_TIME, observed(*[(8, 10)] * 6, *[(3, 10)] * 6), HELD, HELD).state == WORSE
    assert effect(BLAMING, observed(*[(5, 900)] * 6, *[(15, 900)] * 6), HELD, HELD).state == WORSE


def test_a_rate_that_fell_is_shown_with_its_ratio() -> None:
    found = effect(BLAMING, observed(*[(15, 900)] * 6, *[(5, 900)] * 6), HELD, HELD)
    assert found.state == SHOWN
    assert found.change and found.change.high < 1
    assert "from 16.7 to 5.6 in 1,000 (90 in 5,400, then 30 in 5,400)" in found.sentences[1]


def test_a_rate_from_nothing_has_no_upper_end() -> None:
    found = effect(BLAMING, observed(*[(0, 900)] * 6, *[(1, 1800)] * 3), HELD, HELD)
    assert found.state == NOT_SHOWN
    assert "any number of times the earlier" in found.sentences[1]


def test_with_nothing_before_or_since_the_effect_is_untested() -> None:
    assert effect(IN_TIME, observed((3, 10)), HELD, HELD).sentences[1] == "Effect untested: nothing since."
    assert effect(IN_TIME, [], HELD, HELD).state == UNTESTED
    late = [Observed(HELD, 3, 10)]
    assert effect(IN_TIME, late, HELD, HELD).sentences[1] == "Effect untested: nothing before."


def test_the_day_on_which_the_action_took_hold_counts_as_after() -> None:
    days = [Observed(HELD - timedelta(days=1), 1, 10), Observed(HELD, 9, 10)]
    found = effect(IN_TIME, days, HELD, HELD)
    assert (found.before, found.after) == (0.1, 0.9)


def test_what_was_getting_better_already_carries_a_caution() -> None:
    rising = observed(*[(1, 20)] * 3, *[(12, 20)] * 3, *[(18, 20)] * 6)
    assert effect(IN_TIME, rising, HELD, HELD).sentences[-1].startswith("It was getting better already")
    assert len(effect(IN_TIME, observed(*[(3, 10)] * 6, *[(8, 10)] * 6), HELD, HELD).sentences) == 2


def test_later_graded_cases_show_an_effect_only_where_they_are_told_apart() -> None:
    before, better = {"good": 2, "requires_improvement": 18, "inadequate": 20}, {"good": 30, "inadequate": 10}
    after = {"good": 30, "requires_improvement": 8, "inadequate": 2}
    assert effect_in_grades(before, after, HELD).state == SHOWN
    assert effect_in_grades(after, before, HELD).state == WORSE
    assert effect_in_grades(before, before, HELD).state == NOT_SHOWN
    assert effect_in_grades(before, dict.fromkeys(better, 0), HELD).sentences == (
        "Action done on 1 July 2015.",
        "Effect untested: no later case is graded.",
    )


def test_a_direction_that_is_none_is_refused() -> None:
    with pytest.raises(RoundsError, match='better "up" or "down", not "sideways"'):
        effect(Measure("Visits", "sideways"), [], HELD, None)
