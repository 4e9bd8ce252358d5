"""Dated tables: no row without a source, no two of a name on one day, none made up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from features.country import CodeList
from features.errors import BadOption
from features.registers.reference import (
    AMOUNTS,
    CENTRES,
    COUNTIES,
    SNI_2007,
    SNI_2025,
    STRATEGY_AREAS,
    in_force,
    read_strategy_areas,
    risk_sectors,
    salary_floor_ore,
    successor,
)
from features.registers.reference.dated import Dated, overlaps
from features.registers.reference.lists import CODE_LISTS
from features.vocabulary import Words


@pytest.mark.parametrize("table", CODE_LISTS, ids=lambda table: table.words.en)
def test_every_row_has_its_days_and_its_source_and_no_code_stands_twice_on_a_day(
    table: CodeList,
) -> None:
    rows: dict[str, list[Dated]] = defaultdict(list)
    for row in table.rows:
        assert row.source
        assert row.valid_to is None or row.valid_from <= row.valid_to
        rows[row.code].append(row)

    assert rows
    assert [code for code, own in rows.items() if overlaps(own)] == []


@pytest.mark.parametrize(
    ("day", "kronor"),
    [
        (date(2011, 12, 31), 0),
        (date(2023, 10, 31), 13_000),
        (date(2023, 11, 1), 27_360),
        (date(2024, 6, 17), 27_360),
        (date(2024, 6, 18), 28_480),
        (date(2030, 1, 1), 29_680),
    ],
)
def test_the_salary_floor_is_that_of_the_day(day: date, kronor: int) -> None:
    assert salary_floor_ore(day) == kronor * 100


def test_one_amount_of_a_name_ends_the_day_before_the_next_begins() -> None:
    for name in {amount.name for amount in AMOUNTS}:
        own = sorted((a for a in AMOUNTS if a.name == name), key=lambda a: a.valid_from)
        ends = [amount.valid_to for amount in own]
        begins = [amount.valid_from for amount in own]

        assert ends[-1] is None
        assert [(b - e).days for e, b in zip(ends, begins[1:], strict=False) if e] == [1] * (
            len(own) - 1
        )


def test_risk_sectors_are_a_judgement_with_a_day() -> None:
    assert risk_sectors(date(2021, 12, 7)) == ()
    assert "care" in risk_sectors(date(2023, 12, 31))
    assert "care" not in risk_sectors(date(2024, 1, 1))


@pytest.mark.parametrize("day", [date(2023, 12, 1), date(2026, 11, 1)])
def test_every_county_has_one_centre(day: date) -> None:
    covered = [county for centre in in_force(CENTRES, day) for county in centre.counties]

    assert sorted(covered) == sorted(COUNTIES)


def test_a_code_of_sni_2007_has_its_successor() -> None:
    assert successor("45201") == "95311"  # a car workshop
    assert successor("43120") == "43120"  # the same in both
    assert successor("00000") == ""


def test_a_code_that_only_one_version_has_tells_which_it_is() -> None:
    assert "45201" in SNI_2025.foreign
    assert "95311" in SNI_2007.foreign
    assert not SNI_2007.foreign & SNI_2025.foreign
    assert "43120" not in SNI_2007.foreign | SNI_2025.foreign


def test_no_label_of_a_strategy_area_is_made_up() -> None:
    assert [area.number for area in STRATEGY_AREAS] == list(range(1, 8))
    assert {area.words for area in STRATEGY_AREAS} == {None}


def test_labels_of_strategy_areas_come_from_a_dated_file(tmp_path: Path) -> None:
    path = tmp_path / "areas.toml"
    path.write_text(
        '[[area]]\nnumber = 1\nsv = "Ett"\nen = "One"\nvalid_from = 2022-07-01\nsource = "x"\n'
    )

    (area,) = read_strategy_areas(path)

    assert (area.number, area.words, area.valid_from) == (
        1,
        Words("Ett", "One"),
        date(2022, 7, 1),
    )


AREA = '[[area]]\nnumber = {}\nsv = "Ett"\nen = "One"\nvalid_from = {}\nsource = "{}"'


@pytest.mark.parametrize(
    "text",
    [
        "",
        AREA.format(8, "2022-07-01", "x"),
        AREA.format(1, '"2022"', "x"),
        AREA.format(1, "2022-07-01", ""),
    ],
)
def test_an_area_without_number_day_or_source_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "areas.toml").write_text(text)

    with pytest.raises(BadOption):
        read_strategy_areas(tmp_path / "areas.toml")
