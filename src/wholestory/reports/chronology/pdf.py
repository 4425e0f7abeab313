"""A chronology as a tagged PDF (PDF/UA-1): headings, lists, title and language are there for a screen reader."""

from __future__ import annotations

from dataclasses import asdict

from wholestory.reports.chronology.content import Chronology
from wholestory.reports.typesetting import typeset


def to_pdf(chronology: Chronology) -> bytes:
    """The PDF. Every page bears the reader's mark."""
    return typeset("chronology.typ", {**asdict(chronology), "title": chronology.title, "line": chronology.mark.line})
