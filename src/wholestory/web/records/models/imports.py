"""Extracts taken in: how far, what was set aside, and what changed, so that an import can be undone as one."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Import(models.Model):
    """One extract taken in by a clerk, or loaded by command (`by` empty).

    `stage` says in words what is being done, `done` of `total` how far, `told_at` when that was last written.
    `counts` are the counts by file, as in a review's summary. `linked_at` is when it was settled who is who: children
    worked out since then need not be worked out again where an import is resumed.
    """

    class State(models.TextChoices):
        """Where an import stands."""

        WAITING = "waiting", "waiting to begin"
        RUNNING = "running", "under way"
        STOPPED = "stopped", "stopped by a person"
        DONE = "done", "done"
        FAILED = "failed", "could not be taken"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone", "undone"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200)
    at = models.DateTimeField()
    as_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="extracts", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stop_asked = models.BooleanField(default=False)
    stage = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    error = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    linked_at = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title


class ImportChange(models.Model):
    """A person or record that an import added, or replaced (`earlier` is then the version before)."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=200)
    is_person = models.BooleanField()
    earlier = models.ForeignKey("records.EarlierVersion", on_delete=models.PROTECT, null=True, blank=True)
    linked = models.BooleanField(default=False, help_text="A person: compared with everybody since")
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["key"], name="changes_of_a_row")]

    def __str__(self) -> str:
        return f"{self.key} by import {self.of_id}"


class ImportReject(models.Model):
    """A row that could not be taken, byte for byte, with why; `mended` says what has taken its place."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    agency = models.CharField(max_length=60)
    file = models.CharField(max_length=120)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.TextField(blank=True)
    why = models.TextField()
    header = models.BinaryField()
    raw = models.BinaryField()
    mended = models.TextField(blank=True)

    class Meta:
        ordering = ["agency", "file", "line"]

    def __str__(self) -> str:
        return f"{self.agency}/{self.file} line {self.line}"
