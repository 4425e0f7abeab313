"""The pages about people and their sign-in, one module a page."""
