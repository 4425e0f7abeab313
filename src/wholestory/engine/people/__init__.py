"""Who is who: a ledger of judgements between persons, and the clusters derived from it.

The judge can be replaced; the ledger and the way clusters are derived from it stay.
"""

from wholestory.engine.people.clusters import clusters_of, left_out
from wholestory.engine.people.matcher import JUDGE, judge

__all__ = ["JUDGE", "clusters_of", "judge", "left_out"]
