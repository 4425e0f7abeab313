"""Published reports and their recommendations. A recommendation outlives the report that first made it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class Report(models.Model):
    """A report of a round of inspection, by the title under which it was published. Its day starts the clocks of
    the practice framework whose id is `framework`. `round` is None where cases were graded elsewhere."""

    title = models.CharField(max_length=200, unique=True)
    framework = models.CharField(max_length=80)
    round = models.ForeignKey(
        "inspections.Round", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    published = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-published", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The report, what it started and what it recommended."""
        return reverse("report", kwargs={"number": self.pk})


class Sent(models.Model):
    """Something that a report started (`clock`, an id of its framework) and that was sent or published on a day."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sent")
    clock = models.CharField(max_length=80)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "clock"], name="sent_once_a_clock")]

    def __str__(self) -> str:
        return f"{self.clock} of {self.report_id}"


class Recommendation(models.Model):
    """What is to change, and who is to change it. Every report that made it, or made it again, is an `Issued`."""

    text = models.TextField()
    strand = models.CharField(max_length=80)
    addressee = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"recommendation {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("recommendation", kwargs={"number": self.pk})


class Issued(models.Model):
    """A recommendation in one report: under which number, in which form (an id of the framework), due when.

    `due` is worked out from the form when it is issued and stays as it was, also where practice changes later.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="issued")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="issued")
    number = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=80)
    due = models.DateField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["report__published", "at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_recommendation_a_number"),
            models.UniqueConstraint(fields=["report", "recommendation"], name="issued_once_a_report"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.report_id}"
