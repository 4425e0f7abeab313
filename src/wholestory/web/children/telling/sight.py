"""What one reader may see of one story: whose words, which related children, and whom to ask about the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.permissions import Handled, children_for, why_not_words
from wholestory.web.children.telling.outline import Holding, Line, Outline, Source


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask about what is not shown here."""

    agency: str
    contact: str
    telephone: str

    def __str__(self) -> str:
        contact = f", {self.contact}" if self.contact else ""
        telephone = f", telephone {self.telephone}" if self.telephone else ""
        return f"{self.agency}{contact}{telephone}"


class Sight:
    """A reader's sight of a story. Costs two queries, however long the story is."""

    def __init__(self, access: Access, outline: Outline, *, glass_broken: bool = False, leaving: bool = False) -> None:
        """`leaving`: what is seen leaves the program, so that no restricted record's words may be among it."""
        self._access = access
        self._leaving = leaving
        self._glass_broken = glass_broken
        self.agencies = {agency.name: agency for agency in Agency.objects.order_by()}
        theirs = {one.belongs_to for one in outline.holdings if one.belongs_to}
        theirs.update(child for tie in outline.circle for child, _ in tie.children)
        theirs.update(child for one in outline.shared for child in one.children)
        self.related = theirs
        reach = children_for(access).filter(key__in=theirs) if theirs else None
        self.permitted = set(reach.values_list("key", flat=True)) if reach is not None else set[str]()

    def may_read(self, record: Handled) -> bool:
        """Whether the words of a record of this child may be shown."""
        if self._leaving:
            return record.handling == "ordinary"
        return not why_not_words(self._access, record, glass_broken=self._glass_broken)

    def may_see(self, told: Line | Holding) -> bool:
        """Whether an event may be told at all: the child's own, and those of children who are reached."""
        return not told.belongs_to or told.belongs_to in self.permitted

    def readable(self, line: Line) -> tuple[Source, ...]:
        """The records of an event whose words may be shown."""
        if not self.may_see(line):
            return ()
        return tuple(one for one in line.sources if self._may_read_of(line.belongs_to, one))

    def may_read_all(self, holding: Holding) -> bool:
        """Whether the words of the records that an agency holds may be shown."""
        return self.may_see(holding) and self._may_read_of(holding.belongs_to, holding)

    def _may_read_of(self, belongs_to: str, record: Handled) -> bool:
        """Glass broken for one child opens no other's records."""
        if belongs_to and not self._leaving:
            return not why_not_words(self._access, record)
        return self.may_read(record)

    def ask(self, agency: str) -> Ask:
        """Whom to ask at an agency."""
        found = self.agencies.get(agency)
        return Ask(found.title, found.contact, found.telephone) if found else Ask(agency, "", "")

    def title(self, agency: str) -> str:
        """An agency's title."""
        return self.ask(agency).agency

    def withheld(self, sources: Iterable[Source], readable: Iterable[Source]) -> list[Ask]:
        """Whom to ask about the records of an event that are not shown, each agency once."""
        shown = {one.record for one in readable}
        return [self.ask(name) for name in sorted({one.agency for one in sources if one.record not in shown})]
