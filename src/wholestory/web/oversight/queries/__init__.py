"""Reading the log for people: its rows in words, what was unusual in it, and glass that was broken."""
