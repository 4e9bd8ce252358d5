"""Indicators: one room per source, one declaration per feature, and one for contradictions."""
