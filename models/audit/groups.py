"""CONDUCTOR of a group audit: a cohort that was cut, counted by group, held and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from models.audit.counts import EVERYBODY, Counts, Floats, Labels, count_groups
from models.audit.disparities import Group, compare_groups
from models.audit.held import Held, Repeats, held_by_group, repeats_by_group
from models.audit.list_burden import ListBurden, burdens_of_list
from models.audit.lots import Arm, Drawn, count_drawn
from models.audit.policy import Tolerance
from models.audit.verdicts import Verdict, worst

__all__ = ["Audited", "GroupAudit", "Seen", "audit_groups"]

SELECTION = "pprev"  # the rate that a burden explains, and that is judged as one
MOST_GROUPS = 8  # attributes with more have no intersections: most would be of nobody


@dataclass(frozen=True)
class Seen:
    """A whole cohort, a row per workplace (and date): who was selected and what was found.

    `selected` are chances from 0 to 1, `outcomes` 1, 0 or NaN where nobody knows, `expected`
    the frequency of a finding that the model says, NaN where it says none. A cohort of several
    `dates` has much the same workplaces on each: errors are those of one date's number of rows.
    """

    selected: Floats
    outcomes: Floats
    expected: Floats
    employers: Labels
    attributes: Mapping[str, Labels]
    dates: int = 1


@dataclass(frozen=True)
class Audited:
    """One group of one attribute, all that was found of it.

    `verdict` is the worst of all that was judged. How often the group is selected is judged by
    its burden: against what the random arm shows for it.
    """

    group: Group
    burden: ListBurden
    held: Held | None
    repeats: Repeats | None

    @property
    def verdicts(self) -> dict[str, tuple[Verdict, str]]:
        """What was judged of the group, each with why."""
        found = dict(self.group.verdicts)
        found["burden"] = (self.burden.verdict, self.burden.why)
        if self.held is not None:
            found["calibration"] = (self.held.verdict, self.held.why)
        if self.repeats is not None:
            found["repeats"] = (self.repeats.verdict, self.repeats.why)
        return found

    @property
    def verdict(self) -> Verdict:
        """The worst of them."""
        return worst(v for v, _ in self.verdicts.values()) or Verdict.CANNOT_TELL


@dataclass(frozen=True)
class GroupAudit:
    """Everybody, every group, and every intersection of two attributes of few groups.

    `arm` is all that was drawn by lot and counted, `set_aside` how many visits by lot were not,
    since their chance is not known though others' is. Counts are of all `dates` together.
    """

    everybody: Counts
    held: Held
    arm: Drawn
    set_aside: int
    dates: int
    groups: tuple[Audited, ...]
    pairs: tuple[Audited, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """The worst of the groups'; intersections are told apart."""
        return worst(one.verdict for one in self.groups) or Verdict.CANNOT_TELL


def audit_groups(
    seen: Seen,
    arm: Arm,
    visits: Mapping[str, tuple[int, int]],
    tolerance: Tolerance,
    *,
    pairs: bool = False,
    references: Mapping[str, str] | None = None,
) -> GroupAudit:
    """Audit a cohort that was cut, against the visits that were drawn by lot.

    `visits` are (visits, visits with a finding) per employer within the policy's months.
    Whatever is missing, empty or alike gives figures or *cannot tell*.
    """
    attributes = dict(seen.attributes)
    apart = {**attributes, **(_intersections(attributes) if pairs else {})}
    # Whether it is selected as often is told by the ratio, and judged as a burden.
    judged = tuple(name for name in tolerance.judged if name != SELECTION)
    counted = count_groups(seen.selected, seen.outcomes, apart)
    drawn = count_drawn(
        arm, {**arm.attributes, **(_intersections(arm.attributes, apart) if pairs else {})}
    )
    groups = compare_groups(
        counted, replace(tolerance, judged=judged), references, dates=seen.dates
    )
    burdens = burdens_of_list(counted, drawn, tolerance, dates=seen.dates)
    held = held_by_group(seen.expected, seen.outcomes, attributes, tolerance, dates=seen.dates)
    repeats = repeats_by_group(seen.employers, attributes, visits, tolerance)
    made = [
        Audited(one, burdens[key], held.get(key), repeats.get(key))
        for one in groups
        for key in [(one.attribute, one.value)]
    ]
    return GroupAudit(
        counted[EVERYBODY],
        held[EVERYBODY],
        drawn[EVERYBODY],
        arm.set_aside,
        seen.dates,
        tuple(one for one in made if one.group.attribute in attributes),
        tuple(one for one in made if one.group.attribute not in attributes),
    )


def _intersections(
    attributes: Mapping[str, Labels], wanted: Mapping[str, Labels] | None = None
) -> dict[str, Labels]:
    """Every two attributes of few groups as one; those that `wanted` has, if given."""
    few = [
        name
        for name, groups in attributes.items()
        if wanted is not None or len(set(groups.tolist())) <= MOST_GROUPS
    ]
    found: dict[str, Labels] = {}
    for number, one in enumerate(few):
        for other in few[number + 1 :]:
            name = f"{one} & {other}"
            if wanted is None or name in wanted:
                found[name] = _both(attributes[one], attributes[other])
    return found


def _both(one: npt.NDArray[np.object_], other: npt.NDArray[np.object_]) -> Labels:
    return np.array([f"{a} & {b}" for a, b in zip(one, other, strict=True)], object)
