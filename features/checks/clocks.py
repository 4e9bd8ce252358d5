"""Findings about the two clocks: lags, days that stand still, corrections, keys used anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from features.checks.finding import Finding, Level
from features.checks.limits import (
    complete_months,
    is_far,
    new_months,
    per_cent,
    spread,
    total,
    typical,
)
from features.schema import Table
from features.tally import Tally
from features.vocabulary import Words

__all__ = ["clocks"]

NEAR = 6  # months without which a lag has no usual value
LAG_DAYS = 10
ONE_DAY_SHARE, FEWEST_ON_A_DAY = 0.5, 30
REUSED_SHARE, FEWEST_REUSED = 0.01, 3
CORRECTED_SHARE = 0.03


def clocks(table: Table, now: Tally, last: Tally | None) -> Iterator[Finding]:
    """Every finding about when rows became known and how they were corrected."""
    if not now.landed:
        return
    fresh = new_months(now, last)
    yield from _lags(table, now, last, fresh)
    yield from _clock(table, now, last)
    yield from _corrections(table, now, last, fresh)


def _lags(
    table: Table, now: Tally, last: Tally | None, fresh: Sequence[str]
) -> Iterator[Finding]:
    if table.happened == table.known:
        return
    old = [month for month in now.months if month not in fresh][-12:]
    whole = _lag(now, list(now.months))
    before = _lag(last, list(last.months)) if last else None
    newest = _lag(now, fresh)
    recent = [now.months[m].lag[0] for m in old if now.months[m].rows >= 10]
    if (
        before is not None
        and last
        and min(now.landed, last.landed) >= FEWEST_ON_A_DAY
        and abs(whole - before) > max(LAG_DAYS, before / 2)
    ):
        yield _lag_finding(table, whole, before, "lag", Level.ASK)
    elif (
        len(recent) >= NEAR
        and sum(now.months[m].rows for m in fresh if m in now.months) >= FEWEST_ON_A_DAY
        and abs(newest - typical(recent))
        > max(LAG_DAYS, typical(recent), 6 * spread(recent), max(recent) - typical(recent))
    ):
        yield _lag_finding(table, newest, typical(recent), "lag_new", Level.ASK)
    elif before is None and (
        whole > 3 * table.lag_days[1] + 30 or whole == 0 < table.lag_days[0] - 4
    ):
        median, most = table.lag_days
        yield Finding(
            Level.ASK if whole == 0 else Level.NOTE,
            "lag_declared",
            Words(
                f"från {table.happened} till {table.known} går det {whole:.0f} dagar i mitten;"
                f" registret beskrivs med {median} till {most}",
                f"{whole:.0f} days pass from {table.happened} to {table.known} in the middle;"
                f" the register is described with {median} to {most}",
            ),
            Words(
                f"Är {table.known} dagen då uppgiften blev känd hos er?",
                f"Is {table.known} the day you came to know it?",
            ),
            table.name,
            table.known,
        )  # fmt: skip


def _lag(tally: Tally, months: Sequence[str]) -> float:
    """The median lag, months weighed by their rows."""
    told = [tally.months[month] for month in months if month in tally.months]
    ordered = sorted((one.lag[0], one.rows) for one in told)
    left = sum(rows for _, rows in ordered) / 2
    for lag, rows in ordered:
        left -= rows
        if left <= 0:
            return float(lag)
    return 0.0


def _lag_finding(table: Table, now: float, then: float, kind: str, level: Level) -> Finding:
    since = kind == "lag_new"
    return Finding(
        level,
        kind,
        Words(
            f"från {table.happened} till {table.known} går det nu {now:.0f} dagar i mitten;"
            f" {'månaderna före' if since else 'förra gången'} {then:.0f}",
            f"{now:.0f} days now pass from {table.happened} to {table.known} in the middle;"
            f" {'the months before' if since else 'last time'} {then:.0f}",
        ),
        Words(
            f"Är {table.known} fortfarande dagen då uppgiften blev känd, och"
            f" {table.happened} dagen då det hände?",
            f"Is {table.known} still the day it became known, and {table.happened} the day"
            " it happened?",
        ),
        table.name,
        table.known,
    )


def _clock(table: Table, now: Tally, last: Tally | None) -> Iterator[Finding]:
    """A known date that is the same for all: the day of the extract, not of knowing."""
    before = last.one_day_share if last else 0.4
    share = now.one_day_share
    if now.landed >= FEWEST_ON_A_DAY and share > max(ONE_DAY_SHARE, 1.5 * before):
        yield Finding(
            Level.ASK,
            "one_day",
            Words(
                f"{per_cent(share, 1)} av raderna har samma {table.known}",
                f"{per_cent(share, 1)} of the rows have the same {table.known}",
            ),
            Words(
                "Har leveransdagen fyllts i som känd dag? Då syns inte längre vad som var känt"
                " när.",
                "Was the day of delivery filled in as the day of knowing? Then nobody can see"
                " what was known when.",
            ),
            table.name,
            table.known,
        )


def _corrections(
    table: Table, now: Tally, last: Tally | None, fresh: Sequence[str]
) -> Iterator[Finding]:
    corrections = {month: told.corrections for month, told in now.months.items()}
    known = {month: told.rows for month, told in now.months.items()}
    if last is not None:
        then = sum(told.corrections for told in last.months.values()) / max(last.landed, 1)
        seen, rows = sum(corrections.values()), now.landed
    else:
        old = [month for month in complete_months(now) if month not in fresh]
        then = total(corrections, old) / max(total(known, old), 1)
        seen, rows = total(corrections, fresh), total(known, fresh)
    usual = max(CORRECTED_SHARE, 2 * then) * rows
    if seen > usual and is_far(seen, usual):
        yield Finding(
            Level.ASK,
            "corrections",
            Words(
                f"rader som rättar en tidigare rad, mot vanligen {per_cent(then, 1)}",
                f"rows that correct an earlier one, usually {per_cent(then, 1)}",
            ),
            Words(
                "Rättas så mycket, eller har en nyckel använts om?",
                "Is so much corrected, or is a key used anew?",
            ),
            table.name,
            count=seen,
            of=rows,
        )
    before = last.reused / max(last.landed, 1) if last else 0.0
    if now.reused >= max(FEWEST_REUSED, max(REUSED_SHARE, 2 * before) * now.landed):
        yield Finding(
            Level.ASK,
            "reused",
            Words(
                f"nycklar ({', '.join(table.key)}) som används för flera arbetsgivare eller"
                " dagar",
                f"keys ({', '.join(table.key)}) used for several employers or days",
            ),
            Words(
                "En nyckel ska gälla en enda händelse; senare rader läses som rättelser av"
                " den.",
                "A key must stand for one fact; later rows are read as corrections of it.",
            ),
            table.name,
            count=now.reused,
        )
