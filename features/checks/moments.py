"""Findings about months: gone, too thin or too thick, other than they were last time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from features.checks.finding import Finding, Level
from features.checks.limits import (
    FAR,
    complete_months,
    differ,
    new_months,
    spread,
    surprise,
    total,
    typical,
)
from features.schema import Table
from features.tally import Tally
from features.vocabulary import Words

__all__ = ["moments"]

NEAR = 6  # months on either side that a month is compared with
FEWEST_MISSED = 20  # rows a month should have had, for its emptiness to mean something
GROWN = 1.7  # times the neighbours
OUTSIDE = 1.4  # times the largest of two years of months, or the smallest divided by that
TWO_YEARS = 24
CHANGED = 1.25  # times what the same month had last time
TOTAL_CHANGED = 0.05
EXACT_SHARE = 0.8  # of the months have as many rows as last time: history does not vary
FEWEST_MOVED = 5


def moments(table: Table, now: Tally, last: Tally | None) -> Iterator[Finding]:
    """Every finding about how many rows there are in which month."""
    if not now.landed:
        if last is None or last.landed >= FEWEST_MISSED:
            yield Finding(
                Level.ASK if last else Level.NOTE,
                "empty",
                Words("registret har inga användbara rader", "no usable row in the register"),
                Words("Blev uttaget tomt?", "Did the extract come out empty?"),
                table.name,
                count=0,
                of=last.landed if last else None,
            )
        return
    fresh = new_months(now, last)
    known = {month: told.rows for month, told in now.months.items()}
    stale = list(_stale(table, now, last, known, fresh))
    yield from stale
    history = list(_history(table, now, last, known))
    yield from history
    gone = {month for finding in history for month in _named(finding)}
    said = set(gone) | (set(fresh) if stale else set())
    yield from _uneven(table, known, complete_months(now), last, said, "known")
    # A month is not yet told in full while the slowest twentieth of it is under way.
    ripe = complete_months(now)[: -(2 * table.lag_days[1] // 30 + 1)]
    yield from _uneven(table, now.happened, ripe, last, said, "happened")


def _named(finding: Finding) -> Sequence[str]:
    return [word.strip("(,") for word in finding.says.en.split() if word[:2] in ("19", "20")]


def _stale(
    table: Table, now: Tally, last: Tally | None, known: Mapping[str, int], fresh: Sequence[str]
) -> Iterator[Finding]:
    old = [month for month in complete_months(now) if month not in fresh][-NEAR:]
    usual = typical([known.get(month, 0) for month in old])
    least = min((known.get(month, 0) for month in old), default=0)
    if not fresh or total(known, fresh) or usual < FEWEST_MISSED or not least:
        return
    newest = max(now.months)
    yield Finding(
        Level.ASK,
        "stale",
        Words(
            f"inget nytt sedan {newest}: en vanlig månad har {usual:,.0f} rader",
            f"nothing newer than {newest}: a usual month has {usual:,.0f} rows",
        ),
        Words(
            "Är det förra leveransen som sänts en gång till?",
            "Is it the last delivery sent once more?",
        )
        if last
        else Words("Är uttaget gammalt?", "Is the extract old?"),
        table.name,
    )


def _history(
    table: Table, now: Tally, last: Tally | None, known: Mapping[str, int]
) -> Iterator[Finding]:
    """Months that were delivered before, and are others now."""
    if last is None:
        return
    # A register may keep so many months and no more: those that fell off its beginning are
    # not missed.
    months = [month for month in complete_months(last) if month >= min(known)]
    then = {month: told.rows for month, told in last.months.items()}
    alike = sum(then.get(month, 0) == known.get(month, 0) for month in months)
    exact = alike > EXACT_SHARE * len(months)
    fewer: list[tuple[str, int, int]] = []
    more: list[tuple[str, int, int]] = []
    for month in months:
        a, b = then.get(month, 0), known.get(month, 0)
        apart = abs(math.log((b + 1) / (a + 1))) > math.log(CHANGED)
        # Where history comes back to the row, a few rows are news; else both counts vary.
        if apart and (abs(a - b) >= FEWEST_MOVED if exact else differ(a, b)):
            (fewer if b < a else more).append((month, a, b))
    a, b = total(then, months), total(known, months)
    whole = abs(b - a) > max(TOTAL_CHANGED * a, FEWEST_MOVED) and (exact or differ(a, b))
    if whole and not fewer and not more:
        fewer, more = ([("", a, b)], []) if b < a else ([], [("", a, b)])
    for kind, found, words, do in (
        ("shrunk", fewer, Words("färre rader än förra gången", "fewer rows than last time"),
         Words("Saknas en del av historiken? Är filen avhuggen?",
               "Is part of the history missing? Was the file cut off?")),
        ("grown", more, Words("fler rader än förra gången", "more rows than last time"),
         Words("Har månader kommit med två gånger, eller har gamla rader fått nya datum?",
               "Were months sent twice, or did old rows get new dates?")),
    ):  # fmt: skip
        if found:
            listed = ", ".join(f"{m or 'totalt'} ({x:,} → {y:,})" for m, x, y in found[:4])
            rest = f" … ({len(found)})" if len(found) > 4 else ""
            english = listed.replace("totalt", "in all")
            yield Finding(
                Level.ASK,
                kind,
                Words(f"{words.sv}: {listed}{rest}", f"{words.en}: {english}{rest}"),
                do,
                table.name,
                count=b,
                of=a,
            )


def _uneven(
    table: Table, counts: Mapping[str, int], months: Sequence[str], last: Tally | None,
    said: set[str], clock: str,
) -> Iterator[Finding]:  # fmt: skip
    """Months without rows, or with far more or fewer than their neighbours."""
    residuals: dict[str, tuple[float, float]] = {}
    for at, month in enumerate(months):
        near = [*months[max(0, at - NEAR) : at], *months[at + 1 : at + 1 + NEAR]]
        usual = typical([counts.get(m, 0) for m in near])
        residuals[month] = (usual, math.log((counts.get(month, 0) + 1) / (usual + 1)))
    wide = spread([r for _, r in residuals.values()])
    told = {month: one.rows for month, one in last.months.items()} if last else {}
    before = told if clock == "known" else (last.happened if last else {})
    for at, month in enumerate(months):
        usual, apart = residuals[month]
        rows = counts.get(month, 0)
        near = [*months[max(0, at - 3) : at], *months[at + 1 : at + 4]]
        if month in said or at < 1:
            continue
        if rows == 0:
            if last is not None and month < last.delivered_on[:7] and not before.get(month):
                continue  # as empty as it was
            if usual >= FEWEST_MISSED and min(counts.get(m, 0) for m in near) > usual / 4:
                yield _month(table, "gap", clock, month, rows, usual)
            continue
        if last is None or month < last.delivered_on[:7]:
            continue  # nothing to compare with, or it was compared with last time
        past = [counts.get(m, 0) for m in months[max(0, at - TWO_YEARS) : at]]
        if min(past) / OUTSIDE <= rows <= max(past) * OUTSIDE:
            continue  # registers have seasons: as thick or thin a month was there before
        if abs(apart) > max(math.log(GROWN), 6 * wide) and surprise(rows, usual) > 2 * FAR:
            yield _month(table, "jump", clock, month, rows, usual)


def _month(table: Table, kind: str, clock: str, month: str, rows: int, usual: float) -> Finding:
    sv, en = ("kända", "known") if clock == "known" else ("som hände", "that happened")
    return Finding(
        Level.ASK,
        kind,
        Words(
            f"{month} har {rows:,} rader {sv} den månaden; månaderna intill har {usual:,.0f}",
            f"{month} has {rows:,} rows {en} that month; the months beside it have"
            f" {usual:,.0f}",
        ),
        Words("Saknas rader, eller finns de två gånger?", "Are rows missing, or there twice?"),
        table.name,
        table.known if clock == "known" else table.happened,
        rows,
    )
