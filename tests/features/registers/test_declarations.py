"""The registers as declared: owners, grounds, places, and what is never asked for."""

from __future__ import annotations

from datetime import date

import pytest

from features.registers import TABLES
from features.registers.numbers import CHECKS
from features.registers.reference import (
    CENTRES,
    COUNTIES,
    MUNICIPALITIES,
    SECTORS,
    county_of,
    risk_sectors,
    salary_floor_ore,
)
from features.schema import Kind, Role, Table
from features.vocabulary import PARTIES, Authority

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)

# Words that would betray a protected ground or the person behind a row.
NEVER = ("citizen", "birth", "national", "country", "sex", "gender", "age", "religion",
         "union", "language", "sink", "postcode", "personal_number")  # fmt: skip


@every_table
def test_a_register_says_whose_it_is_and_on_what_ground(table: Table) -> None:
    assert table.about
    assert table.ground
    assert table.secrecy
    assert table.title.sv
    assert table.title.en


@every_table
def test_no_register_asks_for_a_protected_ground(table: Table) -> None:
    parts = {part for column in table.columns for part in column.name.split("_")}

    assert not parts & set(NEVER)


@every_table
def test_money_and_counts_have_bounds_and_codes_have_meanings(table: Table) -> None:
    for column in table.columns:
        if column.kind in (Kind.ORE, Kind.INTEGER, Kind.REAL):
            assert column.between is not None, column.name
        if column.kind is Kind.CODE:
            assert column.codes, column.name
        assert column.check is None or column.check in CHECKS


def test_the_nine_parties_and_they_alone_deliver_under_the_joint_controls_act() -> None:
    inside = {table.authority for table in TABLES if "2024:307" in table.ground}
    outside = {table.authority for table in TABLES if "2024:307" not in table.ground}

    assert len(PARTIES) == 9
    assert inside <= set(PARTIES)
    assert outside == {
        Authority.BOLAGSVERKET,
        Authority.IVO,
        Authority.KOMMUNERNA,
        Authority.KRONOFOGDEN,
        Authority.TRANSPORTSTYRELSEN,
    }


def test_an_authority_outside_the_cooperation_may_always_be_lacking() -> None:
    needed = {table.authority for table in TABLES if not table.optional}

    assert not needed & set(Authority) - {*PARTIES, Authority.BOLAGSVERKET}


def test_what_joint_controls_found_is_closed_to_indicators() -> None:
    closed = {table.name for table in TABLES if table.role is Role.OUTCOME}

    assert closed == {"joint_controls", "control_outcomes"}


def test_seven_centres_cover_every_county_once() -> None:
    covered = [county for centre in CENTRES for county in centre.counties]

    assert len(CENTRES) == 7
    assert sorted(covered) == sorted(COUNTIES)


def test_every_municipality_lies_in_a_county() -> None:
    assert len(MUNICIPALITIES) == 290
    assert {county_of(code) for code in MUNICIPALITIES} == set(COUNTIES)


def test_a_trade_belongs_to_one_sector() -> None:
    for version in (0, 1):
        sectors: dict[str, set[str]] = {}
        for sector in SECTORS:
            for pair in sector.codes:
                sectors.setdefault(pair[version], set()).add(sector.key)
        assert {code: keys for code, keys in sectors.items() if len(keys) > 1} == {}


def test_the_salary_floor_is_that_of_the_day_of_decision() -> None:
    assert salary_floor_ore(date(2023, 10, 31)) == 13_000_00
    assert salary_floor_ore(date(2023, 11, 1)) == 27_360_00
    assert salary_floor_ore(date(2024, 6, 18)) == 28_480_00


def test_risk_sectors_are_a_dated_judgement() -> None:
    assert "vehicle_service" not in risk_sectors(date(2023, 1, 1))
    assert "vehicle_service" in risk_sectors(date(2024, 1, 1))
