"""Who looked, who did what, and what was refused: rows that are only ever added, chained so that a change shows."""
