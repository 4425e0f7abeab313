"""What the fields of recommendations may give away. None is about a child; owners of actions are named people."""

from wholestory.web.field_classes import classed

FIELDS = {
    "improvement.Report": classed(plain="id title framework round published by at"),
    "improvement.Sent": classed(plain="id report clock on by at"),
    "improvement.Recommendation": classed(plain="id text strand addressee"),
    "improvement.Issued": classed(plain="id recommendation report number form due by at"),
    "improvement.Action": classed(
        identifying="owner", sensitive="what done_how", plain="id recommendation due by at done_on took_hold done_by"
    ),
    "improvement.Evidence": classed(
        identifying="file",
        sensitive="name shows removed_why",
        plain="id action size digest by at removed_by removed_at",
    ),
    "improvement.PublicReport": classed(
        plain="id title since until content digest by at signed_as signed_by signed_at"
    ),
    "improvement.MeasureChosen": classed(plain="id recommendation measure district by at"),
    "improvement.Progress": classed(sensitive="reason", plain="id recommendation review on judged by at"),
    "improvement.Theme": classed(
        sensitive="words heard settled_why",
        plain="id heard_on by at released settled_by settled_at pointed_at",
    ),
    "improvement.Reply": classed(
        sensitive="words settled_why", plain="id theme by at released settled_by settled_at pointed_at"
    ),
    "improvement.ThemeLink": classed(plain="id theme recommendation by at"),
}
