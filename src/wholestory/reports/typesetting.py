"""Setting plain values as a tagged PDF (PDF/UA-1) by a template of this package."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files

import typst

from wholestory.reports.printable import printable

Value = str | int | float | bool | None | list["Value"] | tuple["Value", ...] | dict[str, "Value"]

# Letters that the fonts that come with typst hold; what is beyond them is there only if this machine has a font for it.
_BEYOND = re.compile("[^\t\n\u0020-\u052f\u1e00-\u20cf\ufffd]")


def typeset(template: str, data: Value) -> bytes:
    """The PDF that a template makes of `data`.

    A letter that no font of this machine can show would make a page that says nothing there: it is written as its
    number, `(U+65E5)`. What cannot be shown at all is shown as the sign for that.
    """
    plain = _texts(data, printable)
    try:
        return _compiled(template, plain)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(template, _texts(plain, lambda text: _BEYOND.sub(lambda one: f"(U+{ord(one[0]):04X})", text)))


def _compiled(template: str, data: Value) -> bytes:
    source = files("wholestory.reports").joinpath(f"pages/{template}").read_bytes()
    made = typst.compile(source, sys_inputs={"data": json.dumps(data)}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


def _texts(value: Value, change: Callable[[str], str]) -> Value:
    """The same with every text changed, wherever it stands."""
    match value:
        case str():
            return change(value)
        case dict():
            return {name: _texts(one, change) for name, one in value.items()}
        case list() | tuple():
            return [_texts(one, change) for one in value]
        case _:
            return value
