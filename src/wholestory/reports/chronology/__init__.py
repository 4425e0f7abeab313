"""A child's chronology for a conference, as a PDF that everybody can read and as a Word file."""

from wholestory.reports.chronology.content import Chronology, Entry, ReadersMark, Source
from wholestory.reports.chronology.pdf import to_pdf
from wholestory.reports.chronology.safe_contact import SafeContacts
from wholestory.reports.chronology.word import to_word

__all__ = ["Chronology", "Entry", "ReadersMark", "SafeContacts", "Source", "to_pdf", "to_word"]
