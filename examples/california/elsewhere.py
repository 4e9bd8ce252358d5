"""Visas under the same titles in other states: how far an employer reaches from home."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

__all__ = ["HERE", "elsewhere"]

HERE = "CA"
COLUMNS = ["employer", "row_no", "visa", "state", "place", "known_on", "positions"]


def elsewhere(visas: Mapping[str, pd.DataFrame], shown: pd.Series) -> pd.DataFrame:
    """One row per decision or petition outside California, of employers among `shown`.

    `visas` maps a kind of visa to its linked rows of all states. A row without a state is
    nowhere, and one that names nobody whom California's registers show is never asked for.
    """
    among = set(shown)
    rows = [
        frame[
            frame["state"].notna() & (frame["state"] != HERE) & frame["employer"].isin(among)
        ].assign(visa=visa)[COLUMNS]
        for visa, frame in visas.items()
    ]
    return pd.concat(rows, ignore_index=True)
