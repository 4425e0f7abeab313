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
    "improvement.MeasureChosen": classed(plain="id recommendation measure district by at"),
    "improvement.Progress": classed(sensitive="reason", plain="id recommendation review on judged by at"),
}
