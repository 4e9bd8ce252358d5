"""What keeps the house standing."""
