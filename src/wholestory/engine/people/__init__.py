"""Who is who: a ledger of judgements between persons, and the clusters derived from it.

The judge can be replaced; the ledger and the way clusters are derived from it stay.
"""

from wholestory.engine.people.clusters import clusters_of, left_out
from wholestory.engine.people.company import Involvements
from wholestory.engine.people.ledger import live_rows
from wholestory.engine.people.matcher import judge, judge_new
from wholestory.engine.people.model import LinkingModel, LinkingModelError, read_model, shipped_model
from wholestory.engine.people.queue import Unsettled, unsettled
from wholestory.engine.people.training import train

__all__ = [
    "Involvements",
    "LinkingModel",
    "LinkingModelError",
    "Unsettled",
    "clusters_of",
    "judge",
    "judge_new",
    "left_out",
    "live_rows",
    "read_model",
    "shipped_model",
    "train",
    "unsettled",
]
