"""Stories read into duties: what was owed, and whether it was done."""
