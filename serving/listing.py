"""CONDUCTOR: from a champion and a matrix to seven lists, explained, stored and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from features.country import Country
from features.engine.registers import Registers
from features.errors import NotFound
from features.snapshots import build_snapshots
from features.vocabulary import AsOf
from models.cutoff import check_cutoff
from models.freezing import freeze
from models.opening import density_of
from models.recipe import SEVERAL
from serving.exports import ListFiles, write_list_files
from serving.naming import facts_of
from serving.reviewing.gate import open_approved, using
from serving.reviewing.history import record_use
from serving.scoring import areas_of, score_frame
from serving.settings import Settings
from serving.store.database import connect, transaction
from serving.store.lists import first_inputs, made_event, save_list
from serving.store.standing import standing_of
from serving.targeting.assembling import build_lists
from serving.targeting.frozen import (
    Frozen,
    choose_frozen,
    keep_first_draws,
    write_frozen,
)
from serving.targeting.inspection_list import (
    Band,
    CentreName,
    Frequency,
    InspectionList,
    Provenance,
)
from serving.targeting.policy import read_policy
from serving.targeting.sayings import sayings_of
from serving.targeting.standing import NOTHING, Standing
from serving.targeting.week import Week

__all__ = ["MadeLists", "below_shares", "list_date", "make_lists", "read_bands"]

Say = Callable[[str], None]
FEWEST_CONTROLS = 20  # below this a band's frequency of 100 would be false precision


@dataclass(frozen=True)
class MadeLists:
    """A week's lists, whether they are new, and where their files lie."""

    lists: tuple[InspectionList, ...]
    files: tuple[ListFiles, ...]
    new: int


def list_date(registers: Registers, today: date) -> tuple[AsOf, Week]:
    """The as-of date of the delivery, and the week to plan: next week, by the clock.

    A delivery dated in the future is listed for the week after it came.
    """
    delivered = date.fromisoformat(str(registers.report["delivered_on"]))
    planned = max(Week.of(today), Week.of(delivered)).plus(1)
    return AsOf(delivered.year, delivered.month, 1), planned


def make_lists(
    settings: Settings,
    country: Country,
    registers: Registers,
    *,
    standing: Standing = NOTHING,
    at: AsOf | None = None,
    now: datetime | None = None,
    say: Say,
) -> MadeLists:
    """Score the cohort, choose, explain, freeze, store and write out the week's lists.

    What people left out in the store, and the visits that earlier plans settled, are heeded
    with `standing`. Made again in the same week from the same matrix, model, policy and
    decisions, the lists bear the same ids and nothing is stored twice. Of other ones, the
    week's first draw stands all the same, and only whoever may be visited no more gives place
    to the next of it. What they were chosen from is kept beside them, so that a draw can be
    verified and two lists compared. `at` is an
    earlier as-of date to make the lists of, for the week after it; `now` is the moment they are
    made at, for a night that is taken up again. Raises `NotFound` when no
    model has been trained, `NotApproved` when no two reviewers have approved it (it is asked
    again when lists are stored), `LimitsConflict` when no list keeps every rule.
    """
    moment = now or datetime.now(UTC)
    as_of, week = list_date(registers, moment.date())
    if at is not None:
        as_of, week = at, Week.of(at).plus(1)
    density = density_of(registers)
    approved = open_approved(settings, country, invented=density.invented)
    ranker, logged = approved.ranker, approved.logged
    for one in dict.fromkeys(approved.conditions):
        say(f"the model was approved on a condition: {one}")
    check_cutoff(logged.folder, f"{logged.name} {logged.version}", as_of)
    bands = read_bands(logged.folder)
    folder = settings.workspace / "matrices" / country.name
    snapshots = build_snapshots(registers, [as_of], folder, say=say)
    matrix = snapshots.read(as_of)
    policy = read_policy(settings.policy)
    database = connect(settings.store, create=True)
    with transaction(database) as connection:
        decided = standing.beside(standing_of(connection, week))
        first = first_inputs(connection, country.name, week)
    frozen = Frozen(
        frame=score_frame(registers, matrix, ranker, below_shares(bands)),
        policy=policy,
        week=week,
        standing=decided,
        areas=areas_of(ranker, country),
        centres={centre.code: centre.name for centre in country.centres},
        as_of=date(as_of.year, as_of.month, as_of.day),
        model=f"{logged.name} {logged.version}",
        model_digest=ranker.digest,
        snapshot_digest=snapshots.digest,
    )
    choices = settings.workspace / "choices"
    frozen = keep_first_draws(frozen, first, choices)
    selection = choose_frozen(frozen)
    inputs = write_frozen(frozen, choices)
    chosen = [one.workplace for centre in selection.centres for one in centre.chosen]
    say(f"chose {len(chosen)} of {len(matrix)} workplaces for {len(country.centres)} centres")
    kept = settings.workspace / "explanations" / country.name
    explained = freeze(registers, matrix, snapshots.digest, ranker, kept, say=say)
    lists = build_lists(
        selection,
        centres=_centre_names(country),
        facts=facts_of(registers.folder, matrix, chosen, country),
        explanations=explained.explanations(chosen, country),
        frequencies=_frequencies(bands),
        provenance=Provenance(
            country=country.name,
            as_of=as_of,
            made_at=moment,
            model=frozen.model,
            model_digest=frozen.model_digest,
            snapshot_digest=frozen.snapshot_digest,
            inputs_digest=inputs,
            invented=density.invented,
            control_rate=density.control_rate or 1.0,
        ),
        sayings=sayings_of(country, explained.catalogue),
        silent=explained.facts["silent"],
    )
    with using(database, approved) as connection:
        new = sum(save_list(connection, made, event=made_event(made)) for made in lists)
        record_use(connection, approved.review, lists)
    files = tuple(write_list_files(made, settings.workspace / "lists") for made in lists)
    say(f"stored {new} new lists of week {week}")
    return MadeLists(lists, files, new)


def below_shares(bands: Sequence[dict[str, object]]) -> list[float]:
    """The lower edge of each band, as a share of the cohort."""
    return [float(str(band["below_share"])) for band in bands]


def read_bands(folder: Path) -> list[dict[str, object]]:
    """What was written of the bands beside a model; `NotFound` when nothing was."""
    file = folder / "bands.json"
    if not file.is_file():
        raise NotFound(
            "The model that serves has no bands beside it.", "run: lykta models train"
        )
    found: list[dict[str, object]] = json.loads(file.read_text("utf-8"))
    return found


def _frequencies(bands: Sequence[dict[str, object]]) -> tuple[Frequency, ...]:
    """How often controls in each band found something in several areas at once."""
    told = []
    for number, band in enumerate(bands, start=1):
        outcomes = band["frequencies"]
        assert isinstance(outcomes, list)
        for one in outcomes:
            if one["outcome"] == SEVERAL:
                controls = round(one["controls"])
                enough = controls >= FEWEST_CONTROLS
                found = round(100 * one["findings"] / one["controls"]) if enough else None
                period = f"{str(band['first'])[:7]}–{str(band['last'])[:7]}"
                told.append(Frequency(Band(number), found, controls, period))
    return tuple(told)


def _centre_names(country: Country) -> tuple[CentreName, ...]:
    words = country.strata_words.get("county", {})
    return tuple(
        CentreName(
            centre.code,
            centre.name,
            tuple(words[code].sv if code in words else code for code in centre.counties),
        )
        for centre in country.centres
    )
