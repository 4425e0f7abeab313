"""Findings written for people (HTML) and for programs (CSV, JSON)."""
