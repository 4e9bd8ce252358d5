"""Chicago's food inspections: what the city knew of each restaurant when two months began."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["FEATURES", "INSPECTOR", "known_at", "read_inspections"]

FILES = ("model_frame", "food_inspections", "bus_features")
LICENCES = [
    "consumption_on_premises_incidental_activity", "tobacco", "package_goods", "outdoor_patio",
    "public_place_of_amusement", "limited_business_license", "tavern", "filling_station",
    "caterers_liquor_license",
]  # fmt: skip
COUNTS = {"criticalCount": "critical", "seriousCount": "serious", "minorCount": "minor"}
FOUND = [*COUNTS.values(), "failed", "some_critical"]
# Rates of a group, leant on as many inspections of everybody: groups differ in size.
GROUPS = {
    "chain": 20.0,
    "facility": 20.0,
    "licence_code": 20.0,
    "owner": 10.0,
    "activity": 20.0,
}
INSPECTOR = "inspector_rate"
FEATURES = [
    "days_since", "inspections", *(f"last_{name}" for name in FOUND[:4]),
    *(f"mean_{name}" for name in FOUND), *(f"faded_{name}" for name in FOUND), "age_days",
    "risk", "is_restaurant", *LICENCES, *(f"{group}_rate" for group in GROUPS),
    "chain_serious_rate", "chain_size", "owner_size",
]  # fmt: skip
YEAR, GROUP_HALF_LIFE = 365.0, 720.0  # days in which what was found fades by half
INSPECTOR_LEANT_ON = 2.0


def read_inspections(folder: Path) -> pd.DataFrame:
    """Every canvass inspection in time order.

    Columns: `day`, what was found (NaN where it is held back), `inspector` (the city's six
    groups, only where the published frame has it), `is_test`, and what groups it belongs to.
    """
    frame, food, business = (pd.read_parquet(folder / f"{name}.parquet") for name in FILES)
    found = food.rename(columns=COUNTS).set_index("Inspection_ID")
    business = business.set_index("Inspection_ID")
    frame = frame.set_index("Inspection_ID")
    found["day"] = pd.to_datetime(found["Inspection_Date"])
    found["failed"] = found["fail_flag"]
    some = (found["critical"] > 0).astype(float)
    found["some_critical"] = some.where(found["critical"].notna())
    found["is_test"] = frame["Test"].reindex(found.index).fillna(False).astype(bool)
    found["inspector"] = frame["Inspector_Assigned"].reindex(found.index).astype(object)
    found["chain"] = _chain(found["DBA_Name"])
    found["facility"] = found["Facility_Type"]
    found["risk"] = found["Risk"].astype(str).str.extract(r"(\d)")[0].astype(float)
    found["is_restaurant"] = (found["Facility_Type_Clean"] == "Restaurant").astype(float)
    names = {"LICENSE_CODE": "licence_code", "ACCOUNT_NUMBER": "owner"}
    names |= {"BUSINESS_ACTIVITY_ID": "activity", "minDate": "opened"}
    found = found.join(business[[*names, *LICENCES]].rename(columns=names))
    found[LICENCES] = found[LICENCES].fillna(0.0)
    return found.reset_index().sort_values(["day", "Inspection_ID"], ignore_index=True)


def known_at(inspections: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The inspections of [start, end) with `FEATURES` and `INSPECTOR` as known before `start`.

    Nothing is read of an inspection on or after `start`, nor of one whose outcome is held back.
    """
    rows = inspections[(inspections["day"] >= start) & (inspections["day"] < end)].copy()
    past = inspections[inspections["day"] < start].dropna(subset=["some_critical"])
    ago = (start - past["day"]).dt.days
    by_place, last = past.groupby("License"), past.groupby("License").tail(1)
    last = last.set_index("License")
    where = rows["License"]
    rows["days_since"] = where.map((start - last["day"]).dt.days.astype(float))
    rows["inspections"] = where.map(by_place.size()).fillna(0.0)
    for name in FOUND:
        rows[f"last_{name}"] = where.map(last[name])
        rows[f"mean_{name}"] = where.map(by_place[name].mean())
        faded = (past[name] * 0.5 ** (ago / YEAR)).groupby(past["License"]).sum()
        rows[f"faded_{name}"] = where.map(faded).fillna(0.0)
    rows["age_days"] = (start - rows["opened"]).dt.days
    fade = 0.5 ** (ago / GROUP_HALF_LIFE)
    for group, leant_on in GROUPS.items():
        rate, size = _rate(past, rows, group, "some_critical", fade, leant_on)
        rows[f"{group}_rate"], rows[f"{group}_size"] = rate, size
    past = past.assign(some_serious=(past["serious"] > 0).astype(float))
    rows["chain_serious_rate"], _ = _rate(past, rows, "chain", "some_serious", fade, 20.0)
    rows[INSPECTOR] = _log_odds(past, rows)
    return rows


def _rate(
    past: pd.DataFrame,
    rows: pd.DataFrame,
    group: str,
    outcome: str,
    fade: pd.Series,
    leant_on: float,
) -> tuple[pd.Series, pd.Series]:
    """Each row's group: its rate over everybody's, and how many inspections it rests on."""
    everybody = float((past[outcome] * fade).sum() / fade.sum())
    found = rows[group].map((past[outcome] * fade).groupby(past[group]).sum()).fillna(0.0)
    size = rows[group].map(fade.groupby(past[group]).sum()).fillna(0.0)
    rate = (found + leant_on * everybody) / (size + leant_on) / everybody
    return rate.astype(float), size.astype(float)


def _log_odds(past: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """How often each inspector group has found something critical, as log-odds; NaN unknown."""
    some = past["some_critical"].groupby(past["inspector"])
    everybody = past["some_critical"][past["inspector"].notna()].mean()
    rate = (some.sum() + INSPECTOR_LEANT_ON * everybody) / (some.size() + INSPECTOR_LEANT_ON)
    odds = {group: float(np.log(one / (1.0 - one))) for group, one in rate.items()}
    return np.asarray(rows["inspector"].map(odds), dtype=np.float64)


def _chain(names: pd.Series) -> pd.Series:
    """A trading name without numbers, signs and legal form: one chain, one name."""
    plain = names.str.upper().str.replace(r"[^A-Z ]", "", regex=True)
    legal = r"\b(?:INC|LLC|CORP|CO|LTD)\b"
    return plain.str.replace(legal, "", regex=True).str.split().str.join(" ")
