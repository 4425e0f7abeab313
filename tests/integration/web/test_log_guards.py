"""The database refuses what must not happen to the log, to ledgers, to decisions and to what people wrote."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.models import Mark
from wholestory.web.log.actions import note
from wholestory.web.log.models import Entry
from wholestory.web.records.models import EarlierVersion, JudgementRow, RecordRow

pytestmark = pytest.mark.django_db


def _refused(rows: models.QuerySet[models.Model], **change: object) -> str:
    """The database's sentence when rows are changed; removed where no change is given. Goes past Django's own rules."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        if change:
            rows.update(**change)
        else:
            rows._raw_delete(rows.db)
    return str(refusal.value)


def test_rows_of_the_log_are_neither_changed_nor_removed() -> None:
    note(who="somebody@example.org", what="viewed", about="page worklist")
    assert "only ever added" in _refused(Entry.objects.all(), reason="another")
    assert "only ever added" in _refused(Entry.objects.all())


def test_ledgers_only_grow() -> None:
    EarlierVersion.objects.create(key="police:1", is_person=False, content={}, replaced_at=timezone.now(), why="sent")
    for ledger in (JudgementRow, EarlierVersion):
        rows = ledger.objects.all()
        assert rows.exists()
        assert "only ever added" in _refused(rows)
    assert "never changed" in _refused(JudgementRow.objects.all(), verdict="apart")


def test_what_a_person_wrote_here_is_never_edited_nor_removed() -> None:
    record = RecordRow.objects.order_by("key")[0]
    RecordRow.objects.filter(key=record.key).update(author="recorder@example.org")
    mine = RecordRow.objects.filter(key=record.key)
    assert "add a correction" in _refused(mine, narrative="Nothing happened.")
    assert "add a correction" in _refused(mine, author="")
    assert "add a correction" in _refused(mine)
    assert mine.update(handling="restricted") == 1


def test_a_record_that_an_agency_sends_again_may_replace_the_earlier_one() -> None:
    record = RecordRow.objects.filter(author="").order_by("key")[0]
    assert RecordRow.objects.filter(key=record.key).update(narrative="Sent again.") == 1


def test_decisions_may_be_ended_and_stay() -> None:
    by = User.objects.get(email="supervisor@example.org")
    mark = Mark.objects.create(of=Mark.Of.CONCERN, key="k", child="police:1", by=by, at=timezone.now())
    assert Mark.objects.filter(pk=mark.pk).update(undone_at=timezone.now()) == 1
    assert "never removed" in _refused(Mark.objects.filter(pk=mark.pk))


def test_details_that_a_database_may_give_back_otherwise_are_not_logged() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        note(who="somebody@example.org", what="viewed", share=0.5)


def test_the_guards_are_there_after_a_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        there = {name for (name,) in cursor.fetchall()}
    assert {"log_entry_no_update", "log_entry_no_delete", "records_recordrow_no_update"} <= there
