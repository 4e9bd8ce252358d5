"""What values a feature can have, read off its declaration: a corrected fact must be one."""

from __future__ import annotations

import math

from features.feature import Aggregate, Covered, Feature, Measure, Mismatch, Peer

__all__ = ["YES_OR_NO", "bounds_of"]

YES_OR_NO = ("ja/nej", "yes/no")
SHARES = ("andel", "share")
# Of rows, of different values, of whole months: none is below nought.
COUNTED = (Measure.COUNT, Measure.DISTINCT, Measure.MONTHS_SINCE)


def bounds_of(feature: Feature) -> tuple[float, float]:
    """The least and the most that a figure can be, infinite where nothing is declared.

    What the feature declares; else a yes or no and a share lie in 0 to 1, a distance to peers
    within its clip, and what is counted is not negative.
    """
    if feature.bounds is not None:
        return feature.bounds
    definition = feature.definition
    if isinstance(definition, Peer):
        return -definition.clip, definition.clip
    if isinstance(definition, Mismatch | Covered) or feature.unit in (*YES_OR_NO, *SHARES):
        return 0.0, 1.0
    if isinstance(definition, Aggregate):
        fades = definition.measure is Measure.DECAYED and not definition.value
        if fades or definition.measure in COUNTED:
            return 0.0, math.inf
    return -math.inf, math.inf
