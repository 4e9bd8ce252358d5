"""CONDUCTOR: an entry whose fact was wrong, scored anew beside what was frozen.

Nothing is written into a register or a list: the owner of the fact is asked to correct it, the
list stays as it was made, and this says what the correction would have meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from features.engine.registers import Registers
from features.errors import BadOption
from features.vocabulary import AsOf
from models.single import Corrected
from serving.explaining import Told, open_cohort
from serving.scoring import scored_columns
from serving.settings import Settings
from serving.targeting.frozen import Frozen, choose_frozen, read_frozen
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["CorrectedEntry", "correct_entry", "place_of_choice", "with_row"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class CorrectedEntry:
    """An entry before and after one fact was corrected.

    `listed` is its place on the list that would have been made, None where it would not have
    been on it. `rows` is how many workplaces it was ranked among.
    """

    feature: str
    value: float | None
    before: Told
    after: Told
    found: Corrected
    listed: int | None
    rows: int

    @property
    def place_before(self) -> int:
        """Its place in the whole cohort, from 1; of equal scores the middle one."""
        return _place(self.found.before.place, self.rows)

    @property
    def place_after(self) -> int:
        """The same with the fact corrected."""
        return _place(self.found.after.place, self.rows)


def correct_entry(
    settings: Settings,
    registers: Registers,
    made: InspectionList,
    entry: ListEntry,
    reason: int,
    value: float | None,
    *,
    say: Say,
) -> CorrectedEntry:
    """The entry as it would be if the fact behind a reason (from 0) were `value`.

    None is a fact that is not known after all. Scored by the model that made the list, on the
    figures it was made of, so that nothing but the fact differs; the list is chosen again from
    what it was chosen from. Raises `BadOption` for a reason that there is not, or where the
    model that serves or the registers are not those of the list; `NotFound` when what it was
    chosen from is gone.
    """
    if not 0 <= reason < len(entry.reasons):
        raise BadOption(
            f"There is no reason {reason}: the explanation has {len(entry.reasons)}, from 0."
        )
    feature = entry.reasons[reason].feature
    origin = made.provenance
    frozen = read_frozen(settings.workspace / "choices", origin.inputs_digest)
    cohort = open_cohort(settings, registers, AsOf.parse(origin.as_of), say=say)
    if cohort.ranker.digest != origin.model_digest:
        raise BadOption(
            f"The list was made by {origin.model}, which serves no longer.",
            "promote that version for the while, or correct an entry of a newer list",
        )
    if cohort.snapshot != origin.snapshot_digest:
        raise BadOption(
            "The registers have been loaded anew since the list was made.",
            "what was wrong may be corrected there: make the lists again, and compare them",
        )
    before, after, found = cohort.corrected(entry.workplace, {feature: value})
    scored = scored_columns(found.values[None], cohort.ranker)
    row = {name: float(column[0]) for name, column in scored.items()}
    again = with_row(frozen, entry.workplace, {**row, "band": found.after.band + 1})
    return CorrectedEntry(
        feature=feature,
        value=value,
        before=before,
        after=after,
        found=found,
        listed=place_of_choice(again, made.centre.code, entry.workplace),
        rows=len(frozen.frame),
    )


def with_row(frozen: Frozen, workplace: str, scored: dict[str, float]) -> Frozen:
    """The inputs of a choice with other scores of one workplace, and all else as it was."""
    frame: pd.DataFrame = frozen.frame.copy()
    others = frame["workplace"].astype(str) != workplace
    for name, value in scored.items():
        if name in frame:
            frame[name] = frame[name].where(others, value).astype(frame[name].dtype)
    return replace(frozen, frame=frame)


def place_of_choice(frozen: Frozen, centre: str, workplace: str) -> int | None:
    """Where a workplace stands on the list that follows from the inputs; None: not on it."""
    choice = next(one for one in choose_frozen(frozen).centres if one.centre == centre)
    places = {one.workplace: one.rank for one in choice.chosen}
    return places.get(workplace)


def _place(share: float, rows: int) -> int:
    """A place counted from 1, of the middle of those with equal scores."""
    return max(1, round(share * rows + 0.5))
