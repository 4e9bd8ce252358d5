"""The one door to SQL: what the service remembers."""
