"""Writing a record: help at the side, drafts that keep themselves, and what follows once it is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.model.moments import Moment
from wholestory.web.accounts.models import Agency, User
from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.actions import writing as actions
from wholestory.web.children.better_wording import Wording
from wholestory.web.children.forms.writing import Begun, CorrectionForm, Items, People, RecordForm
from wholestory.web.children.help_while_writing import Help
from wholestory.web.children.models import ConcernRow, DutyRow
from wholestory.web.children.opening import opened, opened_child, opening
from wholestory.web.children.permissions import why_not_words
from wholestory.web.children.views.finding import agencies_or_refuse, district_of
from wholestory.web.records.models import Draft, InvolvementRow, KeptWording, PersonRow, RecordRow
from wholestory.web.statements import Question

_NOT_IN_A_DRAFT = ("csrfmiddlewaretoken", "do")


@dataclass
class Page:
    """The page of one record being written: its forms, and the help once there is something to help with."""

    child: str
    by: User
    at: datetime
    form: RecordForm
    people: Any
    items: Any
    agencies: dict[str, Agency]
    district: str = ""
    help: Help | None = None
    kept: dict[str, str] = field(default_factory=dict)
    unsettled: tuple[Wording, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest, child: str, data: QueryDict | None, draft: Draft | None = None) -> Page:
        """From what a browser sent, else from a draft, whose gaps are no errors yet; empty where there is neither."""
        now, begun = timezone.now(), Begun(draft.form if draft else {})
        agencies = {one.name: one for one in agencies_or_refuse(request)}
        titles = [(one.name, one.title) for one in agencies.values()]
        form = RecordForm(data, initial=begun.record, agencies=titles, owed=cache(partial(_owed, child)), now=now)
        people = People(data, initial=begun.rows("people", "name"), prefix="people")
        items = Items(data, initial=begun.rows("items", "value"), prefix="items")
        page = cls(child, signed_in_user(request), now, form, people, items, agencies)
        page.district = district_of(request, form["agency"].value() or "")
        if data is not None:
            page.kept = {
                name.removeprefix("keep-"): str(value).strip()
                for name, value in data.items()
                if name.startswith("keep-") and str(value).strip()
            }
        return page

    @property
    def is_valid(self) -> bool:
        """Whether every part can be taken."""
        return all([self.form.is_valid(), self.people.is_valid(), self.items.is_valid()])

    @property
    def written(self) -> actions.Written:
        """The record that the valid page means."""
        return actions.written(
            child=self.child,
            form=self.form.cleaned_data,
            others=self.people.cleaned_data,
            items=self.items.cleaned_data,
            agency=self.agencies[self.form.cleaned_data["agency"]],
            district=self.district,
            by=self.by,
            at=self.at,
        )

    def look(self) -> actions.Written:
        """Read what was written, and tell which wordings are neither changed nor kept with a reason."""
        what = self.written
        self.help = Help(what, self.child, Moment(self.at))
        self.unsettled = tuple(one for one in self.help.wordings if one.mark not in self.kept)
        return what


@open_to(*READS_STORIES)
@opened
def write(request: HttpRequest, child: str) -> HttpResponse:
    """Write a record about a child: what to do with it is the button that was pressed."""
    if request.method != "POST":
        draft = _draft_of(request, child)
        return _show(request, Page.of(request, child, None, draft), draft=draft)
    page, do = Page.of(request, child, request.POST), request.POST.get("do", "send")
    if do.endswith(" draft"):
        return _draft(request, page, do)
    if not page.is_valid:
        return _show(request, page, draft=_draft_of(request, child), status=422)
    what = page.look()
    if do.startswith("use "):
        page = _with_better_wording(request, page, do.removeprefix("use "))
        return _show(request, page, draft=_draft_of(request, child))
    if do == "check" or page.unsettled:
        status = 200 if do == "check" else 422
        return _show(request, page, draft=_draft_of(request, child), status=status, sent=do == "send")
    assert page.help is not None
    kept = {one: page.kept[one.mark] for one in page.help.wordings}
    actions.submit(what=what, kept=kept, child=child, by=page.by, at=page.at)
    return redirect("written", child=child, record=what.record.key)


def _draft_of(request: HttpRequest, child: str) -> Draft | None:
    return Draft.objects.filter(by=access(request).user, child=child).first()


def _draft(request: HttpRequest, page: Page, do: str) -> HttpResponse:
    if do == "discard draft":
        actions.discard_draft(child=page.child, by=page.by)
        messages.success(request, "The draft was thrown away.")
        return redirect("story", child=page.child)
    actions.keep_draft(child=page.child, form=_plain(request.POST), by=page.by, at=page.at)
    messages.success(request, "Kept as a draft. Only you can see it.")
    return redirect("write", child=page.child)


def _with_better_wording(request: HttpRequest, page: Page, mark: str) -> Page:
    assert page.help is not None
    wording = next((one for one in page.help.wordings if one.mark == mark), None)
    if wording is None:
        return page
    data = request.POST.copy()
    data["narrative"] = wording.in_place(page.written.record.narrative)
    changed = Page.of(request, page.child, data)
    if changed.is_valid:
        changed.look()
    return changed


def _show(
    request: HttpRequest, page: Page, *, draft: Draft | None, status: int = 200, sent: bool = False
) -> HttpResponse:
    context = {"page": page, "child": opened_child(request), "child_key": page.child, "draft": draft, "sent": sent}
    return render(request, "children/write.html", context, status=status)


@require_POST
@open_to(*READS_STORIES, part=True)
@opened
def writing_help(request: HttpRequest, child: str) -> HttpResponse:
    """The help beside the narrative, for a browser that asks while somebody types; the draft is kept as well."""
    page = Page.of(request, child, request.POST)
    begun = any(request.POST.get(name, "").strip() for name in ("narrative", "outcome", "place"))
    if begun:
        actions.keep_draft(child=child, form=_plain(request.POST), by=page.by, at=page.at)
    if page.is_valid:
        page.look()
    told = {"page": page, "saved": page.at if begun else None, "child": opened_child(request)}
    return render(request, "children/parts/writing_help.html", told)


_duties_around = Question(
    lambda record, child: DutyRow.objects.filter(Q(trigger=record) | Q(response=record), child=child)
)
_concerns = Question(lambda child: ConcernRow.objects.filter(child=child))
_kept_wordings = Question(lambda record: KeptWording.objects.filter(record=record))


@open_to(*READS_STORIES)
@opened
def written(request: HttpRequest, child: str, record: str) -> HttpResponse:
    """What follows from a record that was just sent."""
    duties = sorted(_duties_around(record, child), key=_when_due)
    started = [duty for duty in duties if duty.trigger == record]
    # What started a duty towards the child is about the child.
    if not started and not _is_about(record, opening(request).keys.every):
        raise Http404("No such record is about this child.")
    context = {
        "child": opened_child(request),
        "started": started,
        "answered": [duty for duty in duties if duty.response == record],
        "concerns": [one for one in _concerns(child) if record in one.evidence],
        "kept": _kept_wordings(record),
    }
    return render(request, "children/written.html", context)


def _is_about(record: str, persons: Collection[str]) -> bool:
    return InvolvementRow.objects.filter(record=record, person__in=persons).exists()


def _when_due(duty: DutyRow) -> datetime:
    return duty.due_at


@open_to(*READS_STORIES)
@opened
def correct(request: HttpRequest, child: str, record: str) -> HttpResponse:
    """Put a correction beside a record."""
    row = _record_about(child, record)
    if why := why_not_words(access(request), row):
        raise RefusedError(why)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct(record=record, **form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        messages.success(request, "The correction stands beside the record.")
        return redirect("record", record=record)
    context = {"form": form, "record": row, "child": opened_child(request)}
    return render(request, "children/correct.html", context, status=422 if form.errors else 200)


def _record_about(child: str, record: str) -> RecordRow:
    """A record in which the child is involved. Any other is not found: its words may not be the reader's to see."""
    return get_object_or_404(RecordRow.objects.filter(_involved_in(record, child)), key=record)


def _involved_in(record: str, child: str) -> Exists:
    keys = PersonRow.objects.filter(cluster=child).values("key")
    return Exists(InvolvementRow.objects.filter(record=record, person__in=keys))


def _owed(child: str) -> list[tuple[str, str]]:
    """What a record about a child may answer: the records to which something is owed, with the duty in words."""
    asked = RecordRow.objects.filter(key=OuterRef("trigger")).values("recorded_at")
    duties = DutyRow.objects.filter(child=child, state__in=("pending", "missed")).order_by("-due_at")[:12]
    said: dict[tuple[str, datetime], list[str]] = {}
    for trigger, title, since in duties.values_list("trigger", "title", Subquery(asked)):
        if since:
            said.setdefault((trigger, since), []).append(title.lower())
    return [
        (key, f"{'; '.join(titles)}, owed since {timezone.localtime(since):%-d %B %Y}")
        for (key, since), titles in said.items()
    ]


def _plain(data: QueryDict) -> dict[str, list[str]]:
    return {name: data.getlist(name) for name in data if name not in _NOT_IN_A_DRAFT}
