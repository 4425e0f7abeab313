"""Inspection rounds: cases sampled from the children, graded by people blind to one another, and what that says."""
