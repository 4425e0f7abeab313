"""Agency files in their own formats to people and records, or to rejects that say how each row can be mended.

The contract is docs/reference: one folder an agency beside `extract.toml`. What is decided here beyond it:

- A time with no more than a date counts from the start of its day. `as_at` as a bare date means the end of that day.
- `happened_from` may lie after `recorded_at` (a placement planned ahead) but not after the extract was taken.
- Spaces around ids, dates, words of a closed list, outcomes and entries of lists are dropped; nothing else is changed.
- A column that is absent is not known in every row; an empty `handling` is ordinary, and a note counts how many.
- Of rows that bear the same id the first that can be taken stays. The same person twice in the same role of the same
  record is a duplicate too; the same item twice is not, since two may have been seen.
- Dates before 1900 are slips. A cell of 10 MB (10 * 1024 * 1024 bytes) is taken, a longer one is not.
- Empty lines are no rows.
"""

from wholestory.engine.extract.manifest import ExtractError
from wholestory.engine.extract.reader import read_extract
from wholestory.engine.extract.rejects import Reject, write_rejects
from wholestory.engine.extract.result import Extract, FileCount

__all__ = ["Extract", "ExtractError", "FileCount", "Reject", "read_extract", "write_rejects"]
