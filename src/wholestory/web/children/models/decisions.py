"""What people decided, by name and with a reason. Rows meet findings by stable keys and are never rebuilt."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Answer(models.Model):
    """An answer to a concern. `evidence` and `statement` are the concern's when it was answered: what is new shows by
    comparison. A serious one waits for a second person (`agreed_by`) before it closes anything."""

    class Kind(models.TextChoices):
        """The five answers."""

        ACTION_TAKEN = "action_taken", "Action was taken"
        REFERRAL = "referral", "A referral was made"
        STRATEGY_DISCUSSION = "strategy_discussion", "A strategy discussion was held or called"
        EXPLAINED = "explained", "It is explained"
        WATCH = "watch", "Watch until a date"

    concern = models.CharField(max_length=255, db_index=True)
    child = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    reason = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_answers"
    )
    done_on = models.DateField(null=True, blank=True, help_text="When it was done, or is to be done by")
    watch_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    needs_second = models.BooleanField(default=False)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_to_agree"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_answers"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField()
    statement = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_answers"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} to {self.concern}"


class Assignment(models.Model):
    """Who holds a child's case in the worklist, and the team of their post; the last one not ended holds."""

    child = models.CharField(max_length=200, db_index=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments_made")
    at = models.DateTimeField()
    team = models.CharField(max_length=80, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.child} held by {self.owner_id}"


class Mark(models.Model):
    """Somebody says that a mention, a duty, a link or a challenged wording is wrong. It suppresses nothing."""

    class Of(models.TextChoices):
        """What was marked."""

        MENTION = "mention", "a sign read in a narrative"
        LANGUAGE = "language", "a challenged wording"
        DUTY = "duty", "a duty"
        CONCERN = "concern", "a concern"
        LINK = "link", "a link between two persons"

    of = models.CharField(max_length=10, choices=Of.choices)
    key = models.CharField(max_length=400, db_index=True)
    child = models.CharField(max_length=200, db_index=True)
    rule = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="marks")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.of} {self.key} marked wrong"


class CaseStatus(models.Model):
    """Why new duties stop for a child, from a day on; the last one not undone stands."""

    class Kind(models.TextChoices):
        """What happened to the case."""

        TURNED_18 = "turned_18", "Turned 18"
        MOVED = "moved", "Moved away, and handed over"
        CLOSED = "closed", "Closed"
        DIED = "died", "Died"

    child = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_statuses")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.child}: {self.kind}"
