"""A delivery examined: what is caught, and what is left in peace."""
