"""CONDUCTOR: two stored lists, what each was chosen from, and why they differ."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from features.country import Country
from features.engine.correcting import correct
from features.engine.registers import Registers
from features.errors import BadOption, NotFound
from features.snapshots import build_snapshots, read_matrix
from features.vocabulary import AsOf
from models.ranker import Ranker
from models.tracking import runs_of
from serving.listing import below_shares, read_bands
from serving.scoring import rescored, score_frame
from serving.settings import Settings
from serving.targeting.causes import Difference
from serving.targeting.difference import at_centre, stages
from serving.targeting.frozen import Frozen, read_frozen
from serving.targeting.inspection_list import InspectionList
from serving.targeting.selection import Selection

__all__ = ["difference_of", "stages_between"]

Say = Callable[[str], None]


def difference_of(
    settings: Settings,
    country: Country,
    before: InspectionList,
    after: InspectionList,
    say: Say,
) -> Difference:
    """Why `after` is not as `before`, a list of the same centre made earlier.

    Raises `BadOption` for lists of two centres, `NotFound` for what is no longer kept.
    """
    if before.centre.code != after.centre.code:
        raise BadOption(
            f"The lists are of two centres, {before.centre.code} and {after.centre.code}.",
            "compare lists of one centre",
        )
    found = stages_between(
        settings,
        country,
        before.provenance.inputs_digest,
        after.provenance.inputs_digest,
        say,
    )
    return at_centre(found, before.centre.code)


def stages_between(
    settings: Settings, country: Country, before: str, after: str, say: Say
) -> Sequence[Selection | None]:
    """What comes between all lists made of two inputs, told by their digests.

    Reads what both were chosen from, and works out anew only what no list was chosen from: the
    old model's scores of the later matrix and of the corrected earlier one. Raises `NotFound`
    for what is no longer kept.
    """
    kept = settings.workspace / "choices"
    old, new = read_frozen(kept, before), read_frozen(kept, after)
    by_old_model, corrected = new.frame, old.frame
    is_same_data = (old.as_of, old.snapshot_digest) == (new.as_of, new.snapshot_digest)
    is_same_model = old.model_digest == new.model_digest
    scorer = None if is_same_data and is_same_model else _Scorer(settings, country, old)
    if scorer is not None and not is_same_model:
        by_old_model = scorer.later(new)
    if is_same_data:
        corrected = old.frame
    elif old.as_of == new.as_of:
        corrected = by_old_model  # the same date by the same clocks: the data were changed
    elif scorer is not None:
        corrected = scorer.corrected(new, say)
    return stages(old, new, corrected, by_old_model)


class _Scorer:
    """The model that the older list was made by, and what it says of other matrices."""

    def __init__(self, settings: Settings, country: Country, old: Frozen) -> None:
        name, _, version = old.model.rpartition(" ")
        runs = [run for run in runs_of(settings.mlruns, name) if run["version"] == version]
        if not runs:
            raise NotFound(
                f"Model {old.model}, which made the older list, is no longer kept.",
                "restore mlruns/ from a backup",
            )
        folder = Path(runs[0]["folder"])
        self.ranker = Ranker.load(folder / "ranker")
        if self.ranker.digest != old.model_digest:
            raise BadOption(
                f"Model {old.model} is not the one that made the older list.",
                "restore mlruns/ from a backup",
            )
        self.below = below_shares(read_bands(folder))
        self.settings, self.country, self.old = settings, country, old

    def later(self, new: Frozen) -> pd.DataFrame:
        """The newer list's frame, scored by the older model."""
        folder = self.settings.workspace / "matrices" / self.country.name
        matrix = read_matrix(folder / new.snapshot_digest[:16], AsOf.parse(new.as_of))
        frame = new.frame.sort_values("workplace", ignore_index=True)
        return rescored(frame, matrix, self.ranker, self.below)

    def corrected(self, new: Frozen, say: Say) -> pd.DataFrame:
        """The older list's frame, had what was corrected since been right from the start."""
        landed = self.settings.workspace / "landed" / self.country.name
        as_of = AsOf.parse(self.old.as_of)
        with tempfile.TemporaryDirectory(dir=self.settings.workspace) as scratch:
            folder = Path(scratch)
            into = folder / "landed"
            counts = correct(landed, self.country, self.old.as_of, new.as_of, into)
            say(f"found {sum(counts.values())} corrected facts in {len(counts)} registers")
            if not counts:
                return self.old.frame
            with Registers(into, self.country) as registers:
                made = build_snapshots(registers, [as_of], folder / "matrices", say=say)
                matrix = made.read(as_of)
                return score_frame(registers, matrix, self.ranker, self.below)
