"""Every write of this application, by what it is about."""
