"""Seven small invented files in the form of California's public ones; no real row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["Files", "day"]


def day(text: str | None) -> datetime | None:
    """A day as the files write it."""
    return None if text is None else datetime.fromisoformat(text)


@dataclass
class Files:
    """Rows of the files, added one by one and written together."""

    claims: list[dict[str, Any]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)
    judgments: list[dict[str, Any]] = field(default_factory=list)
    federal: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[dict[str, Any]] = field(default_factory=list)
    seasonal: list[dict[str, Any]] = field(default_factory=list)
    petitions: list[dict[str, Any]] = field(default_factory=list)

    def claim(
        self,
        titles: str | Sequence[str],
        opened: str,
        *,
        decided: str | None = None,
        assessed: float | None = None,
        issues: int = 1,
        naics: str | None = "722511",
        dba: str | None = None,
    ) -> str:
        """A claim against one or more; returns its case number."""
        against = [titles] if isinstance(titles, str) else list(titles)
        case = f"CM-{len(self.claims):06d}"
        self.claims.append(
            {
                "case_id": case,
                "date_opened": day(opened),
                "decision_date": day(decided),
                "naics": naics,
                "n_issue_rows": issues,
                "n_defendants": len(against),
                "amount_claimed": assessed,
                "amount_assessed": assessed,
                "amount_paid": None,
                "state": "CA",
            }
        )
        self.parties += [
            {"case_id": case, "employer": title, "dba": dba, "naics": naics}
            for title in against
        ]
        return case

    def judgment(self, case: str, docketed: str, decided: str | None = None) -> None:
        """A court's judgment on a claim."""
        self.judgments.append(
            {
                "case_id": case,
                "docket_date": day(docketed),
                "type": "ODA",
                "oda_decision_date": day(decided),
                "judgment_name": f"J-{len(self.judgments):05d}",
            }
        )

    def federal_case(self, title: str) -> None:
        """A federal case, concluded some time before 2017."""
        self.federal.append(
            {
                "trade_nm": title,
                "cty_nm": "Somewhere",
                "naic_cd": "722511",
                "case_violtn_cnt": 3,
                "ee_violtd_cnt": 2,
                "MinWage_Cases": 1,
                "All_AtpAmt": 1200.5,
                "cmp_assd_cnt": 0.0,
            }
        )

    def complaint(self, title: str, received: str, state: str = "CA") -> None:
        """A safety complaint."""
        self.complaints.append(
            {
                "act": f"C-{len(self.complaints):07d}",
                "formality": "Formal",
                "state": state,
                "date": day(received),
                "employer": title,
                "n_alleged": 2.0,
            }
        )

    def season(self, title: str, decided: str | None, state: str = "CA") -> None:
        """A seasonal certification."""
        self.seasonal.append(
            {
                "case_no": f"A-{len(self.seasonal):05d}",
                "visa": "H-2A",
                "state": state,
                "employer": title,
                "city": "SOMEWHERE",
                "decision_date": day(decided),
                "n_cert": 12.0,
            }
        )

    def petition(self, title: str, year: int, state: str = "CA") -> None:
        """A year of skilled work petitions."""
        self.petitions.append(
            {
                "fiscal_year": year,
                "state": state,
                "zip": "90000",
                "employer": title,
                "city": "SOMEWHERE",
                "naics": "54",
                "initial_approvals": 1,
                "initial_denials": 0,
                "continuing_approvals": 2,
                "continuing_denials": 0,
            }
        )

    def write(self, folder: Path) -> Path:
        """Each file that has rows, under its real name."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in (
            ("wage_claims", self.claims),
            ("wage_claim_parties", self.parties),
            ("court_judgments", self.judgments),
            ("federal_wage_cases_to_2016", self.federal),
            ("safety_complaints_2020_all_states", self.complaints),
            ("h2_certifications_all_states", self.seasonal),
            ("h1b_petitions_all_states", self.petitions),
        ):
            if rows:
                _frame(rows).to_parquet(folder / f"{name}.parquet")
        return folder


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for name in frame:
        if name in {"date_opened", "decision_date", "docket_date", "oda_decision_date", "date"}:
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        elif str(name).startswith("amount"):
            frame[name] = frame[name].astype("float64")
        elif name in {"dba", "naics"}:
            frame[name] = frame[name].astype("str").where(frame[name].notna(), None)
    return frame
