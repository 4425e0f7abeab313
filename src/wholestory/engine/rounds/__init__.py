"""Inspection rounds: published results, samples, agreement, comparison, and what may be published of small counts."""
