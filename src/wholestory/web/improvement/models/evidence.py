"""Files that show that something was done."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wholestory.web.improvement.models.following import Action


class Evidence(models.Model):
    """A file attached to an action. `name` is what it was called, `file` where it lies, under a name that says nothing.

    `digest` is the SHA-256 of its bytes, 64 hexadecimal digits. Taken off, it is offered no more; the row and the
    file stay.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=120)
    shows = models.TextField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to="evidence", max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"evidence {self.pk}"
