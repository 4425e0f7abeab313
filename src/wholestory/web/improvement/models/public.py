"""What goes out to the commissioner and the public, exactly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class PublicReport(models.Model):
    """A report for publication. `content` is the report as plain values and never changes: what is read before it is
    signed off is what goes out. `digest` is the SHA-256 of it as text. Nobody but those who prepare and sign reports
    reads it before `signed_at`.
    """

    title = models.CharField(max_length=160)
    since = models.DateField()
    until = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_as = models.CharField(max_length=160, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("public_report", kwargs={"public": self.pk})
