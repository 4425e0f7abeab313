"""The sections of the leaders' page, each from the records themselves."""
