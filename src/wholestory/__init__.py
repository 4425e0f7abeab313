"""Wholestory reads everything that every agency wrote about a child, in order, and shows what it adds up to."""
