"""What reasons are told with."""
