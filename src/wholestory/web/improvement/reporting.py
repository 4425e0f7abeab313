"""The improvement report: every recommendation, what was done, and what the records show since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wholestory.reports.control_pictures import COLUMNS, control_picture, control_rows, described
from wholestory.reports.printed import Part, Picture, Printed, csv_text
from wholestory.web.improvement.effects import chart_of, within
from wholestory.web.improvement.graded import GradedEffect
from wholestory.web.improvement.measures import measures
from wholestory.web.improvement.queries.following import Standing
from wholestory.web.improvement.queries.measuring import Tallies

_TITLE = "Did practice change? What was recommended, done and shown"
_TRUTHS = (
    "An action done and an effect shown are two things. The first is what somebody says was done; the second is what "
    "the records show since."
)


def improvement_report(lines: Sequence[Standing], counted: Tallies, today: date) -> Printed:
    """The report as it is read; `counted` are the tallies of every measure chosen."""
    overview = Part(
        "Every recommendation and where it stands",
        columns=("Recommendation", "Due", "Action", "Effect", "Judged"),
        rows=tuple((_called(line), _day(line.latest.due), _acted(line), _shown(line), _judged(line)) for line in lines),
    )
    parts = [part for line in lines for part in (_part(line), *_measures(line, counted), *_graded(line))]
    return Printed(_TITLE, (_summary(lines, today), _TRUTHS), (overview, *parts))


def _summary(lines: Sequence[Standing], today: date) -> str:
    done = sum(line.done.on is not None for line in lines)
    states = [{one.state for one in line.measured} | {one.state for one in line.graded} for line in lines]
    shown = sum("effect shown" in found for found in states)
    late = sum(line.overdue for line in lines)
    made = "1 recommendation" if len(lines) == 1 else f"{len(lines)} recommendations"
    return f"On {_day(today)}: {made}; every action done in {done}, an effect shown in {shown}, overdue {late}."


def _called(line: Standing) -> str:
    return f"{line.latest.report.title}, {line.latest.number}: {line.recommendation.text}"


def _acted(line: Standing) -> str:
    if line.done.on:
        return f"Done on {_day(line.done.on)}"
    late = f", {line.actions_overdue} overdue" if line.actions_overdue else ""
    return f"{line.done.done} of {line.done.set} done{late}" if line.done.set else "No action set"


def _shown(line: Standing) -> str:
    said = [(one.state, one.called) for one in line.measured] + [(one.state, _rounds(one)) for one in line.graded]
    return "; ".join(f"{state.capitalize()}: {by}" for state, by in said) or "No measure chosen"


def _rounds(one: GradedEffect) -> str:
    return f"cases graded in {one.after} against {one.before}" if one.after else f"cases graded in {one.before} alone"


def _judged(line: Standing) -> str:
    if line.judged is None:
        return "Not judged yet"
    return f"{line.judged.get_judged_display()}, {line.judged.by.name}, {_day(line.judged.on)}"


def _part(line: Standing) -> Part:
    """What was recommended, made again, done and judged, in the order in which it came."""
    due = f"{line.form.capitalize()}: due on {_day(line.latest.due)}{'; overdue' if line.overdue else ''}."
    return Part(
        f"{line.latest.report.title}, recommendation {line.latest.number}",
        (
            line.recommendation.text,
            f"{line.strand}. To {line.recommendation.addressee}. {due}",
            *(f"Made in {one.report.title}, published {_day(one.report.published)}." for one in line.issued[:-1]),
            *_actions(line),
            *(f"{one.get_judged_display()} at {one.review}, {_day(one.on)}: {one.reason}" for one in line.progress),
        ),
    )


def _actions(line: Standing) -> Iterator[str]:
    for action in line.actions:
        if action.done_on and action.took_hold:
            held = f"done on {_day(action.done_on)}, took hold on {_day(action.took_hold)}: {action.done_how}"
        else:
            held = f"not done, due on {_day(action.due)}."
        yield f"Action: {action.what} {action.owner}; {held}"
    if not line.actions:
        yield "No action is set."


def _measures(line: Standing, counted: Tallies) -> Iterator[Part]:
    """Each measure with its sentences, its picture and the table of the same numbers."""
    for one in line.measured:
        heading = f"Recommendation {line.latest.number}, as the records show it: {one.called}"
        known = measures().get(one.chosen.measure)
        chart = chart_of(within(counted.get(one.chosen.measure, []), one.chosen.district), line.done.took_hold)
        said = (f"{one.state.capitalize()}.", *one.sentences)
        if known is None or chart is None:
            yield Part(heading, (*said, "The records hold nothing to count here yet."))
            continue
        picture = Picture(control_picture(heading, chart, known.per), f"{heading}. {described(chart, known.per)}")
        yield Part(heading, (*said, known.counts), picture, COLUMNS, tuple(control_rows(chart, known.per)))


def _graded(line: Standing) -> Iterator[Part]:
    """What later graded cases show, round by round."""
    for one in line.graded:
        heading = f"Recommendation {line.latest.number}, {line.strand}: {_rounds(one)}"
        yield Part(heading, (f"{one.state.capitalize()}.", *one.sentences))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


DICTIONARY: Sequence[tuple[str, str]] = (
    ("report", "Title of the last report that made the recommendation"),
    ("number", "Its number in that report"),
    ("recommendation", "What is recommended"),
    ("strand", "The part of practice it is about"),
    ("addressee", "Who is to do it"),
    ("times_made", "In how many reports it was made"),
    ("due", "The day by which it is to be met, YYYY-MM-DD"),
    ("overdue", "yes where that day has passed with an action open and nobody having judged it met; no"),
    ("actions_set", "Number of actions"),
    ("actions_done", "Number of them that are done"),
    ("done_on", "The day on which the last was done; empty where one is open"),
    ("took_hold", "The day from which practice was to be different"),
    ("measure", "What is to get better, or “graded cases”; a line for each, one without where there is none"),
    ("district", "The district in which it is measured, as it is called; empty: all together"),
    ("effect", "effect shown, effect not shown, worse than before or effect untested"),
    ("before", "The measure before the action took hold; for graded cases the title of the round before"),
    ("after", "The measure since; for graded cases the title of the round since"),
    ("judged", "How far it had come at the last review, as somebody judged it"),
    ("judged_on", "The day of that review"),
)
"""What each column of the CSV file holds."""


def to_csv(lines: Sequence[Standing]) -> str:
    """A line for each recommendation and measure, with the columns of DICTIONARY."""
    rows = [row for line in lines for row in _rows(line)]
    return csv_text([name for name, _ in DICTIONARY], rows)


def _rows(line: Standing) -> Iterator[tuple[str, ...]]:
    last, done = line.latest, line.done
    first = (
        *(last.report.title, str(last.number), line.recommendation.text, line.strand, line.recommendation.addressee),
        *(str(len(line.issued)), last.due.isoformat(), "yes" if line.overdue else "no"),
        *(str(done.set), str(done.done), _iso(done.on), _iso(done.took_hold)),
    )
    judged = (line.judged.get_judged_display(), _iso(line.judged.on)) if line.judged else ("", "")
    for one in line.measured:
        yield (*first, one.title, one.where, one.state, one.before, one.after, *judged)
    for graded in line.graded:
        yield (*first, "graded cases", "", graded.state, graded.before, graded.after, *judged)
    if not (line.measured or line.graded):
        yield (*first, "", "", "", "", "", *judged)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
