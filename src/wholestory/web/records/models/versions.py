"""What stood before: earlier versions of rows that agencies sent again, and corrections beside what people wrote."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class EarlierVersion(models.Model):
    """A person or record as it was before an agency sent it again, or before an import was undone."""

    key = models.CharField(max_length=200, db_index=True)
    is_person = models.BooleanField()
    content = models.JSONField()
    replaced_at = models.DateTimeField()
    why = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.key} until {self.replaced_at:%Y-%m-%d}"


class Correction(models.Model):
    """A note that stands beside a record's narrative, which itself is never edited."""

    record = models.CharField(max_length=200, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()
    text = models.TextField()
    reason = models.TextField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"correction of {self.record}"
