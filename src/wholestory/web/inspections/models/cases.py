"""The cases of a round, their gradings, and what was settled about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from wholestory.engine.rounds.sampling import DRAWN, HAND_PICKED, SELF_ASSESSED
from wholestory.web.inspections.models.rounds import Round


class SampledCase(models.Model):
    """One child's case in a round. `child` is a key: persons may be linked anew after the sample was drawn.

    `place` is its place in the sample, from 1; `method` how it was chosen.
    """

    of = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="cases")
    child = models.CharField(max_length=200, db_index=True)
    place = models.PositiveIntegerField()
    case_type = models.CharField(max_length=80)
    district = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=60)
    method = models.CharField(max_length=15, choices=[(one, one) for one in (DRAWN, HAND_PICKED, SELF_ASSESSED)])

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["of", "child"], name="one_case_a_child_and_round")]

    def __str__(self) -> str:
        return f"case {self.place} of round {self.of_id}"


class Grading(models.Model):
    """One reviewer's work on one case. Nobody else sees it before every grading of the case is handed in."""

    case = models.ForeignKey(SampledCase, on_delete=models.CASCADE, related_name="gradings")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gradings")
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "reviewer"], name="one_grading_a_reviewer")]

    def __str__(self) -> str:
        return f"grading of case {self.case_id}"


class CriterionAnswer(models.Model):
    """What a reviewer answers to a question of a strand; `evidence`: the keys of records picked from the story."""

    class Said(models.TextChoices):
        """The answers."""

        YES = "yes", "Yes"
        PARTLY = "partly", "In part"
        NO = "no", "No"
        NOT_TOLD = "not_told", "The records do not tell"
        NOT_ASKED = "not_asked", "The question does not arise in this case"

    grading = models.ForeignKey(Grading, on_delete=models.CASCADE, related_name="answers")
    strand = models.CharField(max_length=80)
    criterion = models.CharField(max_length=80)
    said = models.CharField(max_length=10, choices=Said.choices)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grading", "strand", "criterion"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"{self.strand}.{self.criterion}"


class StrandGrade(models.Model):
    """A reviewer's grade for one strand, or for the case as a whole (OVERALL), with reasons.

    `grade` is an id of the round's scale, or NOT_GRADED where the strand does not arise in this case.
    """

    grading = models.ForeignKey(Grading, on_delete=models.CASCADE, related_name="grades")
    strand = models.CharField(max_length=80)
    grade = models.CharField(max_length=40)
    reasons = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grading", "strand"], name="one_grade_a_strand")]

    def __str__(self) -> str:
        return f"{self.strand}: {self.grade}"


class Settled(models.Model):
    """The grade that a moderator gave where reviewers differed, with reasons."""

    case = models.ForeignKey(SampledCase, on_delete=models.CASCADE, related_name="settled")
    strand = models.CharField(max_length=80)
    grade = models.CharField(max_length=40)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "strand"], name="settled_once")]

    def __str__(self) -> str:
        return f"{self.strand}: {self.grade}"


class SelfGrade(models.Model):
    """The force's own grade of a case, given without seeing the inspectors'."""

    case = models.OneToOneField(SampledCase, on_delete=models.CASCADE, related_name="self_grade")
    grade = models.CharField(max_length=40)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"the force's own: {self.grade}"


class LiveRisk(models.Model):
    """A case returned to the force at once because a child is at risk now. It stays on the round's record.

    `reply_by` is when an answer is owed; `replied_at` and what was done are the force's.
    """

    case = models.ForeignKey(SampledCase, on_delete=models.PROTECT, related_name="live_risks")
    says = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply_by = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"live risk in case {self.case_id}"


OVERALL = "overall"
"""The strand that stands for the case as a whole."""

NOT_GRADED = "not_graded"
"""In place of a grade where a strand does not arise in a case."""
