"""Products of vectors with many fixed ones in whole numbers, which processors do several times as fast as in floats.

ONNX Runtime does them, as it runs the encoder: numpy has no such product that is quick. Its model for this is one step
and the fixed vectors, and is written here in the few fields of its format (a protocol buffer) that it needs; the
package that writes any model would bring 18 MB with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.runtime import session_of

Bytes = NDArray[np.int8]
Products = NDArray[np.int32]

# As ONNX numbers them: kinds of numbers, versions, and the fields of each message.
_UINT8, _INT8 = 2, 3
_FORMAT, _OPERATORS = 8, 17
_HALF = 128


class FixedProducts:
    """The products with fixed vectors, one a column (whole numbers from -63 to 63)."""

    def __init__(self, columns: Bytes) -> None:
        self._session = session_of(_model(columns))

    def of(self, rows: Bytes) -> Products:
        """For each row (whole numbers from -127 to 127) its product with every column."""
        products: Products = self._session.run(None, {"rows": (rows.astype(np.int16) + _HALF).astype(np.uint8)})[0]
        return products


def _model(columns: Bytes) -> bytes:
    """MatMulInteger of what is given, `_HALF` above what is meant, with the columns."""
    node = [(1, b"rows"), (1, b"columns"), (1, b"half"), (2, b"products"), (4, b"MatMulInteger")]
    half = _tensor("half", np.array(_HALF, np.uint8), _UINT8)
    given = [(1, b"rows"), (2, _message([(1, _message([(1, _UINT8)]))]))]
    graph = _message(
        [
            (1, _message(node)),
            (2, b"products"),
            (5, _tensor("columns", columns, _INT8)),
            (5, half),
            (11, _message(given)),
            (12, _message([(1, b"products")])),
        ]
    )
    return _message([(1, _FORMAT), (7, graph), (8, _message([(2, _OPERATORS)]))])


def _tensor(name: str, values: NDArray[Any], kind: int) -> bytes:
    lengths = [(1, length) for length in values.shape]
    return _message([*lengths, (2, kind), (8, name.encode()), (9, np.ascontiguousarray(values).tobytes())])


def _message(fields: Iterable[tuple[int, int | bytes]]) -> bytes:
    """A protocol buffer's message: numbered fields, each a whole number or bytes with their length."""
    parts = []
    for number, content in fields:
        if isinstance(content, int):
            parts += [_whole(number << 3), _whole(content)]
        else:
            parts += [_whole(number << 3 | 2), _whole(len(content)), content]
    return b"".join(parts)


def _whole(number: int) -> bytes:
    """A whole number, seven bits a byte, the lowest first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
