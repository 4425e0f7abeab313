"""The ledger of who is who: rows are only ever added."""

from __future__ import annotations

from django.db import models

from wholestory.model.links import Verdict


class JudgementRow(models.Model):
    """One judgement on two persons, as in the model: which of them stand follows from their order.

    `made_by` is the import in which a linking model judged so; empty where a person did, or nothing was imported.
    """

    one = models.CharField(max_length=200, db_index=True)
    other = models.CharField(max_length=200, db_index=True)
    verdict = models.CharField(max_length=10, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    judge = models.CharField(max_length=254)
    reasons = models.JSONField(default=list)
    score = models.FloatField(default=0.0)
    fields = models.JSONField(default=list)
    by_person = models.BooleanField(default=False)
    judged_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("records.Import", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}: {self.verdict}"
