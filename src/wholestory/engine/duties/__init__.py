"""Duties owed: what guidance asks for after an event, when it fell due, and what is on record in answer."""

from wholestory.engine.duties.examples import run_examples
from wholestory.engine.duties.finding import find_duties

__all__ = ["find_duties", "run_examples"]
