"""CONDUCTOR: the group audit of the lists that a week's centres were sent.

The cohort is everybody who was ranked that week, not those who were visited. Places chosen by
the order, or by decision, count as selected; those drawn by lot are what the order is held
against, with every visit that was ever drawn by lot. Outcomes are what visits to the listed
places found: there are none until somebody has been there and what was found changes no more,
by the embargo that labels keep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from features.country import Country
from features.engine.registers import Registers
from features.errors import NotFound
from features.snapshots import newest_matrix
from features.vocabulary import AsOf
from models.audit.arms import (
    CONTROLS,
    area_of,
    arm_of,
    controls_of,
    outcome_in,
    settled,
    visits_of,
)
from models.audit.attributes import attributes_of
from models.audit.counts import Labels
from models.audit.groups import GroupAudit, Seen, audit_groups
from models.audit.kept import keep, kept_keys
from models.audit.naming import words_of_groups
from models.audit.policy import Tolerance
from models.audit.told import audit_said
from models.labels import CONTESTED, embargo_of
from models.recipe import SEVERAL
from serving.access.callers import Caller
from serving.group_places import places_by_group
from serving.model_cards import cards_of
from serving.planning.feeding_back import CHOSEN_BY, FedBack, fed_back
from serving.planning.vocabulary import Result
from serving.reading import read_list, read_lists
from serving.scoring import AREA
from serving.settings import Settings
from serving.store.database import connect, looking
from serving.store.visits_found import visits_found
from serving.targeting.frozen import read_frozen
from serving.targeting.inspection_list import InspectionList
from serving.targeting.week import Week

__all__ = [
    "audit_lists",
    "controls_in",
    "groups_at_each",
    "lists_of_week",
    "origins_said",
    "seen_of",
    "weeks_unaudited",
]

Say = Callable[[str], None]


def lists_of_week(
    settings: Settings, caller: Caller, week: Week | None
) -> list[InspectionList]:
    """The newest list of each centre of a week, by default the last; each read is recorded.

    Raises `NotFound` where there are none.
    """
    database = connect(settings.store)
    heads = read_lists(database, caller, week=week)
    if not heads:
        raise NotFound(f"There are no lists{f' of week {week}' if week else ''}.")
    last = heads[0].made.week
    newest = {h.made.centre.code: h.made.id for h in reversed(heads) if h.made.week == last}
    return [read_list(database, caller, one) for one in newest.values()]


def weeks_unaudited(settings: Settings, caller: Caller, country: str) -> tuple[Week, ...]:
    """The weeks that lists were sent for and no audit is kept of, oldest first."""
    there = kept_keys(settings.workspace, country, "lists", "groups")
    sent = {head.made.week for head in read_lists(connect(settings.store), caller)}
    return tuple(week for week in sorted(sent) if str(week) not in there)


def audit_lists(
    settings: Settings,
    registers: Registers,
    made: Sequence[InspectionList],
    tolerance: Tolerance,
    *,
    on: date,
    outcome: str = SEVERAL,
    pairs: bool = True,
    say: Say,
) -> tuple[GroupAudit, dict[str, Any]]:
    """Audit lists of one week together, over everybody who was ranked for them.

    Only outcomes that were settled `on` that day count: registers as known at the first of its
    month, our own visits as they stand. A contested finding is what it was to the models that
    made the lists: one, or unknown.
    Groups are as they were at the as-of date of each list; the result says every date and
    every model. Earlier visits are counted up to the first of the dates. The result as plain
    data is kept in the workspace under the week.
    """
    country = registers.country
    apart: tuple[str, ...] = ()

    def groups_at(as_of: AsOf) -> tuple[pd.Index, Mapping[str, Labels]]:
        nonlocal apart
        matrix = newest_matrix(settings.workspace, country.name, as_of)
        groups, apart = attributes_of(registers, matrix, settings.workspace)
        return pd.Index(matrix.frame.column("workplace").to_pandas()), groups

    frames = []
    for one in made:
        frozen = read_frozen(settings.workspace / "choices", one.provenance.inputs_digest)
        frames.append(frozen.frame[frozen.frame["centre"] == one.centre.code])
    frame = pd.concat(frames, ignore_index=True)
    dates = [AsOf.parse(one.provenance.as_of) for one in made]
    attributes = groups_at_each(list(zip(dates, frames, strict=True)), groups_at)
    with looking(connect(settings.store)) as connection:
        told_back = fed_back(visits_found(connection), country)
    known = registers.rows(country.outcomes.rows, AsOf(on.year, on.month, 1))
    official = settled(known, country.outcomes, on)
    area = area_of(outcome)
    waits = _contested_wait(settings, made)
    ours = controls_in(told_back, country, area, on=on, contested_wait=waits)
    seen = seen_of(frame, made, ours, outcome, attributes)
    workplaces = frame["workplace"].to_numpy(object)
    of_outcome = _together(controls_of(official, area, contested_wait=waits), ours)
    arm = arm_of(of_outcome, outcome, workplaces, attributes, on)
    whole = _together(
        controls_of(official, contested_wait=waits),
        controls_in(told_back, country, on=on, contested_wait=waits),
    )
    visits = visits_of(whole, min(dates), tolerance.repeat_months)
    found = audit_groups(seen, arm, visits, tolerance, pairs=pairs)
    week = str(made[0].week)
    drawn = sum(one.random for one in made)
    say(f"audited {len(made)} lists of week {week} over {len(frame)} workplaces")
    told = {
        "week": week,
        "lists": [one.id for one in made],
        **origins_said(made),
        "outcome": outcome,
        "settled_on": on,
        "contested": "wait" if waits else "count",
        "selected": f"places by order or decision; {drawn} more were drawn by lot",
        "read_by_audits_alone": list(apart),
        "words": words_of_groups(country),
        **audit_said(found, tolerance),
    }
    if outcome == SEVERAL:  # another outcome is another question
        keep(settings.workspace, country.name, "lists", week, "groups", told)
        open_to_all = {name: g for name, g in attributes.items() if name not in apart}
        cases = places_by_group(made, frame, open_to_all)
        keep(settings.workspace, country.name, "lists", week, "cases", cases)
    return found, told


def groups_at_each(
    parts: Sequence[tuple[AsOf, pd.DataFrame]],
    groups_at: Callable[[AsOf], tuple[pd.Index, Mapping[str, Labels]]],
) -> dict[str, Labels]:
    """The groups of everybody ranked, in the order of the parts, each at its own date.

    `groups_at` gives the workplaces there were at a date and their groups. Raises `NotFound`
    where somebody who was ranked is not among them.
    """
    known = {as_of: groups_at(as_of) for as_of in dict.fromkeys(as_of for as_of, _ in parts)}
    found: dict[str, list[Labels]] = {}
    for as_of, ranked in parts:
        there, groups = known[as_of]
        place = there.get_indexer(pd.Index(ranked["workplace"]))
        if (place < 0).any():
            raise NotFound(
                f"{int((place < 0).sum())} of {len(ranked)} ranked workplaces are not in the"
                f" newest matrix of {as_of.isoformat()}.",
                "restore matrices/ of the workspace as it was when the lists were made",
            )
        for name, labels in groups.items():
            found.setdefault(name, []).append(labels[place])
    return {name: np.concatenate(labels) for name, labels in found.items()}


def origins_said(made: Sequence[InspectionList]) -> dict[str, Any]:
    """Every as-of date and model that the lists were made from, as plain data.

    `model_digest` is None where they are several: then the audit is of no one model.
    """
    models = sorted({one.provenance.model_digest for one in made})
    return {
        "model_digest": models[0] if len(models) == 1 else None,
        "model_digests": models,
        "as_of": sorted({AsOf.parse(one.provenance.as_of) for one in made}),
    }


def seen_of(
    frame: pd.DataFrame,
    made: Sequence[InspectionList],
    controls: pd.DataFrame,
    outcome: str,
    attributes: Mapping[str, np.ndarray[Any, np.dtype[Any]]],
) -> Seen:
    """Everybody of the frame, selected where a list has them otherwise than by lot.

    An outcome is that of the first visit from the list's week on.
    """
    listed = {
        entry.workplace for one in made for entry in one.entries if entry.drawn != "random"
    }
    monday = pd.Timestamp(min(one.week.monday for one in made))
    after = controls[controls["happened"] >= monday].sort_values("happened", kind="stable")
    first = after.drop_duplicates("workplace")
    told = dict(zip(first["workplace"], outcome_in(first, outcome), strict=True))
    area = f"{AREA}{outcome}"
    expected = frame[area] if area in frame else pd.Series(np.nan, frame.index)
    return Seen(
        np.asarray(frame["workplace"].isin(listed), np.float64),
        np.asarray(frame["workplace"].map(told), np.float64),
        np.asarray(expected, np.float64),
        frame["employer"].to_numpy(object),
        attributes,
    )


def _together(official: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Both, a visit that is in both as we have it."""
    both = pd.concat([official, ours], ignore_index=True)
    return both.drop_duplicates(["workplace", "happened"], keep="last")


def _contested_wait(settings: Settings, made: Sequence[InspectionList]) -> bool:
    """Whether a contested finding was unknown to a model that made the lists, by its card.

    A model whose card is not on this machine is taken at the default: a finding counts.
    """
    models = {one.provenance.model_digest: None for one in made}
    cards = cards_of(settings.mlruns, models).values()
    return any(card.get("dates", {}).get("contested") == "wait" for card in cards)


def controls_in(
    told: FedBack,
    country: Country,
    area: str | None = None,
    *,
    on: date,
    contested_wait: bool = False,
) -> pd.DataFrame:
    """What our own visits found, a row per visit, as `models.audit.arms.controls_of` has it.

    An area counts once its outcome is settled, by its embargo, `on` that day.
    """
    names = {one.name for one in country.outcomes.areas if area in (None, one.name)}
    outcomes = told.outcomes.to_pandas()
    outcomes = outcomes[outcomes["area"].isin(names)].sort_values("known_at", kind="stable")
    # The last word of each authority on each area stands; a visit's day may be corrected.
    last = outcomes.drop_duplicates(["control_no", "authority", "area"], keep="last")
    visited = pd.to_datetime(last["controlled_on"])
    over = visited + embargo_of(last["area"], country.outcomes, None) <= pd.Timestamp(on)
    last = last[over]
    if contested_wait:
        disputed = (last["outcome"] == Result.FINDING.value) & (last["status"] == CONTESTED)
        last = last.assign(outcome=last["outcome"].mask(disputed, Result.NOT_CHECKED.value))
    by_area = (
        last.assign(
            looked=last["outcome"] != Result.NOT_CHECKED.value,
            found=last["outcome"] == Result.FINDING.value,
        )
        .groupby(["control_no", "area"])[["looked", "found"]]
        .max()
    )
    visits = by_area.astype(int).groupby(level="control_no").sum().reset_index()
    drawn = told.controls.to_pandas().drop_duplicates("control_no", keep="last")
    joined = visits.merge(drawn, on="control_no")
    made: pd.DataFrame = joined.assign(
        workplace=joined["cfar"].astype(str),
        employer=joined["org_no"].astype(str),
        happened=pd.to_datetime(joined["controlled_on"]),
        random=joined["chosen_by"] == CHOSEN_BY["random"],
        inclusion=joined["inclusion_probability"].astype(np.float64),
    )[list(CONTROLS)]
    return made
