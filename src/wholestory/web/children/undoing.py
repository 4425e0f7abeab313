"""Undoing an import as one: its rows go and are kept as earlier versions, what they replaced returns, its links are
undone, and the children it touched are worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wholestory.model.links import Judgement
from wholestory.model.moments import Moment
from wholestory.web.children.importing import Step, work_out
from wholestory.web.children.models import ReadingRow
from wholestory.web.children.touched import batched
from wholestory.web.records.models import Import, ImportChange, JudgementRow
from wholestory.web.records.storing import add_judgements, recluster
from wholestory.web.records.taking import take_back
from wholestory.web.records.values import judgement_of

_ROWS_AT_ONCE = 500


def undo(of: Import) -> Iterator[Step]:
    """Undo an import; tells how far it is. Nothing is open between two steps, and it may be begun again."""
    changes = ImportChange.objects.filter(of=of).select_related("earlier").order_by("pk")
    total = changes.count()
    yield "Undoing links", 0, total
    touched = _undo_links(of, timezone.now())
    for is_person in (False, True):
        waiting = changes.filter(is_person=is_person, undone=False)
        for done, some in enumerate(batched(list(waiting), _ROWS_AT_ONCE)):
            yield "Putting rows back" if is_person else "Putting records back", done * _ROWS_AT_ONCE, total
            take_back(some, of, timezone.now())
            if not is_person:
                gone = [change.key for change in some if change.earlier_id is None]
                ReadingRow.objects.filter(record__in=gone).delete()
    with transaction.atomic():
        persons = changes.filter(is_person=True).values_list("key", flat=True)
        recluster({*touched, *persons})
        of.linked_at = timezone.now()
        of.save(update_fields=["linked_at"])
    yield from work_out(of)


@transaction.atomic
def _undo_links(of: Import, at: datetime) -> set[str]:
    """Append to the ledger what stood before the import; gives the persons concerned."""
    made = JudgementRow.objects.filter(made_by=of).order_by("id")
    first: dict[tuple[str, str], JudgementRow] = {}
    for row in made:
        first.setdefault((row.one, row.other), row)
    add_judgements(_taken_back(first.values(), at), of)
    return {key for pair in first for key in pair}


def _taken_back(first: Iterable[JudgementRow], at: datetime) -> Iterator[Judgement]:
    for row in first:
        said = JudgementRow.objects.filter(one=row.one, other=row.other, by_person=False).order_by("id")
        before = said.filter(pk__lt=row.pk).last()
        now = said.last()
        assert now is not None
        stood = judgement_of(before) if before and before.undone_at is None else None
        stands = judgement_of(now) if now.undone_at is None else None
        if stands == stood:
            continue
        yield stood or replace(judgement_of(now), undone_at=Moment(at))
