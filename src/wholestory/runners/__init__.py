"""Runs the review over many children: one machine here, a cluster later."""
