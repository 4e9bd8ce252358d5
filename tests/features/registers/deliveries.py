"""A small country and its sound delivery, for tests that then spoil it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from features.country import Cohort, Country, Outcomes
from features.feature import View
from features.registers.loading import LoadReport, read_delivery
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = [
    "FIRMS",
    "GRANTS",
    "ORG_NOS",
    "VISITS",
    "Rows",
    "country",
    "firms",
    "load",
    "visits",
    "write",
]

Rows: TypeAlias = Mapping[str, Sequence[object]]

DELIVERED_ON = date(2024, 6, 30)
# Invented numbers whose check digits are right: 5 5 6 0 0 0 0 0 0 gives 1, and so on.
ORG_NOS = ["5560000001", "5560000035", "5560000068"]

VISITS = Table(
    name="visits",
    authority=Authority.SKATTEVERKET,
    title=Words("Besök", "Visits"),
    about="One row per visit.",
    ground="a ground",
    secrecy="a rule",
    columns=(
        Column("case_no", Kind.TEXT, "case", use=Use.LINK),
        Column("org_no", Kind.TEXT, "employer", check="organisation_number", use=Use.LINK),
        Column("cfar", Kind.TEXT, "workplace", required=False, check="workplace_number",
               use=Use.LINK),
        Column("visited_on", Kind.DATE, "day of the visit"),
        Column("kind", Kind.CODE, "kind", codes={"joint": "joint", "alone": "alone"}),
        Column("present", Kind.INTEGER, "persons present", unit="persons", between=(0, 500)),
        Column("fee_ore", Kind.ORE, "fee", required=False),
        Column("share", Kind.REAL, "share", required=False, between=(0, 1)),
        Column("withdrawn", Kind.BOOLEAN, "taken back"),
        Column("known_at", Kind.DATE, "day it was entered"),
    ),
    key=("case_no",),
    happened="visited_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    retracts="withdrawn",
)  # fmt: skip

FIRMS = Table(
    name="firms",
    authority=Authority.BOLAGSVERKET,
    title=Words("Företag", "Firms"),
    about="One row per change.",
    ground="a ground",
    secrecy="none",
    columns=(
        Column("org_no", Kind.TEXT, "employer", check="organisation_number", use=Use.LINK),
        Column("name", Kind.TEXT, "registered name", use=Use.DISPLAY),
        Column("citizenship", Kind.TEXT, "never asked for", use=Use.FORBIDDEN),
        Column("since", Kind.DATE, "true from"),
        Column("known_at", Kind.DATE, "published"),
    ),
    key=("org_no", "since"),
    happened="since",
    known="known_at",
    employer="org_no",
)

GRANTS = Table(
    name="grants",
    authority=Authority.ELSEWHERE,
    title=Words("Bidrag", "Grants"),
    about="One row per grant; may be decided before it begins.",
    ground="a ground",
    secrecy="none",
    columns=(
        Column("grant_no", Kind.TEXT, "grant", use=Use.LINK),
        Column("begins", Kind.DATE, "first day"),
        Column("known_at", Kind.DATE, "decided"),
    ),
    key=("grant_no",),
    happened="begins",
    known="known_at",
    optional=True,
    foresight=True,
)


def country(*tables: Table) -> Country:
    """A country of these tables and nothing else."""
    nothing = View("nothing", (), "SELECT 1 AS workplace")
    return Country(
        name="testland",
        words=Words("Testland", "Testland"),
        tables=tables or (VISITS, FIRMS, GRANTS),
        features=(),
        cohort=Cohort(nothing, ()),
        outcomes=Outcomes((), nothing, 180),
        centres=(),
        rivals=(),
        recipe="",
    )


def visits(rows: int = 20, **changed: Sequence[object]) -> dict[str, list[object]]:
    """Sound visits, twenty days apart from 2023 on, with whole columns `changed`."""
    found: dict[str, list[object]] = {
        "case_no": [f"C{n:04}" for n in range(rows)],
        "org_no": [ORG_NOS[n % 3] for n in range(rows)],
        "cfar": [None if n % 7 == 0 else str(10_000_000 + n) for n in range(rows)],
        "visited_on": [date(2023, 1 + n % 12, 1 + n % 28) for n in range(rows)],
        "kind": ["joint" if n % 2 else "alone" for n in range(rows)],
        "present": [n % 30 for n in range(rows)],
        "fee_ore": [1_250_000 if n % 5 == 0 else None for n in range(rows)],
        "share": [n % 10 / 10 for n in range(rows)],
        "withdrawn": [False] * rows,
        "known_at": [date(2024, 1 + n % 6, 1 + n % 28) for n in range(rows)],
    }
    return found | {name: list(values) for name, values in changed.items()}


def firms() -> dict[str, list[object]]:
    """Three sound firms."""
    days = [date(2020, 1, 1 + n) for n in range(3)]
    names = ["Ett AB", "Två AB", "Tre AB"]
    return {"org_no": [*ORG_NOS], "name": [*names], "since": [*days], "known_at": [*days]}


def write(extracts: Path, *tables: tuple[Table, Rows], kind: str = "parquet") -> None:
    """A whole delivery: sound visits and firms, unless other rows are given for them."""
    given = {"visits": (VISITS, visits()), "firms": (FIRMS, firms())}
    given |= {t.name: (t, {n: list(v) for n, v in rows.items()}) for t, rows in tables}
    about = {
        "country": "testland",
        "delivered_on": DELIVERED_ON.isoformat(),
        "control_rate": 10,
    }
    extracts.mkdir(parents=True, exist_ok=True)
    (extracts / "delivery.json").write_text(json.dumps(about), "utf-8")
    for table, rows in given.values():
        folder = extracts / table.authority
        folder.mkdir(exist_ok=True)
        if kind == "csv":
            pacsv.write_csv(pa.table(dict(rows)), folder / f"{table.name}.csv")
        else:
            pq.write_table(pa.table(dict(rows)), folder / f"{table.name}.parquet")


def load(extracts: Path, landed: Path, *tables: Table) -> LoadReport:
    """Load what lies in `extracts`, quietly."""
    return read_delivery(extracts, country(*tables), landed, say=lambda _: None)
