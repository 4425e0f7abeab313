"""Who opened a child's story, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Opening(models.Model):
    """A person's reason for opening a child's story, good for one working session.

    `glass_broken`: beyond their post. There is a BreakGlass beside it, for the data guardian.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openings")
    child = models.CharField(max_length=200)
    session = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField()
    glass_broken = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["by", "child", "session"], name="opening_of_a_session")]

    def __str__(self) -> str:
        return f"{self.by_id} opened {self.child}"


class BreakGlass(models.Model):
    """A story opened beyond somebody's post, because a child was at risk; the data guardian reviews each."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="glass_broken")
    child = models.CharField(max_length=200)
    session = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by_id} broke glass for {self.child}"
