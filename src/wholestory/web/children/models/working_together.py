"""Strategy discussions and challenges between agencies. Each is a record like any other; this is its structure."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Discussion(models.Model):
    """What a strategy discussion decided. `record` is the key of the record that it is on the story."""

    record = models.CharField(max_length=200, primary_key=True)
    child = models.CharField(max_length=200, db_index=True)
    attended = models.JSONField()
    decision = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"strategy discussion {self.record}"


class DiscussionAction(models.Model):
    """An action agreed at a strategy discussion: who does what by when."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.CharField(max_length=200)
    due = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"action of {self.discussion_id}"


class Challenge(models.Model):
    """One agency challenges another's decision; each stage has a clock. `records` are its records, in order;
    `replied_at` when the reply to the stage reached was recorded."""

    child = models.CharField(max_length=200, db_index=True)
    from_agency = models.CharField(max_length=60)
    to_agency = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField(default=1)
    about = models.CharField(max_length=200)
    due = models.DateTimeField()
    records = models.JSONField(default=list)
    replied_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_as = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"challenge about {self.child}"
