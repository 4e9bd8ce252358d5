"""An invented country, so that everything runs without a real record."""

from features.synthetic.world import InventReport, invent

__all__ = ["InventReport", "invent"]
