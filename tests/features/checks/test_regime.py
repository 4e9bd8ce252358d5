"""Codes that change: what stops a load, what does not, and how somebody answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from features.checks.acceptance import read_accepted, refuse_changes, unaccepted
from features.checks.regime import Change, changes_of
from features.country import Accepted
from features.errors import BadOption, RegimeChanged
from features.registers.employers import WORKPLACES
from features.registers.loading import read_delivery
from features.tally import ColumnTally, Month, Tally
from tests.features.registers.deliveries import VISITS, country, load, visits, write

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]


def tally(codes: Mapping[str, Mapping[str, int]], delivered_on: str) -> Tally:
    """A register whose months hold these codes of `kind`."""
    rows = {month: sum(counts.values()) for month, counts in codes.items()}
    return Tally(
        delivered_on=delivered_on,
        delivered=sum(rows.values()),
        landed=sum(rows.values()),
        duplicates=0,
        set_aside=0,
        faults={},
        months={month: Month(n, 0, (1, 4)) for month, n in rows.items()},
        happened=rows,
        one_day_share=0.01,
        reused=0,
        columns={"kind": ColumnTally(given=rows, codes=codes)},
    )


def steady(until: int, **counts: int) -> dict[str, dict[str, int]]:
    """The same codes every month."""
    return {month: dict(counts) for month in MONTHS[:until]}


def told(
    codes: Mapping[str, Mapping[str, int]], before: Mapping[str, Mapping[str, int]] | None
) -> list[tuple[str, str]]:
    """Kind and month of each change; the last delivery came before the newest month."""
    now = tally(codes, f"{2024 + len(codes) // 12}-{len(codes) % 12 + 1:02d}-01")
    last = tally(before, max(codes) + "-01") if before is not None else None
    return [(change.kind, change.since) for change in changes_of(VISITS, now, last)]


BEFORE = steady(23, joint=60, alone=40)
NEWEST = MONTHS[23]


@pytest.mark.parametrize(
    ("newest", "kind"),
    [
        ({"joint": 60, "alone": 40}, None),
        ({"joint": 75, "alone": 25}, None),  # months vary
        ({"joint": 5, "alone": 3}, None),  # few rows say nothing
        ({"joint": 100}, "gone"),
        ({"joint": 20, "alone": 80}, "moved"),
        ({"joint": 60, "alone": 25, "": 15}, "new"),  # missing, as it never was
        ({"joint": 60, "alone": 25, "J2": 15}, "strange"),
        ({"joint": 60, "alone": 39, "J2": 1}, None),  # a slip of the pen: a row set aside
    ],
)
def test_a_months_codes_against_the_year_before(
    newest: dict[str, int], kind: str | None
) -> None:
    found = told(BEFORE | {NEWEST: newest}, BEFORE)

    assert found == ([(kind, NEWEST)] if kind else [])


def test_a_column_that_always_jumps_may_jump() -> None:
    """Campaigns: every other month has one code, the next the other."""
    campaigns = {
        month: {"joint": 90, "alone": 10} if n % 2 else {"joint": 10, "alone": 90}
        for n, month in enumerate(MONTHS[:23])
    }

    assert told(campaigns | {NEWEST: {"joint": 92, "alone": 8}}, campaigns) == []


@pytest.mark.parametrize(
    ("again", "change"),
    [
        (BEFORE, []),
        (BEFORE | {month: {"joint": 61, "alone": 39} for month in MONTHS[:23]}, []),
        (
            BEFORE | {month: {"joint": 10, "alone": 90} for month in MONTHS[18:23]},
            [("rewritten", MONTHS[18])],
        ),
        (
            {month: {"joint": 45, "alone": 55} for month in MONTHS[:23]},
            [("rewritten", MONTHS[0])],
        ),
    ],
)
def test_months_delivered_before_may_not_get_other_codes(
    again: dict[str, dict[str, int]], change: list[tuple[str, str]]
) -> None:
    found = told(again | {NEWEST: {"joint": 5, "alone": 5}}, BEFORE)

    assert found == change


def trades(**given: int) -> Tally:
    """Workplaces with so many new rows a month in each of the two columns, from 2025 on."""
    months = MONTHS[12:]
    rows = dict.fromkeys(months, 100)
    columns = {
        name: ColumnTally(
            given=dict.fromkeys(months, given[name]),
            codes={
                month: {name.upper().replace("_", " "): given[name], "": 100 - given[name]}
                for month in months
            },
        )
        for name in given
    }
    return replace(tally(rows_of(rows), "2026-01-01"), columns=columns)


def rows_of(rows: Mapping[str, int]) -> dict[str, dict[str, int]]:
    return {month: {"": n} for month, n in rows.items()}


@pytest.mark.parametrize(
    ("given", "change"),
    [
        ({"sni_2007": 7, "sni_2025": 93}, []),  # stragglers
        ({"sni_2007": 90, "sni_2025": 10}, [("sni_2007", "outlived", "2025-12")]),
    ],
)
def test_a_version_no_longer_in_force_is_not_for_new_rows(
    given: dict[str, int], change: list[tuple[str, str, str]]
) -> None:
    found = changes_of(WORKPLACES, trades(**given), None)

    assert [(c.column, c.kind, c.since) for c in found] == change


def test_the_chicago_case_is_seen_in_the_first_delivery_with_its_month() -> None:
    """On 1 July 2018 the violation codes were replaced, in a history that went on."""
    codes = steady(11, joint=60, alone=40) | {
        month: {"J": 55, "A": 45} for month in MONTHS[11:]
    }
    wider = replace(VISITS, columns=tuple(
        replace(c, codes={**c.codes, "J": "joint", "A": "alone"}) if c.name == "kind" else c
        for c in VISITS.columns
    ))  # fmt: skip

    found = changes_of(wider, tally(codes, "2026-01-01"), None)

    assert [(change.kind, change.since) for change in found] == [("swapped", MONTHS[11])]


def test_rows_that_come_in_clumps_end_and_begin_without_meaning_anything() -> None:
    # Two large sites before the middle and two after it: 36 rows each way, but four events.
    clumps = {3: {"joint": 18}, 7: {"joint": 18}, 15: {"alone": 18}, 20: {"alone": 18}}
    assert told({month: clumps.get(n, {}) for n, month in enumerate(MONTHS)}, None) == []
    # As many rows, but some every month, and it is a change.
    spread = {m: {"joint": 3} if n < 12 else {"alone": 3} for n, m in enumerate(MONTHS)}
    assert told(spread, None) == [("swapped", MONTHS[12])]


def test_a_change_is_told_with_counts_and_what_to_write_to_accept_it() -> None:
    changes = changes_of(
        VISITS,
        tally(BEFORE | {NEWEST: {"joint": 100}}, "2026-01-01"),
        tally(BEFORE, "2025-12-01"),
    )

    with pytest.raises(RegimeChanged) as stopped:
        refuse_changes(changes)

    assert stopped.value.exit_code == 9
    assert "visits.kind since 2025-12, a code is no longer used" in stopped.value.message
    assert "'alone' 480 of 1,200 → 0 of 100" in stopped.value.message
    assert (
        'register = "visits"\n    column = "kind"\n    since = "2025-12"' in stopped.value.hint
    )


def test_an_accepted_change_is_no_longer_refused(tmp_path: Path) -> None:
    change = Change("visits", "kind", "gone", "2025-12", ())
    path = tmp_path / "accepted.toml"
    path.write_text(
        '[[accept]]\nregister = "visits"\ncolumn = "kind"\nsince = "2025-12"\n'
        'by = "A. Clerk"\nwhy = "visits alone ended"\n'
    )

    assert read_accepted(path) == (
        Accepted("visits", "kind", "2025-12", "A. Clerk", "visits alone ended"),
    )
    assert unaccepted([change], read_accepted(path)) == []
    assert unaccepted([replace(change, since="2026-01")], read_accepted(path)) != []


@pytest.mark.parametrize("text", ["accept = 1", '[[accept]]\nregister = "x"', "[[accept"])
def test_an_acceptance_that_does_not_say_who_and_why_is_refused(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "accepted.toml").write_text(text)

    with pytest.raises(BadOption, match="cannot be read as acknowledged changes"):
        read_accepted(tmp_path / "accepted.toml")


def test_a_changed_code_list_stops_the_load_and_leaves_what_was_landed(tmp_path: Path) -> None:
    """A hundred visits in May 2024; in June, all of another kind."""
    may = visits(100, visited_on=[date(2024, 5, 1)] * 100, known_at=[date(2024, 5, 2)] * 100)
    write(tmp_path / "in", (VISITS, may))
    about = tmp_path / "in" / "delivery.json"
    about.write_text('{"delivered_on": "2024-06-01"}')
    load(tmp_path / "in", tmp_path / "landed", VISITS)
    landed = (tmp_path / "landed" / "visits.parquet").read_bytes()
    june = {name: list(values) for name, values in may.items()}
    june["case_no"] = [f"D{n}" for n in range(100)]
    june["kind"] = ["joint"] * 100
    june["known_at"] = [date(2024, 6, 2)] * 100
    write(tmp_path / "in", (VISITS, {n: [*may[n], *june[n]] for n in may}))
    about.write_text('{"delivered_on": "2024-07-01"}')

    with pytest.raises(RegimeChanged, match=r"visits.kind since 2024-06, a code is no longer"):
        load(tmp_path / "in", tmp_path / "landed", VISITS)
    assert (tmp_path / "landed" / "visits.parquet").read_bytes() == landed

    accepted = (Accepted("visits", "kind", "2024-06", "A. Clerk", "visits alone ended"),)
    report = read_delivery(
        tmp_path / "in", country(VISITS), tmp_path / "landed", say=lambda _: None,
        accepted=accepted,
    )  # fmt: skip
    assert report.tables[0].landed.landed == 200
