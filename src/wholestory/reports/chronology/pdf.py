"""A chronology as a tagged PDF (PDF/UA-1): headings, lists, title and language are there for a screen reader."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.resources import files

import typst

from wholestory.reports.chronology.content import Chronology, every_text

# Letters that the fonts that come with typst hold; what is beyond them is there only if this machine has a font for it.
_BEYOND = re.compile("[^\t\n\u0020-\u052f\u1e00-\u20cf\ufffd]")


def to_pdf(chronology: Chronology) -> bytes:
    """The PDF. Every page bears the reader's mark.

    A letter that no font of this machine can show would make a page that says nothing there: it is written as its
    number, `(U+65E5)`.
    """
    try:
        return _set(chronology)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _set(every_text(chronology, lambda text: _BEYOND.sub(lambda one: f"(U+{ord(one[0]):04X})", text)))


def _set(chronology: Chronology) -> bytes:
    template = files("wholestory.reports").joinpath("pages/chronology.typ").read_bytes()
    data = {**asdict(chronology), "title": chronology.title, "line": chronology.mark.line}
    made = typst.compile(template, sys_inputs={"data": json.dumps(data)}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made
