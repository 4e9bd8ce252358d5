"""Top floor: lists, pages, reviews and records."""
