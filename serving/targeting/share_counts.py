"""Shares of the visits as whole numbers each week that over the weeks are just those shares.

Every visit there ever is has a number, and falls to the group in whose part of the circle the
number's place lies; places follow the golden ratio, which spreads any run of them evenly
(Weyl 1916; discrepancy of the order of log n / n). Each week adds up to the capacity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from serving.targeting.limits import VisitLimit

__all__ = ["lines_at", "share_counts"]

GOLDEN = 0.6180339887498949


def lines_at(limits: Sequence[VisitLimit], on: str, centre: str) -> list[VisitLimit]:
    """The lines that share a centre's visits over `on`: its own, else the common ones."""
    told = [one for one in limits if one.on == on and one.about_share is not None]
    own = [one for one in told if one.centre == centre]
    return own or [one for one in told if not one.centre]


def share_counts(
    shares: Mapping[str, float], capacity: int, week: int, centre: str
) -> dict[str, int]:
    """How many of a week's visits each group has; centres begin at places of their own."""
    begin = int.from_bytes(sha256(centre.encode()).digest()[:4], "big") / 2**32
    counts = dict.fromkeys(shares, 0)
    for visit in range(week * capacity, (week + 1) * capacity):
        place, upto = (begin + visit * GOLDEN) % 1.0, 0.0
        for group, share in shares.items():
            upto += share
            if place < upto:
                counts[group] += 1
                break
        else:  # the shares are a hair less than one
            counts[max(shares, key=lambda group: shares[group])] += 1
    return counts
