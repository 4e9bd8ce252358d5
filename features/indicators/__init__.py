"""Indicators: one room per source, one declaration per feature, and two for contradictions."""
