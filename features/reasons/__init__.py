"""Reasons as sentences: what a figure says of a workplace, in Swedish and in English."""

from pathlib import Path

__all__ = ["FOLDER"]

FOLDER = Path(__file__).parent  # of every country's sentences, a folder each
