"""CONDUCTOR: one night, from a delivery to lists; it stops rather than list badly."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from features.checks.answer import LOOK_AT, exit_code
from features.checks.checking import Before, Checked, check_delivery, last_time
from features.checks.finding import Level
from features.checks.page import page
from features.country import Accepted, Country
from features.drift import Drift, drift
from features.engine.registers import Registers
from features.errors import DeliveryRefused, LyktaError, NotFound, RegimeChanged
from features.matrix import Matrix
from features.profile import profile, read_profile, write_profile
from features.registers.loading import read_delivery
from features.snapshots import build_snapshots
from features.vocabulary import AsOf
from models.freezing import freeze
from serving.errors import MovedTooFar, ToBeLookedAt
from serving.exporting.expiring import forget_expired
from serving.listing import list_date, make_lists
from serving.logs import told
from serving.nights import Night, State, Step, Task, keep_night, last_night, new_night, only_one
from serving.reviewing.gate import open_approved
from serving.settings import Settings
from serving.weekly_differences import keep_differences

__all__ = ["Wish", "newest_delivery", "run_night"]

log = logging.getLogger(__name__)
Say = Callable[[str], None]
Facts = dict[str, int | str]


@dataclass(frozen=True)
class Wish:
    """What the night's keeper said: a date, changes answered for, and how strict to be.

    `strict` stops at what must be looked at; `moved` lets a matrix pass that has moved too far.
    """

    at: AsOf | None = None
    accepted: Sequence[Accepted] = ()
    strict: bool = False
    moved: bool = False


def run_night(
    settings: Settings,
    country: Country,
    wish: Wish = Wish(),
    *,
    now: datetime | None = None,
    say: Say,
) -> Night:
    """Check, load, build, compare, explain, list; how it ended.

    Lists are stored last, all in one transaction: a night that stops or is killed leaves those
    of the night before. A night that was killed is taken up again where it stopped, as of the
    moment it began, and ends with the same bytes; when another delivery has come since, it is
    left. Raises `NightUnderWay` while another is; any other fault ends the night and is told
    in it.
    """
    nights = settings.workspace / "nights"
    with only_one(nights):
        delivery = newest_delivery(_deliveries(settings, country))
        night = _begun(nights, _digest(delivery), now or datetime.now(UTC), say)
        keeper = _Keeper(nights, night, say)
        keep_night(nights, night)
        try:
            forgotten = forget_expired(settings.workspace / "exports")
            log.info("removed %d expired files of exports", forgotten)
            _steps(keeper, settings, country, delivery, wish)
        except LyktaError as fault:
            keeper.end(State.STOPPED, fault)
        except Exception as fault:
            log.error("the night crashed: %s", told(fault))
            keeper.end(State.CRASHED, LyktaError(f"The night crashed ({type(fault).__name__})"))
        else:
            keeper.end(State.DONE)
        return keeper.night


def newest_delivery(folder: Path) -> Path:
    """`folder` when it is a delivery; else that of its subfolders that was delivered last.

    A delivery that is still being sent has no delivery.json: it is written when all is there.
    """
    found = [path for path in folder.glob("*/delivery.json") if not path.parent.is_symlink()]
    if (folder / "delivery.json").is_file() or not found:
        return folder
    return max(found, key=lambda path: (_delivered_on(path), path.parent.name)).parent


@dataclass
class _Keeper:
    """The night as it stands, written down at each step's end."""

    nights: Path
    night: Night
    say: Say

    @contextmanager
    def step(self, task: Task) -> Iterator[Facts]:
        """Times a step, and writes it down with the facts that were put in."""
        facts: Facts = {}
        began = time.perf_counter()
        yield facts
        seconds = round(time.perf_counter() - began, 3)
        self.night = self.night.with_step(Step(task, seconds, facts))
        keep_night(self.nights, self.night)
        log.info(
            "night %s: %s done in %.1f s",
            self.night.id,
            task,
            seconds,
            extra={"told": {"night": self.night.id, "step": task, "seconds": seconds, **facts}},
        )

    def end(self, state: State, fault: LyktaError | None = None) -> None:
        """Write down how it ended."""
        self.night = replace(self.night, state=state)
        if fault is not None:
            message, hint, code = fault.message, fault.hint, fault.exit_code
            self.night = replace(self.night, fault=message, hint=hint, exit_code=code)
        keep_night(self.nights, self.night)
        log.info("night %s ended: %s", self.night.id, state)


def _steps(
    keeper: _Keeper, settings: Settings, country: Country, delivery: Path, wish: Wish
) -> None:
    say = keeper.say
    # Before hours of work: there is a model, and it is the one that was approved.
    ranker = open_approved(settings, country, invented=_is_invented(delivery)).ranker
    landed = settings.workspace / "landed" / country.name
    if keeper.night.did(Task.CHECK) is None:
        with keeper.step(Task.CHECK) as facts:
            report = keeper.nights / keeper.night.id / "delivery.html"
            facts |= _checked(delivery, country, landed, report, wish, say)
    with keeper.step(Task.LOAD) as facts:
        loaded = read_delivery(delivery, country, landed, say=say, accepted=wish.accepted)
        facts["registers"] = len(loaded.tables)
        facts["rows"] = sum(one.landed.landed for one in loaded.tables)
        facts["unchanged"] = sum(one.unchanged for one in loaded.tables)
    with Registers(landed, country) as registers:
        as_of = wish.at or list_date(registers, keeper.night.began_at.date())[0]
        with keeper.step(Task.FEATURES) as facts:
            folder = settings.workspace / "matrices" / country.name
            snapshots = build_snapshots(registers, [as_of], folder, say=say)
            matrix = snapshots.read(as_of)
            facts |= {"as_of": as_of.isoformat(), "workplaces": len(matrix)}
        profiles = keeper.nights / "profiles" / country.name
        with keeper.step(Task.DRIFT) as facts:
            facts |= _compared(matrix, profiles, wish)
        with keeper.step(Task.EXPLANATIONS) as facts:
            kept = settings.workspace / "explanations" / country.name
            frozen = freeze(registers, matrix, snapshots.digest, ranker, kept, say=say)
            facts["workplaces"] = len(frozen.workplaces)
        with keeper.step(Task.LISTS) as facts:
            made = make_lists(
                settings, country, registers, at=wish.at, now=keeper.night.began_at, say=say
            )
            facts |= {"lists": len(made.lists), "new": made.new}
            facts |= {"week": str(made.lists[0].week) if made.lists else ""}
        # The lists stand by now: whoever plans need not wait for why they differ.
        with keeper.step(Task.DIFFERENCES) as facts:
            facts["compared"] = keep_differences(settings, country, made.lists, say)
    write_profile(profile(matrix), profiles)


def _checked(
    delivery: Path, country: Country, landed: Path, report: Path, wish: Wish, say: Say
) -> Facts:
    """Examine the delivery, keep the report, and stop at what loading would stop at."""
    before = last_time(landed, country) if (landed / "tallies").is_dir() else Before()
    checked = check_delivery(delivery, country, before, accepted=wish.accepted, say=say)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(page(checked, "sv"), "utf-8")
    count = {level: sum(f.level is level for f in checked.findings) for level in Level}
    code = exit_code(checked)
    if code not in (0, LOOK_AT):
        kind = RegimeChanged if code == RegimeChanged.exit_code else DeliveryRefused
        raise kind(
            f"The delivery cannot be loaded, for {count[Level.STOP]} reasons:"
            f" {_first(checked, Level.STOP)}",
            f"{_READ} and ask for a new delivery; the last good lists stand",
        )
    if code == LOOK_AT and wish.strict:
        raise ToBeLookedAt(
            f"{count[Level.ASK]} things in the delivery must be looked at:"
            f" {_first(checked, Level.ASK)}",
            f"{_READ}; then run the night without --strict",
        )
    return {"ask": count[Level.ASK], "note": count[Level.NOTE]}


_READ = "read delivery.html in the night's folder"


def _first(checked: Checked, level: Level) -> str:
    """The first three findings in words, without any row."""
    found = [one for one in checked.findings if one.level is level]
    said = "; ".join(
        f"{one.table or 'the delivery'}{'.' + one.column if one.column else ''}: {one.says.en}"
        for one in found[:3]
    )
    return f"{said}{f'; and {len(found) - 3} more' if len(found) > 3 else ''}."


def _compared(matrix: Matrix, profiles: Path, wish: Wish) -> Facts:
    """Compare with the last good night's matrix of an earlier date, where there is one."""
    here = matrix.as_of.isoformat()
    earlier = [path for path in sorted(profiles.glob("*.json")) if path.stem < here]
    if not earlier:
        return {"against": "", "moved": 0, "too_far": 0}
    found: Drift = drift(read_profile(earlier[-1]), matrix)
    far = [one for one in found.changes if one.stop]
    if far and not wish.moved:
        named = ", ".join(f"{one.name} ({one.kind}, {one.size:.2f})" for one in far[:5])
        raise MovedTooFar(
            f"The matrix of {here} has moved too far from {found.before}: {len(far)} of"
            f" {found.compared} comparisons stop the night: {named}.",
            "find out why; when it is right as it is, run with --moved",
        )
    return {"against": found.before, "moved": len(found.changes), "too_far": len(far)}


def _begun(nights: Path, digest: str, now: datetime, say: Say) -> Night:
    """The night to go on with, or a new one."""
    last = last_night(nights)
    if last is not None and last.state is State.UNDER_WAY:
        if last.delivery == digest:
            say(f"takes up night {last.id}, which was killed after {len(last.steps)} steps")
            return replace(last, resumed=last.resumed + 1)
        keep_night(nights, replace(last, state=State.LEFT))
    return new_night(nights, now, digest)


def _deliveries(settings: Settings, country: Country) -> Path:
    folder = settings.extracts or settings.workspace / "extracts" / country.name
    if not folder.is_dir():
        raise NotFound(
            f"There is no folder of deliveries {folder.as_posix()}.",
            "name it with --extracts or LYKTA_EXTRACTS",
        )
    return folder


def _delivered_on(path: Path) -> date:
    """The day that a delivery gives; the first of all days when it gives none."""
    try:
        said: Mapping[str, str] = json.loads(path.read_text("utf-8"))
        return date.fromisoformat(said["delivered_on"])
    except (ValueError, KeyError, TypeError):
        return date.min


def _is_invented(path: Path) -> bool:
    """Whether a delivery says that it is invented, as `density_of` reads it once landed."""
    try:
        said = json.loads((path / "delivery.json").read_text("utf-8"))
        return said.get("control_rate") is not None
    except (OSError, ValueError, AttributeError):
        return False


def _digest(delivery: Path) -> str:
    """SHA-256 of the files of a delivery and what they are called."""
    digest = hashlib.sha256()
    for path in sorted(one for one in delivery.rglob("*") if one.is_file()):
        digest.update(path.relative_to(delivery).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
