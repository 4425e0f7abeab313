"""Who looked and why, for auditors and data guardians: the log in words, unusual reading, and broken glass reviewed."""
