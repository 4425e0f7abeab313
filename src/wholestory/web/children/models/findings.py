"""What was found: rebuilt from the records whenever they change, never edited, never decided here."""

from __future__ import annotations

from django.db import models


class Child(models.Model):
    """A cluster of persons that is a child, and what the worklist shows of it.

    `key` is the smallest key of the child's persons. `first_name` leads every page. `standing` is the rank of the
    strongest duty missed (0 statute … 9 none), `waiting_since` when the longest unanswered concern became visible,
    `next_due` the next duty pending. `computed_at` is when this was last worked out, as at that moment.
    """

    key = models.CharField(max_length=200, primary_key=True)
    name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=100)
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=80, blank=True, db_index=True)
    unanswered = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    standing = models.PositiveSmallIntegerField(default=9)
    overdue_since = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    next_duty = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)
    events = models.PositiveIntegerField(default=0)
    first_event = models.DateTimeField(null=True, blank=True)
    last_event = models.DateTimeField(null=True, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "children"
        indexes = [
            models.Index(fields=["standing", "overdue_since", "waiting_since", "key"], name="most_urgent_first"),
            models.Index(fields=["district", "standing", "overdue_since", "waiting_since"], name="urgent_by_district"),
        ]

    def __str__(self) -> str:
        return self.key


class ChildPlace(models.Model):
    """An agency that knows a child, in a district in which it recorded something about the child (empty: none)."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="places")
    agency = models.CharField(max_length=60)
    district = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "district"], name="child_by_agency_district")]

    def __str__(self) -> str:
        return f"{self.child_id} at {self.agency}"


class ConcernRow(models.Model):
    """A concern as the engine found it. `key` outlives rule packs and links, so that answers stay with it."""

    key = models.CharField(max_length=255)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="concerns")
    theme = models.CharField(max_length=40)
    pattern = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    visible_from = models.DateTimeField()
    visible_from_day_only = models.BooleanField(default=False)
    latest = models.DateTimeField()
    latest_day_only = models.BooleanField(default=False)
    completed_by = models.CharField(max_length=200)
    evidence = models.JSONField()
    statement = models.TextField()
    answered_by_record = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "key"], name="one_concern_a_key")]

    def __str__(self) -> str:
        return self.key


class DutyRow(models.Model):
    """A duty as the engine found it."""

    key = models.CharField(max_length=255)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    trigger = models.CharField(max_length=200)
    due_at = models.DateTimeField(db_index=True)
    due_day_only = models.BooleanField(default=False)
    state = models.CharField(max_length=10)
    response = models.CharField(max_length=200, blank=True)
    statement = models.TextField()
    standing = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "key"], name="one_duty_a_key")]

    def __str__(self) -> str:
        return self.key


class ReadingRow(models.Model):
    """What a narrative says, kept so that it is read once. `digest` covers the narrative, the people involved, the
    practice pack and the way of reading: where it differs, the record is read again."""

    record = models.CharField(max_length=200, primary_key=True)
    digest = models.CharField(max_length=64)
    mentions = models.JSONField()
    language = models.JSONField()

    def __str__(self) -> str:
        return f"reading of {self.record}"
