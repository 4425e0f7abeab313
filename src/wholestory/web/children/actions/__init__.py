"""Everything that people do about children: every write, by name and on record, one module a subject."""
