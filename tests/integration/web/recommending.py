"""What tests of recommendations start from: a report, recommendations in it, and duties before and after a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.children.models import Child, DutyRow
from wholestory.web.improvement.actions.evidence import attach
from wholestory.web.improvement.actions.following import set_action
from wholestory.web.improvement.actions.panel import settle, write_reply, write_theme
from wholestory.web.improvement.actions.public import prepare, sign_off
from wholestory.web.improvement.actions.recommending import Place, recommend, write_report
from wholestory.web.improvement.models import Action, Evidence, PublicReport, Recommendation, Reply, Report, Theme
from wholestory.web.records.models import RecordRow


def user(name: str) -> User:
    """One of the people of the tests' world."""
    return User.objects.get(email=f"{name}@example.org")


def a_report(title: str = "Northshire, first round", published: date = date(2025, 1, 1)) -> Report:
    """A report of an inspection of a police force."""
    return write_report(title=title, framework="child_protection", published=published, by=user("inspector"))


def a_recommendation(report: Report, number: int = 1, form: str = "within_three_months") -> Recommendation:
    """A recommendation in a report."""
    return recommend(
        place=Place(report, number, form),
        text="See every child who has been missing, within 72 hours and by somebody independent.",
        strand="trusted_adult",
        addressee="the chief constable",
        by=user("inspector"),
    )


def duties(first: date, of: int, met: int, *, duty: str = "return_interview", district: str = "Northside") -> None:
    """`of` duties, one a day from `first` on, of which `met` were met in time, spread over the days."""
    child = Child.objects.order_by("key")[0]
    days = [timezone.make_aware(datetime.combine(first + timedelta(days=n), time(12))) for n in range(of)]
    records = [
        RecordRow(
            key=f"police:made-{duty}-{district}-{day:%Y%m%d}",
            agency="police",
            agency_kind="police",
            kind="missing_episode",
            recorded_at=day,
            district=district,
            stored_at=day,
        )
        for day in days
    ]
    RecordRow.objects.bulk_create(records)
    DutyRow.objects.bulk_create(
        DutyRow(
            key=f"{duty}|{record.key}",
            child=child,
            duty=duty,
            title="Return interview",
            trigger=record.key,
            due_at=day,
            state="met" if (n + 1) * met // of > n * met // of else "missed",
            statement="A return interview was owed.",
            standing="statutory guidance",
            rank=2,
        )
        for n, (record, day) in enumerate(zip(records, days, strict=True))
    )


def walked() -> Action:
    """An action of a recommendation, made once, for tests that walk every route."""
    found = Action.objects.first()
    made = found.recommendation if found else a_recommendation(a_report())
    return found or set_action(
        recommendation=made, what="A note.", owner="D. Hale", due=date(2025, 6, 1), by=user("lead")
    )


def walked_later() -> Report:
    """A report later than that of `walked`, made once."""
    walked()
    return Report.objects.filter(published__gt=date(2025, 1, 1)).first() or a_report("Later", date(2026, 1, 1))


def walked_evidence() -> Evidence:
    """A file attached to the action of `walked`, made once."""
    file = ContentFile(b"day,seen\n2025-06-01,4\n", "seen.csv")
    return Evidence.objects.first() or attach(action=walked(), file=file, shows="Who was seen.", by=user("lead"))


def walked_report() -> PublicReport:
    """A report for publication, signed off, made once."""
    found = PublicReport.objects.first() or prepare(
        title="Walked", since=date(2019, 1, 1), until=date(2019, 12, 31), by=user("lead")
    )
    if not found.signed_at:
        inspector = user("inspector")
        sign_off(report=found, signed_as="Inspector", access=access_of(inspector), by=inspector)
    return found


def a_theme(words: str = "We were never asked what we wanted.", *, released: bool = True) -> Theme:
    """Something that the panel raised, written down by the lead and released by the inspector."""
    made = write_theme(words=words, heard="The spring meeting", heard_on=date(2025, 3, 1), by=user("lead"))
    if released:
        settle(
            checked=made,
            released=True,
            why="Nobody can be known by it.",
            access=access_of(user("inspector")),
            by=user("inspector"),
        )
        made.refresh_from_db()
    return made


def walked_theme() -> Theme:
    """A theme that waits for its release, made once."""
    return Theme.objects.filter(settled_at=None).first() or a_theme("Nobody told us why.", released=False)


def walked_reply() -> Reply:
    """A reply to a theme, made once."""
    return Reply.objects.first() or write_reply(theme=a_theme(), words="We ask every child now.", by=user("lead"))
