"""The account of the machine that a command runs under: who typed it, or trained a model."""

from __future__ import annotations

import getpass
import os

__all__ = ["account"]


def account() -> str:
    """The account's name; its number where it has none, as in a container run as any user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # which of them depends on Python's version
        return f"uid {os.getuid()}"
