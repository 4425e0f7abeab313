"""A round, who takes part, and how it came to be where it stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from wholestory.web.inspections.states import CHOICES, State


class Round(models.Model):
    """One inspection round.

    `framework` and `scale` are ids of the practice pack. `since`, `until`: the records that make a child a case are of
    these days; `districts` (names; empty: all) narrow it. `stratified_by`, `seed` and `size` are how cases are drawn;
    `excluded` gives the reason for each child's key left out. `frame` keeps what the sample was drawn from (method,
    size, digest, strata), `results` what was worked out when the round was frozen; both as queries.results tells.
    """

    title = models.CharField(max_length=160)
    framework = models.CharField(max_length=80)
    scale = models.CharField(max_length=80)
    scope = models.TextField()
    since = models.DateField()
    until = models.DateField()
    districts = models.JSONField(default=list)
    stratified_by = models.JSONField(default=list)
    seed = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    excluded = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=CHOICES, default=State.PLANNED)
    frame = models.JSONField(default=dict)
    results = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rounds_planned")
    at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The round's page."""
        return reverse("round", kwargs={"number": self.pk})

    @property
    def is_frozen(self) -> bool:
        """Whether nothing but an addendum may be added."""
        return self.state in (State.FROZEN, State.PUBLISHED)


class Move(models.Model):
    """A step of a round from one state to another: who took it, and when."""

    of = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="moves")
    origin = models.CharField(max_length=12, choices=CHOICES)
    to = models.CharField(max_length=12, choices=CHOICES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.origin} to {self.to}"


class Reviewer(models.Model):
    """Somebody who takes part in a round: grades cases or, as its moderator, settles differences."""

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rounds_reviewed")
    moderates = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "user"], name="one_part_in_a_round")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.of_id}"


class Addendum(models.Model):
    """What was added to a round after it was frozen. Nothing that stands is changed by it."""

    of = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"addendum to {self.of_id}"


class Publication(models.Model):
    """What went out of a round, exactly, and who signed it off; `digest` is the SHA-256 of `content` as text."""

    of = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="publication")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_as = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"publication of {self.of_id}"
