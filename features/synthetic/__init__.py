"""An invented country, so that everything runs without a real record."""
