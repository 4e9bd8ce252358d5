"""From seven files to registers: who is tied to whom, and when each fact was known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from examples.california import COUNTRY
from examples.california.linking import link
from features.engine.registers import Registers
from features.errors import DeliveryRefused
from features.in_memory import build_matrix
from features.leakcheck import leakcheck_delivery
from features.registers.loading import read_delivery
from features.vocabulary import AsOf
from tests.examples.california.invented import Files

DELIVERED = date(2021, 1, 1)
HERON, FERN, OAK = "BLUEHERONPLUMBING", "FERNCATERING", "TALLOAKROOFING"


def landed(files: Files, folder: Path) -> Registers:
    read_delivery(
        files.write(folder / "extracts"), COUNTRY, folder / "landed", say=lambda _: None
    )
    return Registers(folder / "landed", COUNTRY)


def figures(registers: Registers, as_of: str) -> pd.DataFrame:
    with registers:
        return build_matrix(registers, AsOf.parse(as_of)).to_pandas().set_index("employer")


def told_of(found: pd.DataFrame, employer: str, *names: str) -> list[float]:
    return [float(found[name][employer]) for name in names]


def linked(files: Files, folder: Path, delivered_on: date = DELIVERED) -> Path:
    return link(files.write(folder / "extracts"), folder / "linked", delivered_on)


def test_claims_of_several_spellings_are_one_employers(tmp_path: Path) -> None:
    files = Files()
    files.claim("Blue Heron Plumbing, Inc.", "2018-01-15")
    files.claim(["BLUE HERON PLUMBING", "Fern's Catering"], "2018-02-15")

    found = figures(landed(files, tmp_path), "2018-09-01")

    assert told_of(found, HERON, "claims", "spellings", "co_respondents") == [2, 2, 1]
    assert told_of(found, FERN, "claims", "co_respondents_claims") == [1, 1]


def test_claims_against_enterprises_whose_title_begins_alike_are_counted(
    tmp_path: Path,
) -> None:
    """A title without legal form or trade is nobody's neighbour: it may be a person's."""
    files = Files()
    files.petition("Blue Heron Plumbing", 2015)
    files.claim("Blue Heron Plumbing of Fern, Inc.", "2018-03-10")
    files.claim("Blue Heron Garage LLC", "2018-03-10")
    files.claim("Blue Heron", "2018-03-10")

    found = figures(landed(files, tmp_path), "2018-09-01")

    two = ["same_first_two_claims", "same_first_two_share"]
    three = ["same_first_three_claims", "same_first_three_share"]
    assert told_of(found, HERON, *two, *three) == [2, 1, 1, 1]
    assert told_of(found, "BLUEHERON", *two, *three) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("decided", "before", "after"),
    [
        ("2018-06-20", "2018-06-01", "2018-07-01"),
        (None, "2019-07-01", "2019-08-01"),  # 540 days after 2018-01-15: 2019-07-09
        ("2017-05-01", "2018-01-01", "2018-02-01"),  # never before the claim itself
    ],
)
def test_an_outcome_is_not_seen_before_its_day(
    tmp_path: Path, decided: str | None, before: str, after: str
) -> None:
    files = Files()
    files.federal_case("Blue Heron Plumbing")
    files.claim("Blue Heron Plumbing", "2018-01-15", decided=decided, assessed=900.0)
    registers = landed(files, tmp_path)

    early = build_matrix(registers, AsOf.parse(before)).to_pandas()
    late = figures(registers, after)

    asked = ["claims_decided", "claims_assessed", "wages_assessed"]
    assert early[asked].to_numpy().tolist() == [[0, 0, 0]]
    assert told_of(late, HERON, *asked) == [1, 1, 900]


def test_no_derived_day_is_later_than_the_delivery(tmp_path: Path) -> None:
    files = Files()
    files.claim("Blue Heron Plumbing", "2020-12-01")

    folder = linked(files, tmp_path)

    outcomes = pd.read_parquet(folder / "claim_outcomes.parquet")
    assert outcomes["decided"].tolist() == [DELIVERED]


def test_a_judgment_is_known_at_its_decision_and_not_at_the_claims_docket(
    tmp_path: Path,
) -> None:
    files = Files()
    case = files.claim("Blue Heron Plumbing", "2018-01-15")
    other = files.claim("Tall Oak Roofing", "2018-01-15")
    files.judgment(case, "2018-01-15", "2018-05-10")
    files.judgment(other, "2018-01-15")

    folder = linked(files, tmp_path)

    judgments = pd.read_parquet(folder / "judgments.parquet").set_index("employer")
    assert judgments["entered"].to_dict() == {HERON: date(2018, 5, 10), OAK: date(2019, 7, 9)}


def test_a_fiscal_year_is_known_ninety_days_after_its_end(tmp_path: Path) -> None:
    files = Files()
    files.claim("Fern's Catering", "2017-01-10")
    files.petition("Tall Oak Roofing", 2016)
    files.petition("Tall Oak Roofing", 2019)
    registers = landed(files, tmp_path)

    before = build_matrix(registers, AsOf.parse("2019-12-01")).to_pandas()
    after = build_matrix(registers, AsOf.parse("2020-01-01")).to_pandas()
    registers.connection.close()

    years = [
        f.set_index("employer").loc[OAK, "skilled_petition_years"] for f in (before, after)
    ]
    assert years == [1, 2]  # the year to 2019-09-30 is known on 2019-12-29


def test_registers_of_all_states_are_read_for_california_alone(tmp_path: Path) -> None:
    files = Files()
    files.claim("Fern's Catering", "2018-01-10")
    files.season("Tall Oak Roofing", "2015-05-05")
    files.season("Blue Heron Plumbing", "2015-05-05", state="NV")
    files.petition("Blue Heron Plumbing", 2016, state="NY")
    files.complaint("Blue Heron Plumbing", "2020-03-01", state="OR")
    files.complaint("Tall Oak Roofing", "2020-03-01")

    found = figures(landed(files, tmp_path), "2020-09-01")

    assert OAK in found.index
    assert HERON not in found.index
    assert found.loc[OAK, "safety_complaints_12m"] == 1


def test_what_lies_before_the_lookback_is_known_of_an_employer_but_ranks_nobody(
    tmp_path: Path,
) -> None:
    """At 2019-09-01 the lookback of 608 days begins on 2018-01-01."""
    files = Files()
    files.claim("Blue Heron Plumbing", "2017-02-10")
    files.claim("Blue Heron Plumbing", "2018-03-10")
    files.claim("Tall Oak Roofing", "2017-02-10")

    found = figures(landed(files, tmp_path), "2019-09-01")

    assert told_of(found, HERON, "claims", "claims_in_lookback") == [2, 1]
    since = told_of(found, HERON, "days_since_claim", "days_since_claim_in_lookback")
    assert since == [540, 540]  # both from the later claim
    assert OAK not in found.index


def test_visas_of_other_states_tell_of_size_once_they_are_known(tmp_path: Path) -> None:
    """A petition row of the invented files is 1 first approval and 2 renewals."""
    files = Files()
    files.claim("Blue Heron Plumbing", "2018-03-10")
    files.petition("Blue Heron Plumbing, Inc.", 2016, state="NY")
    files.petition("Blue Heron Plumbing", 2016, state="NV")
    files.petition("Blue Heron Plumbing", 2019, state="OR")
    files.petition("Blue Heron Plumbing", 2016)
    files.season("Blue Heron Plumbing", "2015-05-05", state="NV")
    registers = landed(files, tmp_path)

    before = build_matrix(registers, AsOf.parse("2019-09-01")).to_pandas()
    after = figures(registers, "2020-01-01")
    before = before.set_index("employer")

    asked = ["skilled_elsewhere_rows", "skilled_elsewhere_states",
             "skilled_elsewhere_positions", "skilled_petition_rows",
             "seasonal_elsewhere_positions"]  # fmt: skip
    assert told_of(before, HERON, *asked) == [2, 2, 6, 1, 12]
    assert told_of(after, HERON, *asked) == [3, 3, 9, 1, 12]


def test_a_certification_without_a_day_is_set_aside_and_told(tmp_path: Path) -> None:
    files = Files()
    files.claim("Fern's Catering", "2018-01-10")
    files.season("Tall Oak Roofing", "2015-05-05")
    files.season("Blue Heron Plumbing", None)

    with landed(files, tmp_path) as registers:
        told = registers.report["tables"]

    assert isinstance(told, dict)
    assert told["h2_certifications"]["set_aside"] == 1


def test_optional_registers_may_be_missing(tmp_path: Path) -> None:
    files = Files()
    files.claim("Blue Heron Plumbing", "2018-01-15")

    found = figures(landed(files, tmp_path), "2018-09-01")

    assert found.loc[HERON, "claims"] == 1
    assert found.loc[HERON, "registers_that_show_it"] == 1
    assert found["federal_cases"].isna().all()


def test_what_cannot_be_linked_is_told_at_once_without_a_title(tmp_path: Path) -> None:
    files = Files()
    files.federal_case("Blue Heron Plumbing")
    folder = files.write(tmp_path / "extracts")
    pd.DataFrame({"state": ["CA"]}).to_parquet(folder / "h1b_petitions_all_states.parquet")

    with pytest.raises(DeliveryRefused) as refused:
        link(folder, tmp_path / "linked", DELIVERED)

    said = str(refused.value)
    assert "wage_claims.parquet: the file is missing" in said
    assert "wage_claim_parties.parquet: the file is missing" in said
    assert "h1b_petitions_all_states.parquet: missing column(s)" in said
    assert "Heron" not in said


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    files = Files()
    for month in range(1, 10):
        files.claim(["Blue Heron Plumbing", "BLUE HERON PLUMBING INC"], f"2018-0{month}-10")
        files.season("Tall Oak Roofing", "2015-05-05")
    first = linked(files, tmp_path / "a")
    for rows in (files.claims, files.parties, files.seasonal):
        rows.reverse()
    second = linked(files, tmp_path / "b")

    for path in first.iterdir():
        key = pd.read_parquet(path).columns.tolist()
        one, other = (
            pd.read_parquet(folder / path.name).sort_values(key, ignore_index=True)
            for folder in (first, second)
        )
        pd.testing.assert_frame_equal(one, other)


def test_no_later_row_of_the_files_changes_who_is_tied_or_what_is_known(
    tmp_path: Path,
) -> None:
    files, titles = (
        Files(),
        ["Blue Heron Plumbing, Inc.", "Fern's Catering", "Tall Oak Roofing"],
    )
    for number in range(24):
        month = f"{2016 + number // 6}-{1 + number % 6 * 2:02}"
        title = titles[number % 3] if number % 2 else titles[number % 3].upper()
        case = files.claim(
            title,
            f"{month}-15",
            decided=f"{month}-28" if number % 4 else None,
            assessed=100.0 + number,
            dba=titles[0] if number % 5 == 0 else None,
        )
        files.judgment(case, f"{month}-20", f"{month}-27")
        files.season(title, f"{month}-10")
    files.complaint(titles[1], "2020-03-01")
    files.petition(titles[2], 2017)
    files.petition(titles[2], 2019)
    extracts = files.write(tmp_path / "extracts")

    found = leakcheck_delivery(extracts, COUNTRY, AsOf(2018, 9, 1), tmp_path / "scratch")

    assert found.leaks == ()
    assert found.workplaces == 3
    assert {one.table: one.true > 0 for one in found.poisoned} == dict.fromkeys(
        ("wage_claims", "court_judgments", "safety_complaints_2020_all_states",
         "h2_certifications_all_states", "h1b_petitions_all_states"), True,
    )  # fmt: skip
