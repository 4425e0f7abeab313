"""The tables of this application: reports, what they recommend, and what was done about it."""

from wholestory.web.improvement.models.following import Action, MeasureChosen, Progress
from wholestory.web.improvement.models.recommendations import Issued, Recommendation, Report, Sent

__all__ = ["Action", "Issued", "MeasureChosen", "Progress", "Recommendation", "Report", "Sent"]
