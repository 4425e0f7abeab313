"""A chronology as a Word file, with headings and lists by style, a title and a language."""

from __future__ import annotations

import io
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from wholestory.reports.chronology.content import Chronology, Entry, Source

# By its id: looking a style up by its name reads every style of the document.
_BULLET = "ListBullet"


def to_word(chronology: Chronology) -> bytes:
    """The Word file. Every page bears the reader's mark."""
    document = Document()
    _describe(document, chronology)
    document.add_heading(chronology.title, 0)
    for line in (*chronology.who, chronology.covers):
        document.add_paragraph(line)
    document.add_paragraph(
        "Somebody must read this before it is handed on: a hidden address may be written in a way not known again."
    )
    document.add_heading("What stands unanswered", 1)
    for one in chronology.unanswered:
        document.add_paragraph(one, style="List Bullet")
    if not chronology.unanswered:
        document.add_paragraph("Nothing stands unanswered.")
    document.add_heading("What happened, in order", 1)
    for month, entries in chronology.months:
        document.add_heading(month, 2)
        for entry in entries:
            _add_entry(document, entry)
    if not chronology.months:
        document.add_paragraph("No event of this kind is on record.")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _describe(document: WordDocument, chronology: Chronology) -> None:
    document.core_properties.title = chronology.title
    document.core_properties.author = chronology.mark.who
    document.core_properties.language = "en-GB"
    normal = document.styles["Normal"]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        mark = section.header.paragraphs[0]
        mark.text = chronology.mark.line
        for run in mark.runs:
            run.font.size = Pt(8.5)
        section.footer.paragraphs[0].text = "Confidential"


def _paragraph(document: WordDocument, style_id: str = "") -> Paragraph:
    """A new paragraph at the end.

    The document's own way looks through all that was written before and through every style, for each paragraph again.
    """
    element = cast(CT_P, OxmlElement("w:p"))
    if style_id:
        element.style = style_id
    # What ends the body says of what page it is; text stands before it.
    document.element.body[-1].addprevious(element)
    return Paragraph(element, document)


def _add_entry(document: WordDocument, entry: Entry) -> None:
    line = _paragraph(document)
    line.add_run(entry.when).bold = True
    line.add_run(f" (age {entry.age})" if entry.age else "")
    line.add_run(f": {entry.says}")
    if entry.known:
        line.add_run(f" {entry.known}.").italic = True
    for source in entry.sources:
        _add_source(document, source)
    for one in entry.withheld:
        _indented(document, one)
    for one in entry.duties:
        _paragraph(document, _BULLET).add_run(one)


def _add_source(document: WordDocument, source: Source) -> None:
    _indented(document, source.says, size=9)
    if source.words:
        _indented(document, source.words)
    for one in filter(None, (source.people, source.seen)):
        _indented(document, one, size=9)
    for one in source.corrections:
        _indented(document, f"Correction: {one}")


def _indented(document: WordDocument, text: str, size: float = 10.5) -> None:
    paragraph = _paragraph(document)
    paragraph.paragraph_format.left_indent = Mm(5)
    paragraph.add_run(text).font.size = Pt(size)
