"""What the fields of children's findings and of decisions about them may give away."""

from wholestory.web.field_classes import classed

FIELDS = {
    "children.Child": classed(
        identifying="key name first_name born surnames",
        sensitive="ethnicity sentence themes stands_unanswered",
        plain="sex district events first_event last_event computed_at unanswered returned to_agree missed standing "
        "overdue_since waiting_since next_due next_duty owner team urgency changes_at",
    ),
    "children.ChildPlace": classed(identifying="child", sensitive="themes", plain="id agency district urgency"),
    "children.StoryRow": classed(identifying="child", sensitive="outline", plain="digest"),
    "children.ConcernRow": classed(
        identifying="child",
        sensitive="theme pattern title evidence statement",
        plain="id key visible_from visible_from_day_only latest latest_day_only completed_by answered_by_record",
    ),
    "children.DutyRow": classed(
        identifying="child",
        sensitive="duty title statement",
        plain="id key trigger due_at due_day_only state response standing rank",
    ),
    "children.ReadingRow": classed(sensitive="mentions language", plain="record digest"),
    "children.Answer": classed(
        identifying="child",
        sensitive="kind reason evidence statement withdrawn_reason",
        plain="id concern owner watch_until done_on by at needs_second asked agreed_by agreed_at withdrawn_at "
        "withdrawn_by",
    ),
    "children.Assignment": classed(identifying="child", plain="id owner team by at ended"),
    "children.Mark": classed(identifying="child", sensitive="key rule reason words", plain="id of by at undone_at"),
    "children.CaseStatus": classed(identifying="child", sensitive="kind reason", plain="id since by at undone_at"),
    "children.Opening": classed(identifying="child", sensitive="session reason", plain="id by at glass_broken"),
    "children.BreakGlass": classed(identifying="child", sensitive="session reason", plain="id by at"),
    "children.Notice": classed(identifying="child", sensitive="concern", plain="id to kind answer at read_at"),
    "children.Discussion": classed(identifying="child attended", sensitive="decision", plain="record by at"),
    "children.DiscussionAction": classed(
        identifying="owner", sensitive="what", plain="id discussion due done_at done_by"
    ),
    "children.Challenge": classed(
        identifying="child",
        sensitive="about settled_as",
        plain="id from_agency to_agency stage due records by at replied_at settled_at",
    ),
}
