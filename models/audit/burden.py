"""A group's share of the picks, held against what a random arm found of it.

That a group is picked often may be deserved: the random arm shows how often its members err.
A group's burden is fair when it is picked as many times as often as others as it errs, per
member; what is beyond that is burden that no error explains. The random arm stands for all
who could be picked, so it also tells how many members the group has.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.audit.counts import EVERYBODY, Counts
from models.audit.policy import Tolerance
from models.audit.verdicts import Ratio, Verdict, judge
from models.intervals import Z_95, Figure, wilson

__all__ = ["Burden", "burdens_of"]


@dataclass(frozen=True)
class Burden:
    """One group against all others. Shares are of those in an arm, errors and precision among
    those of known outcome.

    `often` says how many times as often its members are picked as others', `justified` how
    many times as often they err in the random arm, and `excess` is the first over the second.
    """

    attribute: str
    value: str
    share_of_picks: Figure
    share_of_random_arm: Figure
    random_arm_error: Figure
    random_arm_error_others: Figure
    precision: Figure
    precision_others: Figure
    often: float | None
    justified: float | None
    excess: Ratio
    verdict: Verdict
    why: str


def burdens_of(
    picks: Mapping[tuple[str, str], Counts],
    random: Mapping[tuple[str, str], Counts],
    tolerance: Tolerance,
) -> list[Burden]:
    """The burden of every group of `picks`, by attribute; of `count_groups` of either arm.

    All rows of either count, whether they are selected or not.
    """
    found: list[Burden] = []
    for attribute in dict.fromkeys(name for name, _ in picks if name != EVERYBODY[0]):
        values = [value for name, value in picks if name == attribute]
        nobody = Counts(*[0.0] * 7)
        sides = [
            (
                picks[attribute, value],
                picks[EVERYBODY] - picks[attribute, value],
                random.get((attribute, value), nobody),
                random[EVERYBODY] - random.get((attribute, value), nobody),
            )
            for value in values
        ]
        ratios = [_excess(*side) for side in sides]
        asked = [
            ratio if min(c.labelled for c in side) >= tolerance.fewest else None
            for ratio, side in zip(ratios, sides, strict=True)
        ]
        # Of two groups, one is the other's others: that is one question, not two.
        verdicts = (
            2 * judge(asked[:1], tolerance.ratio)
            if len(asked) == 2
            else judge(asked, tolerance.ratio)
        )
        found += [
            _burden(attribute, value, side, ratio, verdict, tolerance)
            for value, side, ratio, verdict in zip(values, sides, ratios, verdicts, strict=True)
        ]
    return found


def _found(counts: Counts) -> float:
    return counts.tp + counts.fn


def _excess(mine: Counts, theirs: Counts, drawn: Counts, others: Counts) -> Ratio:
    """(picks / drawn of the group over that of others) over the ratio of their error rates.

    On the scale of logarithms the four numbers of rows and the two error rates are independent
    of each other, given the sizes of the arms; half a row is added to each for the interval.
    """
    if min(drawn.size, others.size, drawn.labelled, others.labelled) <= 0 or not theirs.size:
        return Ratio(Figure(None, why="the random arm or the picks lack the group or others"))
    rates = [_found(c) / c.labelled for c in (drawn, others)]
    if min(rates) <= 0:
        return Ratio(Figure(None, why="the random arm found nothing in the group or in others"))
    often = (mine.size / theirs.size) / (drawn.size / others.size)
    value = often / (rates[0] / rates[1])
    variance = sum(1 / (c.size + 0.5) for c in (mine, theirs, drawn, others))
    variance += sum(1 / (_found(c) + 0.5) - 1 / (c.labelled + 0.5) for c in (drawn, others))
    error = math.sqrt(variance)
    if value <= 0:
        return Ratio(Figure(0.0, 0.0, None), error)
    return Ratio(
        Figure(value, value * math.exp(-Z_95 * error), value * math.exp(Z_95 * error)), error
    )


def _burden(
    attribute: str,
    value: str,
    side: tuple[Counts, Counts, Counts, Counts],
    excess: Ratio,
    verdict: Verdict,
    tolerance: Tolerance,
) -> Burden:
    mine, theirs, drawn, others = side
    enough = min(c.labelled for c in side) >= tolerance.fewest
    error, error_others = (wilson(_found(c), c.labelled) for c in (drawn, others))
    often = justified = None
    if excess.figure.value is not None:
        often = (mine.size / theirs.size) / (drawn.size / others.size)
        justified = (_found(drawn) / drawn.labelled) / (_found(others) / others.labelled)
    burden = Burden(
        attribute,
        value,
        wilson(mine.size, mine.size + theirs.size),
        wilson(drawn.size, drawn.size + others.size),
        error,
        error_others,
        wilson(_found(mine), mine.labelled),
        wilson(_found(theirs), theirs.labelled),
        often,
        justified,
        excess,
        verdict,
        "",
    )
    return Burden(**{**vars(burden), "why": _why(burden, tolerance, enough=enough)})


def _why(burden: Burden, tolerance: Tolerance, *, enough: bool) -> str:
    excess = burden.excess.figure
    if excess.value is None or burden.often is None or burden.justified is None:
        return f"{burden.value}: {excess.why}."
    if not enough:
        return f"{burden.value}: fewer than {tolerance.fewest} to tell by on some side."
    said = (
        f"{burden.value}: {_per_cent(burden.share_of_picks)} of the picks and"
        f" {_per_cent(burden.share_of_random_arm)} of the random arm, so picked"
        f" {burden.often:.2f} times as often as others, while the random arm finds"
        f" {_per_cent(burden.random_arm_error)} errors in them and"
        f" {_per_cent(burden.random_arm_error_others)} in others"
    )
    span = f"{excess.value:.2f} times"
    if excess.low is not None and excess.high is not None:
        span += f" ({excess.low:.2f} to {excess.high:.2f})"
    match burden.verdict:
        case Verdict.FAILS if excess.value > 1:
            return f"{said}: {span} what errors explain, beyond {tolerance.ratio:.2f}."
        case Verdict.FAILS:
            return f"{said}: {span} what errors explain, below {1 / tolerance.ratio:.2f}."
        case Verdict.PASSES:
            return f"{said}: {span} what errors explain, within {tolerance.ratio:.2f}."
    return f"{said}: {span} what errors explain, too unsure to tell from {tolerance.ratio:.2f}."


def _per_cent(figure: Figure) -> str:
    return "no figure" if figure.value is None else f"{100 * figure.value:.1f} %"
