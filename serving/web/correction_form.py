"""A correction as a form sends it: checked, and every fault told in the reader's words."""

from __future__ import annotations

import math

from serving.pages.correction_form import TypedCorrection
from serving.planning.choices import Dispute
from serving.planning.vocabulary import Doubted, Wrong
from serving.web.decision_form import text_faults

__all__ = ["dispute_of", "faults_of_correction", "number_in"]


def faults_of_correction(typed: TypedCorrection) -> tuple[str, ...]:
    """The keys of what is wrong with it; empty for a correction that can be asked for."""
    faults = []
    if typed.wrong not in set(Wrong):
        faults.append("place.correct.fault.what")
    if typed.reason not in set(Doubted):
        faults.append("place.correct.fault.why")
    elif typed.reason == Doubted.OTHER and not typed.comment:
        faults.append("decision.fault.other")
    return (*faults, *text_faults(typed.comment))


def dispute_of(typed: TypedCorrection) -> Dispute:
    """What is asked of the owner, of what `faults_of_correction` finds nothing wrong with."""
    return Dispute(Wrong(typed.wrong), Doubted(typed.reason), typed.comment)


def number_in(typed: str) -> float | None:
    """The number that was typed, with a comma or a point; None for what is none."""
    try:
        found = float("".join(typed.split()).replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
