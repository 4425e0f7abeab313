"""What was done about a recommendation, how its effect is measured, and how its progress was judged."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wholestory.web.improvement.models.recommendations import Recommendation


class Action(models.Model):
    """Something that is to be done: by whom, by when. `took_hold` is the day from which practice was to be different:
    the effect is measured from it, and it is not before the day on which the action was done."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.CharField(max_length=200)
    due = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_set")
    at = models.DateTimeField()
    done_on = models.DateField(null=True, blank=True)
    took_hold = models.DateField(null=True, blank=True)
    done_how = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_done"
    )

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"action of {self.recommendation_id}"


class MeasureChosen(models.Model):
    """A measure of the records by which a recommendation's effect is to show; in one district, or (empty) in all.

    Chosen before there is anything to see where that can be: `at` tells whether it was.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=100)
    district = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "measure", "district"], name="one_measure_a_district")
        ]

    def __str__(self) -> str:
        return f"{self.measure} for {self.recommendation_id}"


class Progress(models.Model):
    """How far a recommendation had come at a review, as somebody judged it by name."""

    class Judged(models.TextChoices):
        """What a review may find."""

        NONE = "none", "No progress"
        SOME = "some", "Some progress"
        GOOD = "good", "Good progress"
        MET = "met", "Met"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="progress")
    review = models.CharField(max_length=200)
    on = models.DateField()
    judged = models.CharField(max_length=10, choices=Judged.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "at"]

    def __str__(self) -> str:
        return f"progress of {self.recommendation_id}"
