"""A drawn country of the size triage is usually run at: 100,000 workplaces, 350,000 events."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from features.country import Area, Cohort, Country, Outcomes, Step
from features.feature import Aggregate, Feature, Grain, Measure, View
from features.schema import Column, Kind, Role, Table
from features.vocabulary import AsOf, Authority, Words

__all__ = ["BLOCKS", "COUNTRY", "DATES", "KINDS", "TIMESPAN", "WINDOWS", "Size", "draw"]

WINDOWS = (3, 6, 12, 24, 60)
KINDS = ("kind_a", "kind_b", "kind_c", "kind_d", "kind_e")
BLOCKS = ("inspections", "complaints", "permits", "notices")
DATES = tuple(AsOf(2020 + half // 2, 1 + half % 2 * 6, 1) for half in range(10))
TIMESPAN = 6  # months in which a control decides the label
FIRST, LAST = np.datetime64("2014-01-01"), np.datetime64("2025-06-01")


@dataclass(frozen=True)
class Size:
    """How much to draw."""

    workplaces: int = 100_000
    events: int = 350_000
    controls: int = 60_000


def _table(name: str, *columns: Column, role: Role = Role.FACT) -> Table:
    return Table(
        name=name,
        authority=Authority.ELSEWHERE,
        title=Words(name, name),
        about="drawn for measuring",
        ground="none: drawn",
        secrecy="none: drawn",
        columns=(
            Column("number", Kind.INTEGER, "running number"),
            Column("workplace_id", Kind.TEXT, "workplace"),
            Column("employer_id", Kind.TEXT, "employer"),
            Column("happened", Kind.DATE, "when it happened"),
            Column("known", Kind.DATE, "when it was known"),
            *columns,
        ),
        key=("number",),
        happened="happened",
        known="known",
        employer="employer_id",
        workplace="workplace_id",
        role=role,
    )


WORKPLACES = _table(
    "workplaces",
    Column("sector", Kind.TEXT, "sector"),
    Column("size_class", Kind.TEXT, "size class"),
    Column("closes", Kind.DATE, "when it closes", required=False),
)
EVENTS = tuple(
    _table(
        name,
        Column("kind", Kind.CODE, "what kind", codes=dict.fromkeys(KINDS, "drawn")),
        Column("amount", Kind.ORE, "an amount"),
    )
    for name in BLOCKS
)
CONTROLS = _table("controls", Column("found", Kind.BOOLEAN, "found"), role=Role.OUTCOME)


def _features() -> tuple[Feature, ...]:
    """Per block and window: all rows, rows of each kind, and (but for the last) the amount."""
    features: list[Feature] = []
    for table in EVENTS:
        measures: list[tuple[str, Measure, str, str]] = [("rows", Measure.COUNT, "", "")]
        measures += [(kind, Measure.COUNT, "", f"kind = '{kind}'") for kind in KINDS]
        if table.name != BLOCKS[-1]:
            measures.append(("amount", Measure.TOTAL, "amount", ""))
        for name, measure, value, where in measures:
            for months in WINDOWS:
                definition = Aggregate(
                    table, measure, value, where, months, missing=0, grain=Grain.WORKPLACE
                )
                label = f"{table.name}_{name}_{months}m"
                features.append(Feature(label, definition, sv=label, en=label))
    return tuple(features)


COUNTRY = Country(
    name="triage_shape",
    words=Words("Uppmätt", "Measured"),
    tables=(WORKPLACES, *EVENTS, CONTROLS),
    features=_features(),
    cohort=Cohort(
        View(
            "candidates_measured",
            (WORKPLACES,),
            "SELECT workplace, employer, 'none' AS centre, sector, size_class, closes"
            " FROM workplaces",
        ),
        (Step("open", Words("öppna", "open"), "closes IS NULL OR closes >= :as_of"),),
    ),
    outcomes=Outcomes(
        areas=(Area("any", Words("något", "any"), ("elsewhere",)),),
        rows=View(
            "outcomes_measured",
            (CONTROLS,),
            "SELECT workplace, employer, number AS control, happened, 'any' AS area, found,"
            " 1 AS severity, 'final' AS status, false AS random FROM controls",
        ),
        embargo_days=0,
    ),
    centres=(),
    rivals=(),
    recipe="",
)


def draw(folder: Path, size: Size, seed: int) -> None:
    """Write the landed registers under `folder`. Two in a hundred events correct another."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    opens = _days(rng, size.workplaces, "2005-01-01", "2019-12-01")
    closes = _days(rng, size.workplaces, "2020-01-01", "2060-01-01")
    places = np.arange(size.workplaces)
    _land(
        folder,
        "workplaces",
        _rows(places, places, opens, opens)
        | {
            "sector": pa.array(rng.choice(list("abcdefgh"), size.workplaces)),
            "size_class": pa.array(rng.choice(list("123"), size.workplaces)),
            "closes": pa.array(closes, mask=closes > LAST),
        },
    )
    # Some workplaces have many events, most have few.
    weight = rng.gamma(0.7, size=size.workplaces)
    share = weight.cumsum() / weight.sum()
    for block in BLOCKS:
        n = size.events // len(BLOCKS)
        number = np.arange(n)
        place = np.searchsorted(share, rng.random(n))
        happened = _days(rng, n, str(FIRST), str(LAST))
        known = happened + rng.gamma(2.0, 15.0, n).astype("timedelta64[D]")
        # The first of a pair with the same number stood until the second was known.
        corrected = rng.choice(n // 2, n // 50, replace=False)
        number[corrected + n // 2] = corrected
        place[corrected + n // 2] = place[corrected]
        known[corrected + n // 2] = known[corrected] + np.timedelta64(60, "D")
        superseded = np.full(n, np.datetime64("NaT"), "datetime64[D]")
        superseded[corrected] = known[corrected + n // 2]
        kind = np.asarray(KINDS)[rng.choice(len(KINDS), n, p=(0.5, 0.2, 0.15, 0.1, 0.05))]
        columns = _rows(number, place, happened, known) | {
            "kind": pa.array(kind),
            "amount": pa.array(rng.integers(0, 5_000_000, n) * 100),
            "superseded_at": pa.array(superseded),
        }
        _land(folder, block, columns)
    place = rng.integers(0, size.workplaces, size.controls)
    happened = _days(rng, size.controls, str(FIRST), str(LAST))
    columns = _rows(np.arange(size.controls), place, happened, happened)
    _land(folder, "controls", columns | {"found": pa.array(rng.random(size.controls) < 0.2)})
    report = {"content": {"seed": seed, "size": repr(size)}}
    (folder / "report.json").write_text(json.dumps(report), "utf-8")


def _days(
    rng: np.random.Generator, n: int, first: str, last: str
) -> npt.NDArray[np.datetime64]:
    since, until = np.datetime64(first), np.datetime64(last)
    return since + rng.integers(0, (until - since).astype(int), n).astype("timedelta64[D]")


def _rows(
    number: npt.NDArray[np.integer],
    place: npt.NDArray[np.integer],
    happened: npt.NDArray[np.datetime64],
    known: npt.NDArray[np.datetime64],
) -> dict[str, pa.Array]:
    """What every table has. Three workplaces of four are an employer's only one."""
    names = pa.array([f"W{n:06d}" for n in range(int(place.max()) + 1)])
    owners = pa.array([f"E{n - (n % 4 == 3):06d}" for n in range(int(place.max()) + 1)])
    workplace, employer = names.take(pa.array(place)), owners.take(pa.array(place))
    return {
        "number": pa.array(number, pa.int64()),
        "workplace_id": workplace,
        "employer_id": employer,
        "happened": pa.array(happened),
        "known": pa.array(known),
        "superseded_at": pa.nulls(len(number), pa.date32()),
        "counts_from": pa.nulls(len(number), pa.date32()),
        "employer": employer,
        "workplace": workplace,
    }


def _land(folder: Path, name: str, columns: dict[str, pa.Array]) -> None:
    pq.write_table(pa.table(columns), folder / f"{name}.parquet", compression="zstd")
