"""Findings about values: units, gaps, new kinds and new forms of texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from features.checks.finding import Finding, Level
from features.checks.limits import (
    FAR,
    FEWEST,
    complete_months,
    is_far,
    new_months,
    per_cent,
    ratio,
    spread,
    surprise,
    total,
    typical,
)
from features.checks.swaps import swapped_columns
from features.schema import Kind, Table
from features.tally import ColumnTally, Tally
from features.vocabulary import Words

__all__ = ["values"]

OTHER_UNIT = 4.0  # times the median before: no economy moves a median so
NEW_UNIT = 5.0
EMPTIER = 0.10
LATEST_EMPTIER = 0.25
FEWER_KINDS = 3.0
NEW_FORMS = 0.05

UNITS = (
    (100, Words("hundra gånger: öre eller kronor?", "a hundred times: öre or kronor?")),
    (1000, Words("tusen gånger: kronor eller tusental?", "a thousand times: in thousands?")),
    (12, Words("tolv gånger: månad eller år?", "twelve times: month or year?")),
    (60, Words("sextio gånger: timmar eller minuter?", "sixty times: hours or minutes?")),
    (30, Words("trettio gånger: månader eller dagar?", "thirty times: months or days?")),
    (7, Words("sju gånger: veckor eller dagar?", "seven times: weeks or days?")),
)  # fmt: skip


def values(table: Table, now: Tally, last: Tally | None) -> Iterator[Finding]:
    """Every finding about what the columns hold."""
    if not now.landed:
        return
    fresh = new_months(now, last)
    swapped = list(swapped_columns(table, now, last, fresh))
    yield from swapped
    moved = {name for finding in swapped for name in finding.column.split(", ")}
    for name, column in now.columns.items():
        before = last.columns.get(name) if last else None
        if name not in moved:
            yield from _unit(table, name, column, before, fresh)
        yield from _given(table, name, now, last, fresh)
        if before is not None and last is not None:
            yield from _kinds(table, name, column, before, now, last)


def _unit(
    table: Table, name: str, column: ColumnTally, before: ColumnTally | None,
    fresh: Sequence[str],
) -> Iterator[Finding]:  # fmt: skip
    if before is not None:
        same = [m for m in before.middle if m in column.middle and m not in fresh]
        apart = typical([ratio(column.middle[m], before.middle[m]) for m in same])
        if total(column.given, same) >= FEWEST and abs(apart) > math.log(OTHER_UNIT):
            yield _unit_finding(table, name, apart, "unit", same[0])
            return
    old = [m for m in column.middle if m not in fresh][-12:]
    usual = [column.middle[m] for m in old]
    if len(old) < 6 or table.column(name).kind is Kind.DATE:
        return
    middle = typical(usual)
    wide = spread([ratio(value, middle) for value in usual])
    # Medians of few values wander: what is new must be further than any month ever went.
    wandered = max(abs(ratio(value, middle)) for value in usual)
    for month in fresh:
        given = column.given.get(month, 0)
        if month not in column.middle or given < FEWEST:
            continue
        apart = ratio(column.middle[month], middle)
        if abs(apart) > max(math.log(NEW_UNIT), 8 * wide, wandered):
            yield _unit_finding(table, name, apart, "unit_new", month)


def _unit_finding(table: Table, name: str, apart: float, kind: str, month: str) -> Finding:
    times = math.exp(abs(apart))
    guess = next((w for f, w in UNITS if abs(math.log(times / f)) < 0.22), Words("", ""))
    sv, en = ("större", "larger") if apart > 0 else ("mindre", "smaller")
    then_sv = "än förra gången" if kind == "unit" else f"än månaderna före, från {month}"
    then_en = "than last time" if kind == "unit" else f"than the months before, from {month}"
    return Finding(
        Level.ASK,
        kind,
        Words(
            f"värdena är {times:.0f} gånger {sv} {then_sv}"
            + (f" ({guess.sv})" if guess.sv else ""),
            f"the values are {times:.0f} times {en} {then_en}"
            + (f" ({guess.en})" if guess.en else ""),
        ),
        Words("Har enheten bytts?", "Was the unit changed?"),
        table.name,
        name,
    )


def _given(
    table: Table, name: str, now: Tally, last: Tally | None, fresh: Sequence[str]
) -> Iterator[Finding]:
    """A column that is emptier than it was."""
    column = now.columns[name]
    rows = {month: told.rows for month, told in now.months.items()}
    if last is not None and name in last.columns:
        same = [m for m in complete_months(last) if m in rows]
        then_rows = sum(last.months[m].rows for m in same if m in last.months)
        then = total(last.columns[name].given, same) / then_rows if then_rows else 1.0
        given, of = total(column.given, same), total(rows, same)
        if of >= FEWEST and then - given / of > EMPTIER and surprise(given, then * of) > FAR:
            yield _empty_finding(table, name, of - given, of, 1 - then, "emptier", "")
            return
    old = [m for m in complete_months(now) if m not in fresh][-12:]
    if total(rows, old) < FEWEST or total(rows, fresh) < FEWEST:
        return
    shares = [column.given.get(m, 0) / rows[m] for m in old if rows.get(m, 0) >= 5]
    usual = total(column.given, old) / total(rows, old)
    given, of = total(column.given, fresh), total(rows, fresh)
    low = min(shares, default=0.0)
    if min(usual - LATEST_EMPTIER, low) > given / of and surprise(given, usual * of) > FAR:
        yield _empty_finding(table, name, of - given, of, 1 - usual, "emptier_new", fresh[0])


def _empty_finding(
    table: Table, name: str, empty: int, of: int, usual: float, kind: str, month: str
) -> Finding:
    sv = f" från {month}; månaderna före" if month else "; förra gången"
    en = f" from {month}; the months before" if month else "; last time"
    share, before = per_cent(empty, of), per_cent(usual, 1)
    return Finding(
        Level.ASK,
        kind,
        Words(
            f"värdet saknas i {share} av raderna{sv} {before}",
            f"the value is missing in {share} of the rows{en} {before}",
        ),
        Words("Tappades kolumnen i uttaget?", "Was the column lost in the extract?"),
        table.name,
        name,
        empty,
        of,
    )


def _kinds(
    table: Table, name: str, column: ColumnTally, before: ColumnTally, now: Tally, last: Tally
) -> Iterator[Finding]:
    """Texts of a form that was not there before, or of far fewer or more kinds."""
    if min(now.landed, last.landed) < FEWEST or not column.shapes or not before.shapes:
        return
    new = {form: share for form, share in column.shapes.items() if form not in before.shapes}
    rows = sum(new.values()) * total(column.given, list(column.given))
    if sum(new.values()) > NEW_FORMS and is_far(rows, 1):
        yield Finding(
            Level.ASK,
            "form",
            Words(
                f"texterna har en ny form: {_forms(new)}; förra gången {_forms(before.shapes)}"
                " (9 är en siffra, a bokstäver)",
                f"the texts have a new form: {_forms(new)}; last time {_forms(before.shapes)}"
                " (9 is a digit, a letters)",
            ),
            Words(
                "Står en annan uppgift i kolumnen, eller har systemet bytts?",
                "Does the column hold something else, or was the system changed?",
            ),
            table.name,
            name,
        )
        return
    share = (column.distinct / now.landed) / max(before.distinct / last.landed, 1e-9)
    if abs(math.log(max(share, 1e-9))) > math.log(FEWER_KINDS):
        yield Finding(
            Level.ASK,
            "kinds",
            Words(
                f"omkring {column.distinct:,} olika värden; förra gången {before.distinct:,}",
                f"about {column.distinct:,} different values; last time {before.distinct:,}",
            ),
            Words(
                "Görs pseudonymen eller numret på ett annat sätt nu?",
                "Is the pseudonym or number made in another way now?",
            ),
            table.name,
            name,
        )


def _forms(shapes: Mapping[str, float]) -> str:
    return ", ".join(f"{form} {per_cent(share, 1)}" for form, share in list(shapes.items())[:2])
