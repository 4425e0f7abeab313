"""Loops over characters, words and places, made into machine code the first time that they run (Numba).

What is made is kept beside the compiled Python of its module, as that is, or in the user's cache where that folder may
not be written; where neither may, every start makes it anew, which takes some five seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., object])

# Nothing is allocated, so that nothing need count who holds an array: that would take many times as long as the loops.
_OPTIONS: Any = {"_nrt": False}


def machine_code(function: _Function) -> _Function:
    """The same function in machine code. It takes arrays, named tuples of them and numbers; it returns numbers.

    It must allocate nothing (arrays to fill are given to it), and no bounds are checked.
    """
    try:
        return cast(_Function, njit(cache=True, **_OPTIONS)(function))
    except RuntimeError:  # Numba found no folder to keep it in.
        return cast(_Function, njit(**_OPTIONS)(function))
