"""What California's registers say of an employer, as declared features."""
