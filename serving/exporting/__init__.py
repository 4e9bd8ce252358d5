"""Lists as files that leave the service: each says whose it is, what for, of which list."""
