"""Codes that change meaning: a new code, one that vanished, a mix that jumped; since when.

Chicago's food inspections changed their violation codes on 1 July 2018. Nobody noticed, and
every figure made of codes has been wrong since. Here such a change stops the load until a
named person has said, in a dated file, what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from features.checks.limits import complete_months, is_far, new_months
from features.schema import Classification, Table
from features.tally import MISSING, Tally

__all__ = ["Change", "Shift", "changes_of"]

FEWEST_NEW, FEWEST_BEFORE = 20, 50  # rows without which a mix says nothing
NEW_SHARE = 0.05  # a code that was never used is noticed from this share on
STRANGE_SHARE = 0.01  # one that nobody declared, from this
FEWEST_STRANGE = 10
NEVER_SHARE = 0.002
GONE_EXPECTED = 20  # rows expected of a code that has none
MOVED_SHARE = 0.25  # of the rows have another code than the mix before would give them
MOVED_BEFORE = 3.0  # times what a usual month moves
REWRITTEN_SHARE = 0.05
LOOK_BACK = 12
OUTLIVED_SHARE = 0.5  # of new rows; stragglers come for years after a switch
SWAP_EXPECTED = 6  # rows that the other side should have had of a code
SWAP_SHARE = 0.10  # of the rows before and after a month, in codes that the other side lacks


@dataclass(frozen=True)
class Shift:
    """One code's rows before and now, of so many."""

    code: str
    before: int
    of_before: int
    now: int
    of_now: int


@dataclass(frozen=True)
class Change:
    """A column whose codes changed. `kind` is a key of `acceptance.WHAT`."""

    table: str
    column: str
    kind: str
    since: str
    shifts: tuple[Shift, ...]


def changes_of(table: Table, now: Tally, last: Tally | None) -> list[Change]:
    """Every column of the table whose codes are not what they were."""
    found: list[Change] = []
    for column, counts in ((n, c.codes) for n, c in now.columns.items() if c.codes):
        version = table.column(column).classification
        told = {version.name} if version else set(table.column(column).codes)
        told = told or {"true", "false"}
        before = last.columns.get(column) if last else None
        if before is not None and last is not None:
            found += _rewritten(table, column, counts, before.codes, last)
            found += _since_last(table, column, counts, now, last, told)
        else:
            found += _within(table, column, counts, now, told)
        if version and version.valid_to:
            found += _outlived(table, column, counts, now, last, version)
    return found


def _since_last(
    table: Table, column: str, counts: Mapping[str, Mapping[str, int]], now: Tally,
    last: Tally, told: set[str],
) -> Iterator[Change]:  # fmt: skip
    fresh = new_months(now, last)
    old = [month for month in complete_months(now) if month not in fresh][-LOOK_BACK:]
    if not fresh:
        return
    after, before = _pool(counts, fresh), _pool(counts, old)
    of_after, of_before = sum(after.values()), sum(before.values())
    new, strange, gone = [], [], []
    for code in sorted({*after, *before}):
        k, k0 = after.get(code, 0), before.get(code, 0)
        shift = Shift(code, k0, of_before, k, of_after)
        rate = k0 / of_before if of_before else 0.0
        if code not in told and code != MISSING:
            enough = k >= max(FEWEST_STRANGE, STRANGE_SHARE * of_after)
            if enough and is_far(k, max(2 * rate * of_after, 1)):
                strange.append(shift)
        elif of_before >= FEWEST_BEFORE and of_after >= FEWEST_NEW:
            if k >= NEW_SHARE * of_after and rate < NEVER_SHARE and is_far(k, 1):
                new.append(shift)
            if k == 0 and rate * of_after >= GONE_EXPECTED and _steady(counts, old, code):
                gone.append(shift)
    for kind, shifts in (("strange", strange), ("new", new), ("gone", gone)):
        if shifts:
            since = _first(counts, fresh, shifts) if kind != "gone" else fresh[0]
            yield Change(table.name, column, kind, since, tuple(shifts))
    if new or gone or of_before < FEWEST_BEFORE or of_after < FEWEST_BEFORE:
        return
    moved = _distance(after, before)
    usual = max((_distance(_pool(counts, [m]), before) for m in old
                 if sum(counts.get(m, {}).values()) >= FEWEST_NEW), default=0.0)  # fmt: skip
    if moved > max(MOVED_SHARE, MOVED_BEFORE * usual):
        yield Change(table.name, column, "moved", fresh[0], _largest(before, after))


def _rewritten(
    table: Table, column: str, counts: Mapping[str, Mapping[str, int]],
    before: Mapping[str, Mapping[str, int]], last: Tally,
) -> Iterator[Change]:  # fmt: skip
    """Months already delivered whose codes are others now."""
    same = [month for month in complete_months(last) if month in counts]
    then, now = _pool(before, same), _pool(counts, same)
    few = min(sum(then.values()), sum(now.values()))
    if few < FEWEST_BEFORE:
        return
    apart = [m for m in same if _differ(before.get(m, {}), counts[m], MOVED_SHARE)]
    if apart or _differ(then, now, REWRITTEN_SHARE):
        if apart:
            then, now = _pool(before, apart), _pool(counts, apart)
        since = apart[0] if apart else same[0]
        yield Change(table.name, column, "rewritten", since, _largest(then, now))


def _differ(one: Mapping[str, int], other: Mapping[str, int], share: float) -> bool:
    """Are the mixes further apart than `share`, and than chance takes so few rows?

    Two drawings of one mix differ by about the root of codes over rows.
    """
    few = min(sum(one.values()), sum(other.values()))
    if few < FEWEST_NEW:
        return False
    chance: float = 2 * (len({*one, *other}) / few) ** 0.5
    return _distance(one, other) > max(share, chance)


def _within(
    table: Table, column: str, counts: Mapping[str, Mapping[str, int]], now: Tally,
    told: set[str],
) -> Iterator[Change]:  # fmt: skip
    """Without a last time: the history itself, where some codes end and others begin."""
    months = complete_months(now)
    whole = _pool(counts, months)
    strange = [
        Shift(code, 0, 0, count, sum(whole.values()))
        for code, count in sorted(whole.items())
        if code not in told and code != MISSING
        and count >= max(FEWEST_STRANGE, STRANGE_SHARE * sum(whole.values()))
    ]  # fmt: skip
    if strange:
        since = _first(counts, months, strange)
        yield Change(table.name, column, "strange", since, tuple(strange))
    at = _swap(counts, months, sorted(whole))
    if at:
        shifts = _largest(_pool(counts, months[:at]), _pool(counts, months[at:]))
        yield Change(table.name, column, "swapped", months[at], shifts)


def _swap(
    counts: Mapping[str, Mapping[str, int]], months: Sequence[str], codes: Sequence[str]
) -> int:
    """The place among `months` where most rows change to codes not used before; 0 for none.

    A rare code is often absent by chance; one that should have had rows is not. Rows that come
    in clumps, as those of one building site, count as so many fewer: by the variance of the
    monthly counts over their mean, on the side that has them.
    """
    if len(months) < 6 or not codes:
        return 0
    cells = [[counts.get(month, {}).get(code, 0) for code in codes] for month in months]
    rows = np.array(cells, dtype=np.int64)
    before, squares = (np.cumsum(each, axis=0)[2:-3] for each in (rows, rows**2))
    after, later = rows.sum(axis=0) - before, (rows**2).sum(axis=0) - squares
    passed = np.arange(3, len(months) - 2)[:, None]
    clump_before = np.maximum(1, squares / np.maximum(before, 1) - before / passed)
    clump_after = np.maximum(1, later / np.maximum(after, 1) - after / (len(months) - passed))
    n, m = before.sum(axis=1), after.sum(axis=1)
    both = (n > 0) & (m > 0)
    n, m = np.maximum(n, 1), np.maximum(m, 1)
    expected_after, expected_before = before * (m / n)[:, None], after * (n / m)[:, None]
    enough_after = expected_after >= SWAP_EXPECTED * clump_before
    enough_before = expected_before >= SWAP_EXPECTED * clump_after
    ended = np.where((after == 0) & enough_after, before, 0).sum(axis=1)
    begun = np.where((before == 0) & enough_before, after, 0).sum(axis=1)
    share = np.minimum(ended / n, begun / m)
    share[~both | (ended < FEWEST_NEW) | (begun < FEWEST_NEW)] = 0.0
    best = int(share.argmax())
    return best + 3 if share[best] > SWAP_SHARE else 0


def _outlived(
    table: Table, column: str, counts: Mapping[str, Mapping[str, int]], now: Tally,
    last: Tally | None, version: Classification,
) -> Iterator[Change]:  # fmt: skip
    """A version that goes on being used when its successor has long been in force."""
    ended = str(version.valid_to)[:7]
    fresh = [m for m in new_months(now, last) if m > ended]
    of_after, used = _sum(counts, fresh), _sum(counts, fresh, version.name)
    if of_after < FEWEST_NEW or used <= OUTLIVED_SHARE * of_after:
        return
    old = [m for m in complete_months(now) if ended < m < fresh[0]][-LOOK_BACK:]
    of_before, before = _sum(counts, old), _sum(counts, old, version.name)
    if of_before and before > OUTLIVED_SHARE * of_before and last is not None:
        return  # so it was last time
    shift = Shift(version.name, before, of_before, used, of_after)
    yield Change(table.name, column, "outlived", fresh[0], (shift,))


def _sum(
    counts: Mapping[str, Mapping[str, int]], months: Sequence[str], code: str | None = None
) -> int:
    return sum(
        n for m in months for c, n in counts.get(m, {}).items() if code is None or c == code
    )


def _pool(counts: Mapping[str, Mapping[str, int]], months: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for month in months:
        for code, count in counts.get(month, {}).items():
            found[code] = found.get(code, 0) + count
    return found


def _distance(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of rows that would have to change code to make one mix the other."""
    a, b = sum(one.values()), sum(other.values())
    if not a or not b:
        return 0.0
    return sum(abs(one.get(c, 0) / a - other.get(c, 0) / b) for c in {*one, *other}) / 2


def _largest(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Shift, ...]:
    a, b = sum(before.values()), sum(after.values())
    shifts = [
        Shift(c, before.get(c, 0), a, after.get(c, 0), b) for c in sorted({*before, *after})
    ]
    moved = sorted(shifts, key=lambda s: -abs(s.before / a - s.now / b))
    return tuple(moved[:6])


def _steady(counts: Mapping[str, Mapping[str, int]], months: Sequence[str], code: str) -> bool:
    seen = sum(counts.get(month, {}).get(code, 0) > 0 for month in months)
    return seen >= 0.8 * len(months)


def _first(
    counts: Mapping[str, Mapping[str, int]], months: Sequence[str], shifts: Sequence[Shift]
) -> str:
    codes = {shift.code for shift in shifts}
    return next((m for m in months if codes & counts.get(m, {}).keys()), months[-1])
