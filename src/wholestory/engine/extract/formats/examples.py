"""The worked examples of mapping files: each row is taken as any other would be."""

from __future__ import annotations

from wholestory.engine.extract.cells import CellError, Horizon
from wholestory.engine.extract.formats.drafts import AgencyDraft, Place
from wholestory.engine.extract.formats.mapping import Example, Format
from wholestory.engine.extract.formats.taking import Taker
from wholestory.model.moments import Moment
from wholestory.model.records import Agency

_LATE = Moment.parse("2099-12-31")


def outcome_of(one: Format, example: Example) -> tuple[tuple[str, ...], str]:
    """The records a row became, as `kind day outcome`, and the column that rejected it (one of the two is empty)."""
    draft = AgencyDraft()
    taker = Taker(one, Agency(one.id, one.agency_kind, one.agency_title), draft, Horizon(_LATE.end, _LATE.end))
    try:
        taker.take(one.table(example.table), example.row, Place("example", example.table, 1))
    except CellError as fault:
        return (), fault.column
    told = (held.cells for held in draft.records.values())
    return tuple(
        " ".join(filter(None, (cells["kind"], cells["happened_from"] or cells["recorded_at"], cells["outcome"])))
        for cells in told
    ), ""
