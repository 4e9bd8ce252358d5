"""Which places of a week's lists are in which group: the cases behind their audit's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from models.audit.counts import Labels
from serving.targeting.inspection_list import InspectionList

__all__ = ["places_by_group"]


def places_by_group(
    made: Sequence[InspectionList], frame: pd.DataFrame, attributes: Mapping[str, Labels]
) -> dict[str, Any]:
    """Which places of the lists are in which group, by their ids, as plain data.

    Those chosen by the order or by decision. `attributes` are groupings that anybody may read
    in the registers, a group per row of `frame`: of a band that audits alone read, a list of
    the workplaces in it would be the band.
    """
    ids = {e.workplace: e.id for one in made for e in one.entries if e.drawn != "random"}
    places = frame["workplace"].map(ids)
    listed = np.flatnonzero(places.notna())
    groups: dict[str, dict[str, list[str]]] = {name: {} for name in attributes}
    for name, labels in attributes.items():
        for row in listed:
            groups[name].setdefault(str(labels[row]), []).append(str(places.iloc[row]))
    return {"lists": {one.centre.code: one.id for one in made}, "groups": groups}
