"""The seven public files as they are delivered: which columns are read, under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["SOURCES", "Source", "read_source"]


@dataclass(frozen=True)
class Source:
    """A file `<name>.parquet`. `columns` maps a delivered column to what we call it.

    `here` reads California's rows alone, of a file of all states.
    """

    name: str
    columns: Mapping[str, str]
    optional: bool = True
    here: bool = False


def same(*names: str) -> dict[str, str]:
    """Columns that keep their own names."""
    return {name: name for name in names}


SOURCES = (
    Source(
        "wage_claims",
        {
            **same("case_id", "decision_date", "n_issue_rows"),
            **same("amount_claimed", "amount_assessed", "amount_paid"),
            "date_opened": "opened",
            "naics": "industry",
            "n_defendants": "respondents",
        },
        optional=False,
    ),
    Source(
        "wage_claim_parties",
        {**same("case_id", "dba"), "employer": "title", "naics": "industry"},
        optional=False,
    ),
    Source(
        "court_judgments",
        {
            **same("case_id", "docket_date", "type", "oda_decision_date"),
            "judgment_name": "judgment_no",
        },
    ),
    Source(
        "federal_wage_cases_to_2016",
        {
            "trade_nm": "title",
            "cty_nm": "place",
            "naic_cd": "industry",
            "case_violtn_cnt": "violations",
            "ee_violtd_cnt": "workers",
            "MinWage_Cases": "minimum_wage",
            "All_AtpAmt": "back_pay",
            "cmp_assd_cnt": "penalties",
        },
    ),
    Source(
        "safety_complaints_2020_all_states",
        {
            **same("formality", "state"),
            "act": "complaint_no",
            "date": "received",
            "employer": "title",
            "n_alleged": "hazards",
        },
        here=True,
    ),
    Source(
        "h2_certifications_all_states",
        {
            **same("visa", "state", "case_no"),
            "employer": "title",
            "city": "place",
            "decision_date": "decided",
            "n_cert": "positions",
        },
    ),
    Source(
        "h1b_petitions_all_states",
        {
            **same("fiscal_year", "state", "zip"),
            "employer": "title",
            "city": "place",
            "naics": "industry",
            "initial_approvals": "first_approved",
            "initial_denials": "first_denied",
            "continuing_approvals": "renewals_approved",
            "continuing_denials": "renewals_denied",
        },
    ),
)


def read_source(extracts: Path, source: Source, faults: list[str]) -> pd.DataFrame | None:
    """The file's columns under our names; None, and perhaps a fault, when it cannot be read."""
    path = extracts / f"{source.name}.parquet"
    if not path.is_file():
        if not source.optional:
            faults.append(f"{path.name}: the file is missing")
        return None
    try:
        there = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowInvalid):
        faults.append(f"{path.name}: cannot be read as Parquet")
        return None
    missing = sorted(set(source.columns) - there)
    if missing:
        faults.append(f"{path.name}: missing column(s) {', '.join(missing)}")
        return None
    here = [("state", "==", "CA")] if source.here else None
    table = pq.read_table(path, columns=list(source.columns), filters=here)
    frame: pd.DataFrame = table.rename_columns(list(source.columns.values())).to_pandas()
    return frame
