"""By when everything that a model has learnt was known: the earliest date it may rank."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.errors import KnownTooLate, NotFound
from features.vocabulary import AsOf
from models.splits import mature_by

__all__ = ["check_cutoff", "learnt_by"]


def learnt_by(card: Mapping[str, Any]) -> AsOf:
    """The first date that a model of this card may rank without telling it of later things.

    Its labels are known as they stood in the month of the delivery it was trained from, and
    none matures later than those of its last date; bands and calibration are of the same
    dates. It is the later of the two, as a first of a month.
    """
    dates = card["dates"]
    last = max(
        AsOf.parse(one)
        for part in ("trained_on", "judged_on", "served_model_also_learnt")
        for one in dates[part]
    )
    mature = mature_by(last, dates["label_timespan_months"], dates["embargo_days"])
    whole = AsOf(mature.year, mature.month, 1)
    delivered = AsOf.parse(f"{card['data']['delivered_on'][:7]}-01")
    return max(delivered, whole if mature == whole else whole.plus(1))


def check_cutoff(folder: Path, model: str, as_of: AsOf) -> None:
    """Pass, or raise `KnownTooLate` when the model in `folder` learnt later things.

    Raises `NotFound` when no card tells what it learnt: then nobody can say.
    """
    file = folder / "card.json"
    try:
        cutoff = learnt_by(json.loads(file.read_text("utf-8")))
    except (FileNotFoundError, KeyError):  # a card of an older form lacks the dates
        raise NotFound(
            f"Model {model} has no card that tells what it has learnt.",
            "run: lykta models train",
        ) from None
    if cutoff > as_of:
        raise KnownTooLate(
            f"Model {model} and its bands have learnt what was known by {cutoff.isoformat()};"
            f" a list as of {as_of.isoformat()} would be made with hindsight.",
            f"make lists as of {cutoff.isoformat()} or later, or promote a version trained from"
            f" a delivery of {as_of.isoformat()[:7]} or before: lykta models promote --version",
        )
