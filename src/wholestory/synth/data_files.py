"""The data that the force is made from: TOML and text files beside the code, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of data/ as a table; `name` without its ending."""
    return tomllib.loads(text(f"{name}.toml"))


@cache
def text(name: str) -> str:
    """A file of data/ as text, by its path there."""
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
