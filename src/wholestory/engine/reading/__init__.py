"""Narratives read into mentions (about whom, said how) and blaming language."""

from wholestory.engine.reading.candidates import Candidate, Note, Page, Suggest
from wholestory.engine.reading.involved import Involved
from wholestory.engine.reading.reader import Reader

__all__ = ["Candidate", "Involved", "Note", "Page", "Reader", "Suggest"]
