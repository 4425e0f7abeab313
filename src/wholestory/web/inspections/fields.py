"""What the fields of inspection rounds may give away. A case's child is a key; gradings speak of a child's case."""

from wholestory.web.field_classes import classed

FIELDS = {
    "inspections.Round": classed(
        identifying="frame",
        plain="id title framework scale scope since until districts stratified_by seed size excluded state results by "
        "at frozen_at published_at",
    ),
    "inspections.Move": classed(plain="id of origin to by at"),
    "inspections.Reviewer": classed(plain="id of user moderates"),
    "inspections.Addendum": classed(sensitive="text", plain="id of by at"),
    "inspections.Publication": classed(plain="id of content digest signed_as by at"),
    "inspections.SampledCase": classed(identifying="child", plain="id of place case_type district agency method"),
    "inspections.Grading": classed(plain="id case reviewer handed_in_at"),
    "inspections.CriterionAnswer": classed(sensitive="said note evidence", plain="id grading strand criterion"),
    "inspections.StrandGrade": classed(sensitive="grade reasons", plain="id grading strand"),
    "inspections.Settled": classed(sensitive="grade reasons", plain="id case strand by at"),
    "inspections.SelfGrade": classed(sensitive="grade reasons", plain="id case by at"),
    "inspections.LiveRisk": classed(sensitive="says reply", plain="id case by at reply_by replied_by replied_at"),
}
