"""What a planner and a reviewer meet; it reads and never computes."""
