"""The examples: other countries declared beside the core."""
