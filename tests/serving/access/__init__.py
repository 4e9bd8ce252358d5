"""Who may enter, and what for."""
