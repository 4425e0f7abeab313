"""Records being written."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """A record not yet submitted: what the form holds, saved as it is written. `child` is the child's cluster."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    child = models.CharField(max_length=200)
    form = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "child"], name="one_draft_a_child")]

    def __str__(self) -> str:
        return f"draft about {self.child}"


class KeptWording(models.Model):
    """Words that were pointed at as blaming and that the author kept, with the reason; stands with the record."""

    record = models.CharField(max_length=200, db_index=True)
    text = models.TextField()
    term = models.CharField(max_length=80)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.term} kept in {self.record}"
