"""Other countries and agencies, each declared beside the core and unknown to it."""
