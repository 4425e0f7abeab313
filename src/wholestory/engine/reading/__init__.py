"""Narratives read into mentions (about whom, said how) and blaming language."""
