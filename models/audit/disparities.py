"""Every group's rates as so many times a reference group's, and what can be said of that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from features.errors import BadOption
from models.audit.counts import EVERYBODY, Counts, told
from models.audit.policy import Tolerance
from models.audit.rates import RATES, Rate, parts_of, rates_of
from models.audit.verdicts import Ratio, Verdict, judge, ratio_of, worst

__all__ = ["Group", "compare_groups"]


@dataclass(frozen=True)
class Group:
    """One group: counts, rates, each rate against the reference's, and verdicts of some.

    The reference itself has no ratios. A verdict says why in one sentence.
    """

    attribute: str
    value: str
    counts: Counts
    rates: Mapping[str, Rate]
    reference: str
    ratios: Mapping[str, Ratio]
    verdicts: Mapping[str, tuple[Verdict, str]]

    @property
    def verdict(self) -> Verdict | None:
        """The worst of them; None for the reference."""
        return worst(verdict for verdict, _ in self.verdicts.values())


def compare_groups(
    counted: Mapping[tuple[str, str], Counts],
    tolerance: Tolerance,
    references: Mapping[str, str] | None = None,
    *,
    dates: int = 1,
) -> list[Group]:
    """All groups of `count_groups`, in its order.

    Each attribute's reference is the one chosen, or its largest group (of several, the first).
    Counts of several `dates` have the same workplaces on each: intervals, a ratio's error and
    what is too few to judge are those of one date's number of rows. Raises `BadOption`, with
    all faults, for a reference that nobody is in.
    """
    chosen = _references(counted, references or {})
    groups = []
    for attribute in chosen:
        members = {value: c for (name, value), c in counted.items() if name == attribute}
        groups += _groups(attribute, members, chosen[attribute], tolerance, dates)
    return groups


def _references(
    counted: Mapping[tuple[str, str], Counts], asked: Mapping[str, str]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    faults = []
    for attribute in dict.fromkeys(name for name, _ in counted if name != EVERYBODY[0]):
        values = {v: c.size for (name, v), c in counted.items() if name == attribute}
        wanted = asked.get(attribute, max(values, key=lambda value: values[value]))
        if wanted not in values:
            faults.append(f"{attribute}: nobody is {wanted!r}; there are {told(list(values))}")
        chosen[attribute] = wanted
    faults += [f"{name}: no such group column" for name in asked if name not in chosen]
    if faults:
        raise BadOption(
            "Reference groups that are not there:\n  - " + "\n  - ".join(faults),
            "name them as ATTRIBUTE=VALUE",
        )
    return chosen


def _groups(
    attribute: str,
    members: Mapping[str, Counts],
    reference: str,
    tolerance: Tolerance,
    dates: int,
) -> list[Group]:
    rates = {value: rates_of(counts, dates) for value, counts in members.items()}
    others = [value for value in members if value != reference]
    ratios = {
        value: {
            name: _ratio(name, members[value], members[reference], rates[value][name],
                         rates[reference][name], dates)
            for name in RATES
        }
        for value in others
    }  # fmt: skip
    verdicts: dict[str, dict[str, tuple[Verdict, str]]] = {value: {} for value in members}
    for name in tolerance.judged:
        asked = [
            ratios[v][name]
            if _enough(name, members[v], members[reference], tolerance, dates)
            else None
            for v in others
        ]
        for value, ratio, verdict in zip(
            others, asked, judge(asked, tolerance.ratio), strict=True
        ):
            why = _why(name, value, reference, ratio, verdict, tolerance)
            verdicts[value][name] = (verdict, why)
    return [
        Group(attribute, value, counts, rates[value], reference, ratios.get(value, {}),
              verdicts[value])
        for value, counts in members.items()
    ]  # fmt: skip


def _ratio(
    name: str, one: Counts, other: Counts, mine: Rate, theirs: Rate, dates: int
) -> Ratio:
    low = high = None
    if mine.low is not None and theirs.high:
        low = mine.low / theirs.high
    if mine.high is not None and theirs.low is not None:
        high = mine.high / theirs.low if theirs.low > 0 else math.inf
    (found, of), (found_other, of_other) = parts_of(name, one), parts_of(name, other)
    return ratio_of(
        (found / dates, of / dates), (found_other / dates, of_other / dates), (low, high)
    )


def _enough(name: str, one: Counts, other: Counts, tolerance: Tolerance, dates: int) -> bool:
    fewer = min(parts_of(name, one)[1], parts_of(name, other)[1])
    return fewer / dates >= tolerance.fewest


def _why(
    name: str,
    value: str,
    reference: str,
    ratio: Ratio | None,
    verdict: Verdict,
    tolerance: Tolerance,
) -> str:
    if ratio is None:
        return f"{name}: fewer than {tolerance.fewest} to tell by in {value} or {reference}"
    figure = ratio.figure
    if figure.value is None:
        return f"{name}: {figure.why}"
    said = f"{name} of {value} is {figure.value:.2f} times that of {reference}"
    said += f" ({figure.low:.2f} to {figure.high:.2f})"
    allowed = f"{1 / tolerance.ratio:.2f} to {tolerance.ratio:.2f} is allowed"
    match verdict:
        case Verdict.FAILS:
            return f"{said}: {allowed}"
        case Verdict.PASSES:
            return (
                f"{said}, within the allowed {1 / tolerance.ratio:.2f} to {tolerance.ratio:.2f}"
            )
    if ratio.low is not None and ratio.high is not None and ratio.low < ratio.high:
        open_to = (
            "anything" if math.isinf(ratio.high) else f"{ratio.low:.2f} to {ratio.high:.2f}"
        )
        return f"{said}; {allowed}; outcomes that are missing could make it {open_to}"
    return f"{said}; {allowed}, and chance could have made it either"
