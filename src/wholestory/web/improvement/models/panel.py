"""What a panel of survivors raises, and what it is told in answer: words that a second person releases."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from wholestory.web.improvement.models.recommendations import Recommendation


class Checked(models.Model):
    """Words that may leave the two people who know them only once a second person has found nobody in them.

    Never edited. They wait until they are released (`settled_by` is the second person, `released`), or kept back, and
    then no page shows them. `settled_why` says why nobody can be known by them, or what was wrong. `pointed_at` are
    the kinds of things that the program pointed at when they were settled.
    """

    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released = models.BooleanField(default=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.TextField(blank=True)
    pointed_at = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.settled_at is None


class Theme(Checked):
    """Something that the panel raised, in its words. `heard` says where, without naming anybody."""

    heard = models.CharField(max_length=200)
    heard_on = models.DateField()
    recommendations = models.ManyToManyField(Recommendation, through="ThemeLink", related_name="themes")

    class Meta:
        ordering = ["-heard_on", "-id"]

    def __str__(self) -> str:
        return f"theme {self.pk}"

    def get_absolute_url(self) -> str:
        """The theme's page."""
        return reverse("theme", kwargs={"theme": self.pk})


class Reply(Checked):
    """What was done about a theme, as the panel is told."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="replies")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"reply {self.pk} to theme {self.theme_id}"

    def get_absolute_url(self) -> str:
        """The page of its theme."""
        return self.theme.get_absolute_url()


class ThemeLink(models.Model):
    """A theme and a recommendation that answers it."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="links")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="theme_links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["theme", "recommendation"], name="linked_once")]

    def __str__(self) -> str:
        return f"theme {self.theme_id} and recommendation {self.recommendation_id}"
