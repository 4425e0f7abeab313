"""What was found: rebuilt from the records whenever they change, never edited, never decided here."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from wholestory.model.findings import DutyState

# Whoever is on the worklist; written in the same way in queries, so that the database sees that an index will do.
_WAITS = models.Q(urgency__gt="")


class Child(models.Model):
    """A cluster of persons that is a child, and what the worklist shows of it.

    `key` is the smallest key of the child's persons. `first_name` leads every page. `computed_at` is when the findings
    were last worked out, as at that moment.

    From `unanswered` on, the fields are a summary of findings and decisions together (summarising.py), as the worklist
    needs it: `standing` is the rank of the strongest duty missed (0 statute … 9 none), `waiting_since` since when the
    longest unanswered concern waits, `next_due` the next duty pending. `themes` are those of the unanswered concerns,
    each between bars (`|missing|neglect|`). `returned` concerns had been answered and came back, `to_agree` answers
    wait for a second person. `urgency` is what the worklist is sorted by, digits alone; empty keeps a child off it.
    `stands_unanswered` are the first sentences of what stands unanswered (unanswered.py; None: not worked out yet).
    `changes_at` is when time alone next changes the summary.

    `surnames` are the words of the surnames of everybody in the child's records, each between bars (`|ash|dunmore|`):
    what was read is looked through for readers of the same surname.
    """

    key = models.CharField(max_length=200, primary_key=True)
    name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=100)
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=80, blank=True)
    events = models.PositiveIntegerField(default=0)
    first_event = models.DateTimeField(null=True, blank=True)
    last_event = models.DateTimeField(null=True, blank=True)
    surnames = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    unanswered = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    to_agree = models.PositiveIntegerField(default=0)
    standing = models.PositiveSmallIntegerField(default=9)
    overdue_since = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    next_duty = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)
    themes = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="children_held"
    )
    team = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=32, blank=True)
    stands_unanswered = models.JSONField(null=True, blank=True)
    changes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "children"
        indexes = [
            models.Index(fields=["urgency", "key", "themes"], name="most_urgent_first", condition=_WAITS),
            models.Index(fields=["district", "urgency", "key"], name="urgent_by_district", condition=_WAITS),
            models.Index(fields=["team", "urgency", "key"], name="urgent_by_team", condition=_WAITS),
            models.Index(fields=["owner", "urgency", "key"], name="urgent_by_owner", condition=_WAITS),
            models.Index(fields=["changes_at"], name="changed_by_time", condition=models.Q(changes_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The child's story."""
        return reverse("story", kwargs={"child": self.key})


class ChildPlace(models.Model):
    """An agency that knows a child, in a district in which it recorded something about the child (empty: none).

    `urgency` and `themes` are the child's, so that the worklist of a post, of one theme too, is a walk along one index.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="places", db_index=False)
    agency = models.CharField(max_length=60)
    district = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=32, blank=True)
    themes = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "district"], name="child_by_agency_district"),
            models.Index(
                fields=["agency", "district", "urgency", "child", "themes"],
                name="urgent_in_a_district",
                condition=_WAITS,
            ),
            models.Index(fields=["agency", "urgency", "child", "themes"], name="urgent_at_an_agency", condition=_WAITS),
            models.Index(
                fields=["district", "urgency", "child", "themes"], name="urgent_at_every_agency", condition=_WAITS
            ),
        ]
        constraints = [
            # Which agencies know a child, and where, is read from its index alone: searches ask it of thousands.
            models.UniqueConstraint(fields=["child", "agency", "district"], name="one_place_of_a_child"),
        ]

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
        indexes = [models.Index(fields=["key"], name="concern_by_key")]
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
        indexes = [models.Index(fields=["key"], name="duty_by_key")]
        constraints = [models.UniqueConstraint(fields=["child", "key"], name="one_duty_a_key")]

    def state_at(self, now: datetime) -> DutyState:
        """Where it stands now, though nothing was worked out since."""
        return DutyState(self.state).at(self.due_at, now)

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


class StoryRow(models.Model):
    """A child's story in outline: every event in order without its narratives, as `telling.outline.kept` writes it.

    `digest` differs wherever the outline does, so that one that was read before need not be read again.
    """

    child = models.OneToOneField(Child, on_delete=models.CASCADE, primary_key=True, related_name="story")
    digest = models.CharField(max_length=70, default="")
    outline = models.JSONField()

    def __str__(self) -> str:
        return f"story of {self.child_id}"
