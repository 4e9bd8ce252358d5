"""CONDUCTOR: public files that share no key in, registers tied by employer out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from examples.california.appearing import appearances
from examples.california.clocks import assumed, in_cents, known_outcome, whole
from examples.california.elsewhere import HERE, elsewhere
from examples.california.futures import another_future
from examples.california.sources import SOURCES, read_source
from examples.california.titles import key_of, read_titles, trading_title
from features.errors import DeliveryRefused

__all__ = ["another_future", "link"]

FEDERAL_CONCLUDED, FEDERAL_KNOWN = pd.Timestamp("2016-12-31"), pd.Timestamp("2017-01-01")
PETITION_LAG = pd.Timedelta(days=90)


def link(extracts: Path, folder: Path, delivered_on: date) -> Path:
    """Write the registers that `registers.TABLES` declares, one Parquet each, into `folder`.

    A fact of the delivery was known on the day it was delivered, so no derived date is later.
    An optional file that is missing leaves its register out. Raises `DeliveryRefused` with
    every missing file and column at once.
    """
    faults: list[str] = []
    found = {source.name: read_source(extracts, source, faults) for source in SOURCES}
    if faults:
        raise DeliveryRefused(
            f"The files of California cannot be linked, {len(faults)} fault(s):\n  - "
            + "\n  - ".join(faults),
            "the data's own page lists the files and their columns",
        )
    frames = {name: _linked(frame) for name, frame in found.items() if frame is not None}
    registers = _registers(frames, pd.Timestamp(delivered_on))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, frame in registers.items():
        table = _dated(pa.Table.from_pandas(frame, preserve_index=False))
        pq.write_table(table, folder / f"{name}.parquet", compression="lz4")
    return folder


def _linked(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the key, the spelling and what it tells; rows without a telling title leave."""
    if "title" not in frame:
        return frame
    told = read_titles(frame["title"])
    linked = frame.join(told, on="title")
    upper = linked["title"].str.upper()
    linked["spelling"] = upper.map(_digests(upper))
    return linked[linked["employer"].fillna("") != ""].reset_index(drop=True)


def _digests(titles: pd.Series) -> dict[str, str]:
    """A short key per spelling, so that none can be read where rows are only tied."""
    distinct = pd.Series(titles.dropna().unique())
    hashed = pd.util.hash_pandas_object(distinct, index=False)
    return {t: f"{h:016x}" for t, h in zip(distinct, hashed, strict=True)}


def _registers(
    frames: Mapping[str, pd.DataFrame], delivered_on: pd.Timestamp
) -> dict[str, pd.DataFrame]:
    claims = _claims(frames["wage_claims"], frames["wage_claim_parties"])
    registers = {
        "claims": claims[
            ["employer", "case_id", "spelling", "trades_as", "opened", "industry",
             "respondents", "second_title", "title"]
        ],
        "claim_outcomes": _outcomes(claims, delivered_on),
    }  # fmt: skip
    shown = {"claim": claims.assign(seen=claims["opened"])}
    if "court_judgments" in frames:
        judgments = _judgments(frames["court_judgments"], claims, delivered_on)
        registers["judgments"] = judgments[
            ["employer", "judgment_no", "case_id", "entered", "settled"]
        ]
        shown["judgment"] = judgments.assign(seen=judgments["entered"], industry=None)
    if "federal_wage_cases_to_2016" in frames:
        federal = frames["federal_wage_cases_to_2016"]
        registers["federal_cases"] = _federal(federal)
        shown["federal"] = federal.assign(seen=FEDERAL_KNOWN)
    visas, everywhere = [], {}
    if "h2_certifications_all_states" in frames:
        everywhere["H-2"] = _seasonal(frames["h2_certifications_all_states"])
        seasonal = _californian(everywhere["H-2"])
        registers["h2_certifications"] = seasonal[
            ["employer", "row_no", "decided", "visa", "positions"]
        ]
        visas.append(seasonal.assign(seen=seasonal["decided"], industry=None))
    if "h1b_petitions_all_states" in frames:
        everywhere["H-1B"] = _petitions(frames["h1b_petitions_all_states"], delivered_on)
        petitions = _californian(everywhere["H-1B"])
        registers["h1b_petitions"] = petitions[
            ["employer", "row_no", "place", "fiscal_year", "ended", "published",
             "first_approved", "first_denied", "renewals_approved", "renewals_denied"]
        ]  # fmt: skip
        visas.append(petitions.assign(seen=petitions["published"]))
    if visas:
        shown["visa"] = pd.concat(visas, ignore_index=True)
    if "safety_complaints_2020_all_states" in frames:
        complaints = _californian(frames["safety_complaints_2020_all_states"])
        registers["safety_complaints"] = complaints.assign(
            formal=complaints["formality"] == "Formal", hazards=whole(complaints["hazards"])
        )[["employer", "complaint_no", "received", "formal", "hazards"]]
    registers["appearances"] = appearances(shown)
    if everywhere:
        among = registers["appearances"]["employer"]
        registers["visas_elsewhere"] = elsewhere(everywhere, among)
    return registers


def _claims(cases: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """One row per claim and linked employer; a claim's first spelling of it in their order."""
    tied = parties.merge(cases, on="case_id", suffixes=("", "_of_case"))
    tied = tied.sort_values(["case_id", "employer", "title"], kind="stable")
    tied = tied.drop_duplicates(["case_id", "employer"]).reset_index(drop=True)
    named = tied["dba"].where(tied["dba"].notna(), trading_title(tied["title"]))
    tied["trades_as"] = key_of(named)
    tied["second_title"] = tied["dba"].notna()
    tied["industry"] = tied["industry"].where(
        tied["industry"].notna(), tied["industry_of_case"]
    )
    return tied


def _outcomes(claims: pd.DataFrame, delivered_on: pd.Timestamp) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "employer": claims["employer"],
            "case_id": claims["case_id"],
            "opened": claims["opened"],
            "decided": known_outcome(claims["decision_date"], claims["opened"], delivered_on),
            "recorded": claims["n_issue_rows"] > 0,
            "assessed": claims["amount_assessed"] > 0,
            **{
                f"{amount}_cents": in_cents(claims[f"amount_{amount}"])
                for amount in ("claimed", "assessed", "paid")
            },
        }
    )


def _judgments(
    judgments: pd.DataFrame, claims: pd.DataFrame, delivered_on: pd.Timestamp
) -> pd.DataFrame:
    """One row per judgment and employer of its claim. `docket_date` is the claim's own."""
    entered = judgments["oda_decision_date"].where(
        judgments["oda_decision_date"] >= judgments["docket_date"]
    )
    dated = judgments.assign(
        entered=known_outcome(entered, judgments["docket_date"], delivered_on),
        settled=judgments["type"] == "ODA by Settlement",
    )
    dated = dated.drop(columns="docket_date")
    about = ["case_id", "employer", "title", "spelling", "family", "legal_form", "word_count"]
    about += ["first_two", "first_three"]
    about += [str(name) for name in claims if str(name).startswith("trade_")]
    return dated.merge(claims[about], on="case_id")


def _federal(federal: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "employer": federal["employer"],
            "row_no": _numbered(federal),
            "place": federal["place"],
            "concluded": FEDERAL_CONCLUDED,
            "published": FEDERAL_KNOWN,
            "industry": federal["industry"],
            "violations": whole(federal["violations"]),
            "workers": whole(federal["workers"]),
            "minimum_wage": whole(federal["minimum_wage"]),
            "back_pay_cents": in_cents(federal["back_pay"]),
            "penalty_cents": in_cents(federal["penalties"]),
        }
    )


def _seasonal(seasonal: pd.DataFrame) -> pd.DataFrame:
    return seasonal.assign(
        row_no=_numbered(seasonal),
        positions=whole(seasonal["positions"]),
        known_on=seasonal["decided"],
    )


def _petitions(petitions: pd.DataFrame, delivered_on: pd.Timestamp) -> pd.DataFrame:
    year = petitions["fiscal_year"].astype(int)
    ended = pd.to_datetime(year.astype(str) + "-09-30")
    published = assumed(ended, PETITION_LAG, delivered_on)
    general = petitions["industry"].isin(["99", "00"])  # not an industry at all
    return petitions.assign(
        row_no=_numbered(petitions),
        fiscal_year=year,
        ended=ended,
        published=published,
        known_on=published,
        positions=petitions["first_approved"] + petitions["renewals_approved"],
        industry=petitions["industry"].mask(general),
    )


def _californian(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["state"] == HERE].reset_index(drop=True)


def _numbered(frame: pd.DataFrame) -> pd.Series:
    """A key for rows that have none: of all they say, and which of its equals a row is."""
    hashed = pd.util.hash_pandas_object(frame, index=False)
    again = hashed.groupby(hashed).cumcount()
    return hashed.map("{:016x}".format).astype("str") + "-" + again.astype("str")


def _dated(table: pa.Table) -> pa.Table:
    """Times of day mean nothing in these files: dates are dates."""
    fields = [
        field.with_type(pa.date32()) if pa.types.is_timestamp(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields), safe=False)
