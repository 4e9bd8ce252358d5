"""Washington's wage complaints, on invented rows of the same form."""
