"""ONNX Runtime as it is used here: on one thread, without its own log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session_of(model: str | bytes) -> InferenceSession:
    """A session for a model, given by its file or whole. One thread: workers are the way to use more processors."""
    # Asked for here, so that what reads by rules alone does not wait for it.
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])
