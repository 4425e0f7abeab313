"""Frozen values that every stage passes on. Standard library only; nothing here reads a file or a clock."""
