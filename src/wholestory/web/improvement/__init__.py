"""Recommendations followed through: issued, acted on, and whether the records show an effect."""
