"""Reading what the pages show, one module a subject."""
