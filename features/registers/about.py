"""What a delivery says of itself: when it was made, for which country, how dense."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from features.country import Country
from features.errors import DeliveryRefused

__all__ = ["About", "read_about"]


@dataclass(frozen=True)
class About:
    """What delivery.json says."""

    delivered_on: date
    control_rate: float | None


def read_about(extracts: Path, country: Country) -> tuple[About, list[str]]:
    """delivery.json, if there is one: without it the delivery is of today, and real."""
    today = datetime.now(UTC).date()
    path = extracts / "delivery.json"
    if not extracts.is_dir():
        raise DeliveryRefused(
            f"There is no delivery in {extracts.as_posix()}.",
            "give the folder with --extracts, or run: lykta features invent",
        )
    if not path.is_file():
        return About(today, None), []
    try:
        said = json.loads(path.read_text("utf-8"))
        found = About(date.fromisoformat(said["delivered_on"]), said.get("control_rate"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return About(today, None), ["delivery.json: gives no delivered_on as YYYY-MM-DD"]
    if said.get("country", country.name) != country.name:
        return found, [f"delivery.json: is for another country than {country.name}"]
    return found, []
