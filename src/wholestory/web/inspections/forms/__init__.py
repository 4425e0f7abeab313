"""The forms of the pages about rounds."""
