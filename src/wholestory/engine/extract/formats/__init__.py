"""Agencies' own formats to an extract: what each format says stands in `mappings/`, one file a format.

A file's format is told by what it holds. Every row is taken or set aside whole with a reason; what a mapping does not
name is kept as a further column on its record or person; ids are made of the source's own, so that reading the same
file again changes nothing.
"""

from wholestory.engine.extract.formats.converting import Choice, Conversion, convert
from wholestory.engine.extract.formats.loading import MappingError, load, shipped
from wholestory.engine.extract.formats.sources import convert_source, extract_of, is_source

__all__ = [
    "Choice",
    "Conversion",
    "MappingError",
    "convert",
    "convert_source",
    "extract_of",
    "is_source",
    "load",
    "shipped",
]
