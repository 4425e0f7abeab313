"""Records, who was involved in them and what was seen."""

from __future__ import annotations

from django.db import models

from wholestory.model.records import HANDLINGS


class RecordRow(models.Model):
    """One record of one agency; `key` is `agency:record_id`.

    A time is kept as the instant and whether only its day was written. `stored_at` is when this program took it in,
    `author` the sign-in name of whoever wrote it here (empty where it came in an extract).
    """

    key = models.CharField(max_length=200, primary_key=True)
    agency = models.CharField(max_length=60)
    agency_kind = models.CharField(max_length=20)
    kind = models.CharField(max_length=80)
    recorded_at = models.DateTimeField(db_index=True)
    recorded_day_only = models.BooleanField(default=False)
    happened_from = models.DateTimeField(null=True, blank=True)
    happened_from_day_only = models.BooleanField(default=False)
    happened_to = models.DateTimeField(null=True, blank=True)
    happened_to_day_only = models.BooleanField(default=False)
    district = models.CharField(max_length=80, blank=True)
    place = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    responds_to = models.JSONField(default=list)
    author_role = models.CharField(max_length=120, blank=True)
    handling = models.CharField(max_length=30, default="ordinary", choices=[(one, one) for one in HANDLINGS])
    extra = models.JSONField(default=list)
    author = models.CharField(max_length=254, blank=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class InvolvementRow(models.Model):
    """A person's part in a record, in the order of the agency's file."""

    record = models.ForeignKey(RecordRow, on_delete=models.CASCADE, related_name="involvements")
    person = models.CharField(max_length=200, db_index=True)
    role = models.CharField(max_length=20)
    extra = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.role} in {self.record_id}"


class ItemRow(models.Model):
    """A vehicle, phone, account, address or venue seen in a record.

    `thing` is the one form in which all spellings of it are found again (`vehicle AB12CDE`); empty where the value
    can be no such thing.
    """

    record = models.ForeignKey(RecordRow, on_delete=models.CASCADE, related_name="items")
    item_type = models.CharField(max_length=20)
    value = models.TextField()
    person = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=list)
    thing = models.CharField(max_length=255, blank=True, db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item_type} in {self.record_id}"
