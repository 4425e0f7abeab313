"""The pages about rounds, one module a page."""
