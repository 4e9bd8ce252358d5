"""Tying rows that share no number: by name, place and trade, with a measured precision."""
