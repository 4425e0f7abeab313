"""What a screen reader gets of a tagged PDF: its structure tree, element by element, with the text of each."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)


@dataclass
class Element:
    """An element: its tag (P, H1, Table, TH…), its own text without that of elements within, and those elements."""

    tag: str
    text: str = ""
    alt: str = ""
    within: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Itself and all within, in the order in which they are read."""
        yield self
        for one in self.within:
            yield from one.walk()

    @property
    def all_text(self) -> str:
        """Its text with that of everything within, spaces as one."""
        return " ".join(" ".join(one.text for one in self.walk()).split())


@dataclass(frozen=True)
class Tagged:
    """A tagged document: what it declares, and the root of its structure."""

    title: str
    language: str
    marked: bool
    declares_ua: int
    shows_title: bool
    root: Element

    def texts(self, *tags: str) -> list[str]:
        """The text of every element of some tags, in reading order."""
        return [one.all_text for one in self.root.walk() if one.tag in tags]


def tagged(content: bytes) -> Tagged:
    """Read a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        texts = {page.obj.objgen: _marked_texts(page) for page in pdf.pages}
        return Tagged(
            title=str(metadata["dc:title"]),
            language=str(pdf.Root.Lang),
            marked=bool(pdf.Root.MarkInfo.Marked),
            declares_ua=int(metadata["pdfuaid:part"]),
            shows_title=bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            root=_element(pdf.Root.StructTreeRoot, texts, None),
        )


PageTexts = Mapping[tuple[int, int], Mapping[int, str]]


def _element(node: pikepdf.Object, texts: PageTexts, page: tuple[int, int] | None) -> Element:
    page = node.Pg.objgen if "/Pg" in node else page
    found = Element(str(node.get("/S", "/Root"))[1:], alt=str(node.get("/Alt", "")))
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            assert page
            found.text += texts[page].get(kid, "")
        elif "/MCID" in kid:
            found.text += texts[kid.Pg.objgen if "/Pg" in kid else page or (0, 0)].get(int(kid.MCID), "")
        elif "/S" in kid:
            found.within.append(_element(kid, texts, page))
    return found


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = defaultdict(str)
    open_marks: list[int | None] = []
    letters: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                open_marks.append(_number(operands[1]) if len(operands) > 1 else None)
            case "EMC":
                open_marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                number = next((one for one in reversed(open_marks) if one is not None), None)
                if number is not None:
                    found[number] += "".join(_shown(operands[0], letters))
    return found


def _number(properties: pikepdf.Object) -> int | None:
    return int(properties["/MCID"]) if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties else None


def _shown(shown: pikepdf.Object, letters: Mapping[int, str]) -> Iterator[str]:
    for one in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(one, pikepdf.String):
            raw = bytes(one)
            for at in range(0, len(raw), 2):
                yield letters.get(int.from_bytes(raw[at : at + 2], "big"), "?")


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What each two-byte code of a font stands for, by its ToUnicode table."""
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(font.ToUnicode.read_bytes()):
        codes = _HEX.findall(block)
        step = 2 if kind == b"bfchar" else 3
        for at in range(0, len(codes) - step + 1, step):
            first, last, letter = codes[at], codes[at + step - 2], bytes.fromhex(codes[at + step - 1].decode())
            for place in range(int(last, 16) - int(first, 16) + 1):
                text = letter.decode("utf-16-be")
                found[int(first, 16) + place] = text[:-1] + chr(ord(text[-1]) + place)
    return found
