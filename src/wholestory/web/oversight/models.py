"""What data guardians found when they reviewed broken glass. Reviews are added one after another; the last counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class GlassReview(models.Model):
    """One review by name of one time that glass was broken. Of those not taken back, the latest counts."""

    class Finding(models.TextChoices):
        """What was found; the person who broke glass may have to be asked before that can be said."""

        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not_justified", "Not justified"
        TO_ASK = "to_ask", "To be asked about"

    glass = models.ForeignKey("children.BreakGlass", on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="glass_reviews")
    at = models.DateTimeField()
    finding = models.CharField(max_length=20, choices=Finding.choices)
    reason = models.TextField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"review {self.pk} of broken glass {self.glass_id}"


class Addition(models.Model):
    """Something added later to a review, beside it; the review itself stays as it was written."""

    review = models.ForeignKey(GlassReview, on_delete=models.PROTECT, related_name="additions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="additions_to_reviews")
    at = models.DateTimeField()
    says = models.TextField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"addition to review {self.review_id}"
