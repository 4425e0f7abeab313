"""Stories read into concerns: what the signs add up to."""
