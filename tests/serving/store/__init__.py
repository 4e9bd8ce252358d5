"""The store, on both of its engines."""
