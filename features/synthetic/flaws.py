"""What is wrong with a real delivery, done to an invented one, and counted.

Kinds and rates follow the work-environment authority's public diary (numbers missing or
wrong in some rows in a thousand) and assumption for the others. Nothing here is read from a
file: the kinds of wrong number are those that `features.registers.numbers` names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from features.schema import Kind, Table
from features.synthetic.rows import Keys, Rows

__all__ = ["Damage", "Rates", "damage", "wrong_number"]


@dataclass(frozen=True)
class Rates:
    """Flaws in a thousand rows of a table."""

    wrong_number: float = 0.05
    missing_workplace: float = 0.0
    unknown_code: float = 0.02
    negative_money: float = 0.01
    future_date: float = 0.02
    exact_duplicate: float = 0.05
    conflicting_duplicate: float = 0.01
    late_correction: float = 0.05


_BY_HAND = Rates(3.0, 20.0, 0.3, 0.1, 0.2, 2.0, 0.3, 3.0)
_RATES = {
    "inspections": Rates(3.0, 10.0, 0.3, 0.1, 0.2, 2.0, 0.3, 0.0),
    "notices": Rates(3.0, 10.0, 0.3, 0.1, 0.2, 2.0, 0.3, 3.0),
    "prohibitions": _BY_HAND,
    "sanction_fees": Rates(5.0, 70.0, 0.3, 0.5, 0.2, 2.0, 0.3, 3.0),
    "injuries": _BY_HAND,
    "ledger_visits": Rates(1.0, 20.0, 0.2, 0.2, 0.2, 1.0, 0.2, 1.0),
    "permits": Rates(3.0, 0.0, 0.2, 0.1, 0.2, 1.0, 0.2, 2.0),
    "subsidies": Rates(1.0, 0.0, 0.2, 0.1, 0.2, 1.0, 0.2, 2.0),
    "building_sites": Rates(2.0, 0.0, 0.3, 0.0, 0.2, 1.0, 0.0, 0.0),
    "site_notices": Rates(3.0, 0.0, 0.3, 0.0, 0.2, 2.0, 0.3, 3.0),
    "asbestos_permits": Rates(3.0, 0.0, 0.3, 0.0, 0.2, 2.0, 0.0, 0.0),
    "device_checks": Rates(3.0, 10.0, 0.3, 0.0, 0.2, 2.0, 0.0, 0.0),
    "fine_applications": Rates(3.0, 10.0, 0.3, 0.1, 0.2, 2.0, 0.3, 0.0),
    "postings": Rates(2.0, 0.0, 0.0, 0.0, 0.2, 1.0, 0.3, 2.0),
    "tips": Rates(2.0, 0.0, 0.3, 0.0, 0.2, 1.0, 0.0, 0.0),
    "declarations": Rates(0.02, 0.0, 0.0, 0.01, 0.005, 0.02, 0.005, 0.0),
    "joint_controls": Rates(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0),
    "control_outcomes": Rates(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0),
    "usual_lists": Rates(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}

# A posting case names a foreign employer: 18 % have a Swedish number, 14 % a workplace.
_POSTING_NUMBER, _POSTING_WORKPLACE = 0.18, 0.14

_WRONG: tuple[tuple[str, float, Callable[[str], str]], ...] = (
    ("hyphen", 4, lambda n: f"{n[:6]}-{n[6:]}"),
    ("century_prefix", 2, lambda n: f"16{n}"),
    ("vat_number", 1, lambda n: f"SE{n}01"),
    ("trailing_mark", 1, lambda n: f"{n})"),
    ("glued_with_hyphen", 1, lambda n: f"{n[:6]}-{n[6:]}55901"),
    ("glued", 1, lambda n: f"{n}55901"),
    ("letters", 1, lambda _: "FornamnEfternamn"),
    ("single_digit", 1, lambda n: n[-1] if n[-1].isdigit() else "2"),
    ("too_short", 5, lambda n: n[:9]),
    ("too_long", 1, lambda n: f"{n}9"),
    ("check_digit", 3, lambda n: n[:9] + str((int(n[9]) + 1) % 10)),
)


@dataclass(frozen=True)
class Damage:
    """The rows as delivered, and how many rows got each flaw."""

    rows: Rows
    counts: dict[str, int]


def damage(table: Table, rows: Rows, last_day: int, rng: np.random.Generator) -> Damage:
    """Flaws at the table's rates, each row at most one; added rows stand last."""
    rates = _RATES.get(table.name, Rates())
    kinds = [name for name in rates.__dataclass_fields__ if _applies(table, name)]
    thousandths = np.array([getattr(rates, name) for name in kinds])
    numbers = rng.binomial(len(rows), thousandths / 1000)
    picked = rng.choice(len(rows), min(int(numbers.sum()), len(rows)), replace=False)
    chosen = dict(zip(kinds, np.split(picked, np.cumsum(numbers)[:-1]), strict=True))
    counts: dict[str, int] = {}
    added = []
    for name, at in chosen.items():
        at = np.sort(at)
        if not len(at):
            continue
        if name == "wrong_number":
            rows, which = _wrong_numbers(rows, at, rng)
            counts.update(which)
            continue
        counts[name] = len(at)
        if name == "missing_workplace":
            rows = _blank(rows, table.workplace or "", at)
        elif name == "unknown_code":
            rows = _unknown(rows, _codes(table)[0], at)
        elif name == "negative_money":
            name_of = _money(table)[0]
            at = at[rows.numbers(name_of)[at] >= 0]  # a missing sum has no sign to lose
            counts[name] = len(at)
            rows = _changed(rows, name_of, at, lambda v: -v - 100)
        elif name == "future_date":
            ahead = last_day + 1 + rng.integers(30, 700, len(at))
            known = rows.numbers(table.known).copy()
            known[at] = ahead
            rows = rows.having(**{table.known: known})
        elif name == "exact_duplicate":
            added.append(rows.take(at))
        else:
            twin = _altered(table, rows.take(at), rng)
            if name == "late_correction":
                later = twin.numbers(table.known) + rng.integers(20, 300, len(at))
                twin = twin.having(**{table.known: later.astype(np.int32)})
                twin = twin.take(later <= last_day)
                counts[name] = len(twin)
            added.append(twin)
    if table.name == "sanction_fees":
        rows, posting = _posting(rows, rng)
        counts.update(posting)
    return Damage(rows.then(*added), counts)


def wrong_number(kind: str, number: str) -> str:
    """A right number made wrong in one of the named ways."""
    return next(spoil for name, _, spoil in _WRONG if name == kind)(number)


def _applies(table: Table, flaw: str) -> bool:
    if flaw == "missing_workplace":
        return table.workplace is not None and not table.column(table.workplace).required
    if flaw == "unknown_code":
        return bool(_codes(table))
    if flaw == "negative_money":
        return bool(_money(table))
    if flaw in ("conflicting_duplicate", "late_correction"):
        return bool(_money(table) or _counts(table))
    return True


def _money(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.kind is Kind.ORE]


def _counts(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if column.kind is Kind.INTEGER and column.name not in table.key and column.between
        and not column.name.startswith("sweref")
    ]  # fmt: skip


def _codes(table: Table) -> list[str]:
    kinds = [column for column in table.columns if column.kind is Kind.CODE]
    return [column.name for column in kinds if column.name not in table.key]


def _wrong_numbers(
    rows: Rows, at: np.ndarray, rng: np.random.Generator
) -> tuple[Rows, dict[str, int]]:
    """Spoil numbers; a sole trader's pseudonym has no hyphen or check digit to lose."""
    numbers = rows.texts("org_no")
    at = at[numbers.at[at] >= 0]  # a missing number cannot be spoiled
    right = numbers.words.take(pa.array(numbers.at[at])).to_pylist()
    weights = np.array([weight for _, weight, _ in _WRONG])
    drawn = rng.choice(len(_WRONG), len(at), p=weights / weights.sum())
    counts: dict[str, int] = {}
    spoiled = []
    for kind, number in zip(drawn, right, strict=True):
        name, _, spoil = _WRONG[kind]
        if number is None or number.startswith("S"):
            name, spoil = "too_short", (lambda n: "24838560")
        counts[f"wrong_number:{name}"] = counts.get(f"wrong_number:{name}", 0) + 1
        spoiled.append(spoil(number))
    distinct, which = np.unique(spoiled, return_inverse=True)
    words = pa.concat_arrays([numbers.words, pa.array(distinct.tolist(), type=pa.string())])
    places = numbers.at.copy()
    places[at] = len(numbers.words) + which
    return rows.having(org_no=Keys(places, words)), counts


def _posting(rows: Rows, rng: np.random.Generator) -> tuple[Rows, dict[str, int]]:
    family = rows.texts("family")
    posting = np.flatnonzero(
        family.at == family.words.to_pylist().index("posting_notification")
    )
    nameless = posting[rng.random(len(posting)) >= _POSTING_NUMBER]
    placeless = posting[rng.random(len(posting)) >= _POSTING_WORKPLACE]
    rows = _blank(_blank(rows, "org_no", nameless), "cfar", placeless)
    counts = {
        "posting_without_number": len(nameless),
        "posting_without_workplace": len(placeless),
    }
    return rows, counts


def _blank(rows: Rows, name: str, at: np.ndarray) -> Rows:
    keys = rows.texts(name)
    places = keys.at.copy()
    places[at] = -1
    return rows.having(**{name: Keys(places, keys.words)})


def _unknown(rows: Rows, name: str, at: np.ndarray) -> Rows:
    keys = rows.texts(name)
    words = pa.concat_arrays([keys.words, pa.array(["okänd"], type=pa.string())])
    places = keys.at.copy()
    places[at] = len(keys.words)
    return rows.having(**{name: Keys(places, words)})


def _changed(
    rows: Rows, name: str, at: np.ndarray, change: Callable[[np.ndarray], np.ndarray]
) -> Rows:
    values = rows.numbers(name).copy()
    values[at] = change(values[at])
    return rows.having(**{name: values})


def _altered(table: Table, rows: Rows, rng: np.random.Generator) -> Rows:
    """The same facts with another sum or number, still within bounds."""
    name = (_money(table) or _counts(table))[0]
    values = rows.numbers(name)
    least, most = table.column(name).between or (0, 0)
    step = 100_00 if _money(table) else 1
    missing = values == np.iinfo(values.dtype).min
    other = np.clip(values + step * rng.integers(1, 20, len(values)), least, most)
    return rows.having(**{name: np.where(missing, int(least) + step, other)})
