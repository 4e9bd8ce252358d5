"""The report that a sender reads: both languages, whole in itself, nothing personal in it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from features.checks.page import page
from features.checks.wording import in_words
from features.cli import app
from features.registers.numbers import FAULTS
from tests.features.checks.corruptions import CORRUPTIONS
from tests.features.checks.deliveries import SWEDEN, Delivery
from tests.features.registers.deliveries import VISITS, visits, write

SPOILED = {one.name: one for one in CORRUPTIONS}
CHECK = ["check", "--country", "tests.features.registers.tying"]


def run(folder: Path, *options: str) -> tuple[int, dict[str, object]]:
    """Exit code and JSON of `lykta features check` on the small country's delivery."""
    result = CliRunner().invoke(
        app,
        [*CHECK, str(folder / "in"), "--workspace", str(folder / "ws"), "--json", *options],
    )
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_fetches_nothing_and_runs_nothing(
    language: str, delivery: Delivery, tmp_path: Path
) -> None:
    SPOILED["hyphens"].deliver(delivery, tmp_path)

    text = page(delivery.checked(tmp_path, "inspections"), language)

    assert f'<html lang="{language}">' in text
    assert not re.search(r"<script|<link|<img|url\(|@import|https?://", text)
    assert not re.search(r"\{\{|\}\}|None", text)


@pytest.mark.parametrize(
    ("name", "column"),
    [("hyphens", "org_no"), ("personal_number_of_person", "person_key"),
     ("strangers", "org_no"),
     ("new_pseudonyms", "person_key"), ("capitals", "permit_no"), ("no_names", "org_no")],
)  # fmt: skip
def test_no_value_of_any_row_is_in_the_report(
    name: str, column: str, delivery: Delivery, tmp_path: Path
) -> None:
    one = SPOILED[name]
    one.deliver(delivery, tmp_path)
    (path,) = (
        p for p in (tmp_path / SWEDEN.table(one.register).authority).iterdir() if p.is_file()
    )
    if path.suffix == ".csv":
        numbers = set(re.findall(r"\d{6,}|[A-Z]\d{6,}", path.read_text("utf-8")))
    else:
        numbers = {str(n) for n in pq.read_table(path)[column].to_pylist() if n}

    text = html.unescape(page(delivery.checked(tmp_path, one.register), "sv"))

    assert numbers
    assert [number for number in numbers if number in text] == []


def test_every_sentence_of_loading_has_its_swedish(delivery: Delivery) -> None:
    faults = [f"org_no: {said}" for said in FAULTS.values()]
    faults += [
        "visited_on: cannot be read as a date (YYYY-MM-DD)",
        "present: cannot be read as a whole number",
        "fee_ore: cannot be read as a whole number of öre",
        "share: cannot be read as a number", "withdrawn: cannot be read as true or false",
        "kind: missing", "kind: not in the code list", "present: outside 0 to 500 persons",
        "share: outside 0 to 1", "known_at: later than the delivery",
        "known_at: before visited_on, known before it happened",
        "the same key and known date as another row, with other values",
        "the line has 4 fields, the header 10",
        "visits.csv is empty, without even a line of column names",
        "visits.csv is written in UTF-16; UTF-8 is read",
        "visits.parquet cannot be read as parquet",
        "visits.csv has a single column: its fields are not divided by , ; tab or |",
        "cannot be read to its end", "missing columns kind, present", "undeclared column shift",
        "none of the 10 columns is declared; is the line of column names missing?",
        "column citizenship must never be delivered: never asked for",
        "column name delivered more than once",
        "delivered more than once (visits.parquet, visits.csv); which one counts?",
        "the register is missing (owners.parquet, owners.csv or a folder owners)",
        "ekobrottsmyndigheten/misstankar.csv: suspicions and intelligence (misstankar och"
        " underrättelser) are never received: a suspicion is no finding (brottsdatalagen; OSL);"
        " take it out of the delivery",
        "polismyndigheten/x.csv: nothing but declared registers is received from here, not"
        " suspicions and intelligence: a suspicion is no finding (brottsdatalagen); take it out"
        " of the delivery",
        "delivery.json: is for another country than sweden",
        "delivery.json: gives no delivered_on as YYYY-MM-DD",
    ]  # fmt: skip

    same = [fault for fault in faults if in_words(fault).sv == fault]

    assert same == []
    assert in_words("present: outside 0 to 2,000 persons").sv == (
        "present: utanför 0 till 2 000 personer"
    )


def test_a_clean_delivery_ends_with_nought_and_lands_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in")

    code, told = run(tmp_path)

    assert (code, told["verdict"], told["ask"], told["stop"]) == (0, "clean", 0, 0)
    assert not (tmp_path / "ws" / "landed").exists()
    assert (tmp_path / "ws" / "checks" / "testland-2024-06-30.html").is_file()


def test_what_would_be_refused_and_what_must_be_looked_at_end_otherwise(tmp_path: Path) -> None:
    write(tmp_path / "in", (VISITS, visits(shift=["x"] * 20)))
    refused, told = run(tmp_path)
    write(tmp_path / "in", (VISITS, visits(case_no=[f"C{n:04} " for n in range(20)])))
    asked, looked = run(tmp_path)

    assert (refused, told["verdict"]) == (3, "stop")
    assert (asked, looked["verdict"]) == (10, "ask")


def test_files_that_nobody_asked_for_are_told_of(tmp_path: Path) -> None:
    write(tmp_path / "in")
    (tmp_path / "in" / "skatteverket" / "salaries.xlsx").write_bytes(b"x")

    code, told = run(tmp_path)

    general = told["general"]
    assert isinstance(general, list)
    assert code == 10
    assert general[0]["en"] == (
        "skatteverket/salaries.xlsx is no register that the country has declared"
    )


def test_one_authority_may_check_its_own_part(tmp_path: Path) -> None:
    write(tmp_path / "in")
    (tmp_path / "in" / "bolagsverket" / "firms.parquet").unlink()

    whole, _ = run(tmp_path)
    own, told = run(tmp_path, "--authority", "skatteverket")

    registers = told["registers"]
    assert isinstance(registers, list)
    assert (whole, own) == (3, 0)
    assert [one["register"] for one in registers] == ["visits"]


def test_the_last_delivery_may_be_given_by_its_folder(tmp_path: Path) -> None:
    """Ten persons at every visit last time, four hundred now."""
    write(tmp_path / "last", (VISITS, visits(200, present=[10] * 200)))
    write(tmp_path / "in", (VISITS, visits(200, present=[400] * 200)))

    code, told = run(tmp_path, "--against", str(tmp_path / "last"))

    registers = told["registers"]
    assert isinstance(registers, list)
    (found,) = (one for one in registers if one["register"] == "visits")
    said = [finding["en"] for finding in found["findings"]]
    assert told["last_delivered_on"] == "2024-06-30"
    assert (code, said) == (10, ["the values are 40 times larger than last time"])
