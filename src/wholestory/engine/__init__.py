"""The engine: pure functions from records to findings. No web framework, no clock, no network."""
