"""What people are told: that something waits for them. A notice names no child; its address leads there."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """Something that waits for a person. `child` and `concern` are where it leads; neither is ever shown or sent.

    `answer` is the answer that it is about, so that nobody is told the same twice.
    """

    class Kind(models.TextChoices):
        """What is told, as it is shown and sent."""

        ASSIGNED = "assigned", "A case has been assigned to you."
        OWNS_ANSWER = "owns_answer", "You have been named to see an answer to a concern through."
        AGREE = "agree", "You have been asked to agree to an answer to a serious concern."
        WATCH_PASSED = "watch_passed", "The date until which a concern in a case you hold was watched has passed."
        RETURNED = "returned", "An answered concern in a case you hold has come back with new evidence."
        LIVE_RISK = "live_risk", "Inspectors returned a case at once: a child is at risk now, and an answer is owed."
        BROKE_GLASS = "broke_glass", "Somebody broke glass to open a child's story. It waits for your review."

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    child = models.CharField(max_length=200)
    concern = models.CharField(max_length=255, blank=True)
    answer = models.ForeignKey("children.Answer", on_delete=models.CASCADE, null=True, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["to", "read_at"], name="notices_not_read")]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "answer"], condition=models.Q(answer__isnull=False), name="told_once_of_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_id}"
