"""What people share: adults, vehicles, phones, accounts and places that the records of several people hold.

Stands below the stages and above `things`: the story of one child and the network of all rest on the same sightings.
What links nobody is decided here once: places where unrelated people are, homes, and households among themselves.
"""

from wholestory.engine.sharing.cast import Cast
from wholestory.engine.sharing.circle import Circles
from wholestory.engine.sharing.network import Network, Recurring
from wholestory.engine.sharing.sightings import Sighting, Sightings

__all__ = ["Cast", "Circles", "Network", "Recurring", "Sighting", "Sightings"]
