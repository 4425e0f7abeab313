"""Narratives read into mentions (about whom, said how) and blaming language."""

from wholestory.engine.reading.involved import Involved
from wholestory.engine.reading.reader import Reader

__all__ = ["Involved", "Reader"]
