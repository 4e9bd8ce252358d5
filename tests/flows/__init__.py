"""Flows through the whole house on a small invented world."""
