"""The log's one table. It holds no foreign keys, so that it outlives what it tells of, and no words of records."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One view, search, export, decision, sign-in or refusal.

    `lane` and `place` say where the row stands in its chain; `seal` is the keyed hash over the row and the seal
    before it. `who` is a sign-in name, `what` one of the words in `actions.WHAT`, `about` names what it was about
    (`child police:123`), `reason` is the person's own and `details` further plain facts, never words of a record.
    """

    lane = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=254)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["who", "at"], name="log_by_person"),
            models.Index(fields=["about", "at"], name="log_by_what_it_is_about"),
            models.Index(fields=["what", "at"], name="log_by_kind"),
        ]
        constraints = [models.UniqueConstraint(fields=["lane", "place"], name="one_row_a_place")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.who} {self.what} {self.about}"


class Head(models.Model):
    """The end of one chain: the place and seal of its last row. Locked while a row is added to it."""

    lane = models.PositiveSmallIntegerField(primary_key=True)
    place = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"lane {self.lane} at {self.place}"
