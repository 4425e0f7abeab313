"""The pages about children, one module a page."""
