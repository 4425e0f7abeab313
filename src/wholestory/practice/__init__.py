"""Loads practice folders and refuses, with a message that teaches, what could not be trusted."""
