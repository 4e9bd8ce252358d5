"""A delivery examined without landing it: what to mend, in words, for those who send it."""
