"""The invented Sweden."""
