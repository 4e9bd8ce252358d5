"""What may never be delivered is refused by name, with its ground, however it is dressed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.errors import BadOption, DeliveryRefused
from features.registers import TABLES
from features.registers.loading import read_delivery
from features.registers.refused import REFUSED
from features.registers.refusing import faults_of_names, refused_by
from features.schema import Refused
from features.sweden import COUNTRY
from features.synthetic import invent
from features.vocabulary import PARTIES, Authority, Words
from tests.features.registers.deliveries import VISITS, country, write


def lay(extracts: Path, name: str) -> None:
    """A file with some innocent rows at a place of the delivery."""
    path = extracts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"org_no": ["x"]}), path)
    else:
        path.write_text("org_no\nx\n", "utf-8")


# Where it is laid, and by what name it is refused.
ATTACKS = [
    ("polismyndigheten/misstankar.csv", "suspicions"),
    ("polismyndigheten/MISSTANKAR.parquet", "suspicions"),
    ("skatteverket/mIsStAnKar.csv", "suspicions"),
    ("skatteverket/ny mapp/Misstänkta 2024.xlsx", "suspicions"),
    ("skatteverket/vat/suspected_firms.parquet", "suspicions"),
    ("arbetsmiljoverket/Kriminal-Underrättelser.zip", "suspicions"),
    ("arbetsmiljoverket/CrimeReports.json", "crime_reports"),
    ("brotts_anmälningar/rader.csv", "crime_reports"),
    ("polismyndigheten/tips.csv", "police_registers"),
    ("Polisen/rader.csv", "police_registers"),
    ("aklagarmyndigheten/rader.parquet", "prosecutions"),
    ("Åklagarmyndigheten/rader.parquet", "prosecutions"),
    ("ekobrottsmyndigheten/vat.parquet", "economic_crime_cases"),
    ("EBM/rader.csv", "economic_crime_cases"),
    ("jamstalldhetsmyndigheten/rader.csv", "victims"),
    ("forsakringskassan/sjukfall.parquet", "individual_insurance"),
    ("forsakringskassan/rader/del-1.csv", "individual_insurance"),
    ("arbetsformedlingen/LäkarIntyg.csv", "individual_insurance"),
    ("kommunerna/socialtjänsten.csv", "social_services"),
    ("SCB/LISA2023.parquet", "micro_statistics"),
    ("bolagsverket/lisa_2023.csv", "micro_statistics"),
    ("skatteverket/ID06/pass.csv", "individual_ledgers"),
    ("skatteverket/personalliggare.parquet", "individual_ledgers"),
    ("skatteverket/fackligt_anslutna.csv", "union_data"),
    ("migrationsverket/Medborgarskap.csv", "staff_identity"),
    ("skatteverket/sink.parquet", "staff_identity"),
    ("migrationsverket/permits/samordnings-nummer.parquet", "staff_identity"),
]


@pytest.mark.parametrize(("path", "name"), ATTACKS)
def test_what_is_never_received_is_refused_wherever_it_lies(
    path: str, name: str, tmp_path: Path
) -> None:
    lay(tmp_path, path)
    refused = next(one for one in REFUSED if one.name == name)

    told = faults_of_names(tmp_path, COUNTRY)

    assert any(refused.ground in fault and refused.why in fault for fault in told), told


LAWFUL = [
    "delivery.json",
    "polismyndigheten/unlawful_employment.csv",
    "forsakringskassan/assistance_hours/part-1.parquet",
    "skatteverket/ledger_visits.csv",
    "skatteverket/declarations.parquet",
    "kronofogden/enforcement_claims.csv",
    "arbetsmiljoverket/notices.csv",
    "arbetsmiljoverket/underrättelser om föreläggande.csv",  # unknown, but no crime
]


@pytest.mark.parametrize("path", LAWFUL)
def test_what_is_declared_is_not_refused(path: str, tmp_path: Path) -> None:
    lay(tmp_path, path)

    assert faults_of_names(tmp_path, COUNTRY) == []


def test_no_declared_register_is_called_what_is_refused() -> None:
    named = [
        (table.name, refused_by((table.name,), COUNTRY, is_folder=True)) for table in TABLES
    ]

    assert [name for name, refused in named if refused] == []


def test_a_link_to_a_folder_is_followed_and_a_circle_left(tmp_path: Path) -> None:
    lay(tmp_path / "elsewhere", "del/misstankar.csv")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "skatteverket").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "again").symlink_to(tmp_path / "in")

    (told,) = faults_of_names(tmp_path / "in", COUNTRY)

    assert told.startswith("skatteverket/del/misstankar.csv: suspicions and intelligence")


def test_it_is_told_together_with_every_other_fault_and_nothing_lands(tmp_path: Path) -> None:
    write(tmp_path / "in", (VISITS, {"case_no": ["C1"]}))
    lay(tmp_path / "in", "skatteverket/misstankar.parquet")
    lay(tmp_path / "in", "ekobrottsmyndigheten/rader.csv")
    testland = replace(country(), refused=REFUSED)

    with pytest.raises(DeliveryRefused) as refusal:
        read_delivery(tmp_path / "in", testland, tmp_path / "landed", say=lambda _: None)

    told = refusal.value.message
    assert "skatteverket/misstankar.parquet: suspicions and intelligence" in told
    assert "ekobrottsmyndigheten: the economic crime authority's cases" in told
    assert "skatteverket/visits: " in told
    assert not (tmp_path / "landed" / "visits.parquet").exists()
    kept = json.loads((tmp_path / "landed" / "refused" / "faults.json").read_text("utf-8"))
    assert (
        len(kept["faults"]) == 4
    )  # the folder, the file in it, the file of suspicions, visits


def test_a_refused_file_is_enough_to_refuse_a_sound_delivery(tmp_path: Path) -> None:
    write(tmp_path / "in")
    testland = replace(country(), refused=REFUSED)
    read_delivery(tmp_path / "in", testland, tmp_path / "landed", say=lambda _: None)
    lay(tmp_path / "in", "skatteverket/gammalt/polisanmälan.csv")

    with pytest.raises(DeliveryRefused, match="crime reports and investigations"):
        read_delivery(tmp_path / "in", testland, tmp_path / "landed", say=lambda _: None)


def test_a_name_that_looks_like_a_number_is_not_repeated(tmp_path: Path) -> None:
    lay(tmp_path, "skatteverket/misstankar 5560000001.csv")

    (told,) = faults_of_names(tmp_path, COUNTRY)

    assert "5560000001" not in told
    assert told.startswith("skatteverket/(a name not shown): suspicions")


def test_the_invented_sweden_delivers_nothing_refused(tmp_path: Path) -> None:
    invent(tmp_path, employers=60, months=8, seed=2)

    assert faults_of_names(tmp_path / "extracts" / "sweden", COUNTRY) == []


def test_every_party_either_delivers_or_is_refused_with_a_ground() -> None:
    delivers = {table.authority for table in TABLES}
    silent = [party for party in PARTIES if party not in delivers]

    assert silent == [
        Authority.EKOBROTTSMYNDIGHETEN,
        Authority.JAMSTALLDHETSMYNDIGHETEN,
        Authority.AKLAGARMYNDIGHETEN,
    ]
    for party in silent:
        assert any(party in refused.owners and refused.rest for refused in REFUSED), party


def test_refused_data_must_say_why_and_how_it_is_known() -> None:
    with pytest.raises(BadOption, match="lacks a ground"):
        Refused("x", (), Words("x", "x"), ground="", why="because", called=("x",))
    with pytest.raises(BadOption, match="lacks a ground"):
        Refused("x", (), Words("x", "x"), ground="a law", why="because")
