"""What a child's records mean together: patterns, written as practice data, found in the order of becoming known."""

from wholestory.engine.patterns.examples import run_examples
from wholestory.engine.patterns.finding import find_concerns

__all__ = ["find_concerns", "run_examples"]
