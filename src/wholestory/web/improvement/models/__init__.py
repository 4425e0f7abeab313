"""The tables of this application: reports, what they recommend, what was done about it, and what survivors raise."""

from wholestory.web.improvement.models.evidence import Evidence
from wholestory.web.improvement.models.following import Action, MeasureChosen, Progress
from wholestory.web.improvement.models.panel import Checked, Reply, Theme, ThemeLink
from wholestory.web.improvement.models.public import PublicReport
from wholestory.web.improvement.models.recommendations import Issued, Recommendation, Report, Sent

__all__ = [
    "Action",
    "Checked",
    "Evidence",
    "Issued",
    "MeasureChosen",
    "Progress",
    "PublicReport",
    "Recommendation",
    "Reply",
    "Report",
    "Sent",
    "Theme",
    "ThemeLink",
]
