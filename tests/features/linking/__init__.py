"""Tying rows that share no number."""
