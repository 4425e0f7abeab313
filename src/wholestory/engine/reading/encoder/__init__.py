"""The second way of reading: clauses compared with labelled sentences by a small sentence encoder that runs locally."""
