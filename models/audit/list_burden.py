"""A list's burden on each group, over a whole cohort, held against what a random arm shows.

Where everybody who could be picked is counted, the size of a group is known: only what the
random arm finds of it is not, by the chances its visits were drawn with. `burden.py` is for
cases where picks and arm are all there is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.audit.counts import EVERYBODY, Counts
from models.audit.lots import LEAST_EFFECTIVE, Drawn
from models.audit.policy import Tolerance
from models.audit.verdicts import Ratio, Verdict, judge, log_share
from models.intervals import Z_95, Figure, scaled, wilson

__all__ = ["ListBurden", "burdens_of_list"]


@dataclass(frozen=True)
class ListBurden:
    """One group of a cohort against all others of it.

    `burden_ratio` is its share of those selected over its share of the cohort. `often` says
    how many times as often its members are selected as others', `justified` how many times as
    often the random arm finds something in them, and `excess` is the first over the second:
    burden that no finding explains. `drawn` is what the random arm's figure was counted from.
    """

    burden_ratio: Figure
    random_arm: Figure
    random_arm_others: Figure
    drawn: Drawn
    often: float | None
    justified: float | None
    excess: Ratio
    verdict: Verdict
    why: str


def burdens_of_list(
    counted: Mapping[tuple[str, str], Counts],
    random: Mapping[tuple[str, str], Drawn],
    tolerance: Tolerance,
    *,
    dates: int = 1,
) -> dict[tuple[str, str], ListBurden]:
    """The burden of every group of `counted`, by attribute and group.

    `counted` of several `dates` has each workplace so many times: selection has the errors of
    one date's rows. It is of `count_groups`; `random` is of `count_drawn`: what visits by lot
    found, selected or not.
    """
    found: dict[tuple[str, str], ListBurden] = {}
    everybody, arm = counted[EVERYBODY], random.get(EVERYBODY, Drawn())
    for attribute in dict.fromkeys(name for name, _ in counted if name != EVERYBODY[0]):
        keys = [key for key in counted if key[0] == attribute]
        made = []
        for key in keys:
            drawn = random.get(key, Drawn())
            made.append(_burden(counted[key], everybody, drawn, arm - drawn, tolerance, dates))
        asked = [one.excess if not one.why else None for one in made]
        # Of two groups, one is the other's others: that is one question, not two. Where nobody
        # of one is selected, only that one's ratio can be taken, and it answers for both.
        if len(asked) == 2:
            turned = 0 if asked[0] is not None else 1
            verdicts = 2 * judge(asked[turned : turned + 1], tolerance.ratio)
        else:
            turned, verdicts = -1, judge(asked, tolerance.ratio)
        for key, one, verdict in zip(keys, made, verdicts, strict=True):
            why = one.why or _why(one, verdict, tolerance)
            if one.why and turned >= 0 and not made[turned].why:
                said = _why(made[turned], verdict, tolerance)
                why = f"{one.why}; the other way round, {keys[turned][1]} is {said}"
            found[key] = replace(one, verdict=verdict, why=f"{key[1]}: {why}")
    return found


def _burden(
    mine: Counts,
    everybody: Counts,
    drawn: Drawn,
    others: Drawn,
    tolerance: Tolerance,
    dates: int,
) -> ListBurden:
    theirs = everybody - mine
    rates = [one.figure for one in (drawn, others)]
    shares = wilson(mine.selected / dates, everybody.selected / dates)
    ratio = Figure(None, why="nobody is in the group, or nobody is selected")
    if mine.size > 0 and everybody.selected > 0:
        ratio = scaled(shares, everybody.size / mine.size)
    none = Ratio(Figure(None))
    why = ""
    often = justified = None
    if min(mine.size, theirs.size) <= 0 or theirs.selected <= 0:
        why = "nobody else is selected, or there is nobody else, to compare with"
    elif min(drawn.answered, others.answered) < tolerance.fewest:
        why = f"the random arm has told of fewer than {tolerance.fewest} of the group or others"
    else:
        often = (mine.selected / mine.size) / (theirs.selected / theirs.size)
        if not rates[0].value or not rates[1].value:
            why = "the random arm found nothing in the group, or nothing in others"
        elif min(drawn.found, others.found) < tolerance.fewest:
            why = (
                f"the random arm found fewer than {tolerance.fewest} in the group or in others"
            )
        elif any(
            one.effective < LEAST_EFFECTIVE and not one.of_one_chance for one in (drawn, others)
        ):
            why = "most of what the random arm tells hangs on a few visits of very small chance"
        else:
            justified = rates[0].value / rates[1].value
            none = _excess(often / justified, mine, theirs, drawn, others, dates)
    return ListBurden(
        ratio, rates[0], rates[1], drawn, often, justified, none, Verdict.CANNOT_TELL, why
    )


def _excess(
    value: float, mine: Counts, theirs: Counts, drawn: Drawn, others: Drawn, dates: int
) -> Ratio:
    """The four rates are independent on the scale of logarithms, each as in `log_share`."""
    parts = [(c.selected / dates, c.size / dates) for c in (mine, theirs)]
    parts += [((one.share or 0.0) * one.worth, one.worth) for one in (drawn, others)]
    logs = [log_share(some, of) for some, of in parts]
    error = math.sqrt(sum(variance for _, variance in logs))
    middle = sum(sign * log for sign, (log, _) in zip((1, -1, -1, 1), logs, strict=True))
    low, high = math.exp(middle - Z_95 * error), math.exp(middle + Z_95 * error)
    figure = Figure(value, min(low, value), max(high, value))
    return Ratio(figure, error, log_middle=middle)


def _why(one: ListBurden, verdict: Verdict, tolerance: Tolerance) -> str:
    assert one.often is not None
    assert one.justified is not None
    excess = one.excess.figure
    said = (
        f"selected {one.often:.2f} times as often as others, where the random arm finds"
        f" something {one.justified:.2f} times as often"
    )
    span = f"{excess.value:.2f} times"
    if excess.low is not None and excess.high is not None:
        span += f" ({excess.low:.2f} to {excess.high:.2f})"
    edge = f"{1 / tolerance.ratio:.2f} to {tolerance.ratio:.2f}"
    ends = {
        Verdict.FAILS: f"what findings explain, outside {edge}",
        Verdict.PASSES: f"what findings explain, within {edge}",
        Verdict.CANNOT_TELL: f"what findings explain, too unsure to tell from {edge}",
    }
    return f"{said}: {span} {ends[verdict]}"
