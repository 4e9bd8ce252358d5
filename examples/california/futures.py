"""The seven files with another future: what a leak check delivers in their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from examples.california.clocks import assumed, known_outcome
from features.engine.poisoning import Poisoned
from features.vocabulary import AsOf

__all__ = ["another_future"]

ONE_IN_DROPPED, ONE_IN_ADDED, LATEST_DAYS = 3, 4, 60
PETITION_LAG = pd.Timedelta(days=90)
OUTCOME = ["decision_date", "n_issue_rows", "amount_claimed", "amount_assessed", "amount_paid"]

# Of each file but the claims: since when its rows are known, given the day of the delivery. The
# federal cases were all published before anybody is ranked.
KNOWN: dict[str, Callable[[pd.DataFrame, pd.Timestamp], pd.Series]] = {
    "court_judgments": lambda rows, delivered: known_outcome(
        rows["oda_decision_date"].where(rows["oda_decision_date"] >= rows["docket_date"]),
        rows["docket_date"],
        delivered,
    ),
    "safety_complaints_2020_all_states": lambda rows, _: rows["date"],
    "h2_certifications_all_states": lambda rows, _: rows["decision_date"],
    "h1b_petitions_all_states": lambda rows, delivered: assumed(
        pd.to_datetime(rows["fiscal_year"].astype(int).astype(str) + "-09-30"),
        PETITION_LAG,
        delivered,
    ),
}


def another_future(
    extracts: Path, into: Path, as_of: AsOf, delivered_on: date
) -> tuple[Poisoned, ...]:
    """Write the files of `extracts` to `into`: nothing known before `as_of` is changed.

    Claims opened later are dropped, or are others' and about other sums; of claims opened
    before, an outcome known later is another; claims of earlier employers are added. Later
    rows of the other files are dropped or get other employers.
    """
    day, delivered = pd.Timestamp(as_of), pd.Timestamp(delivered_on)
    read = {path.stem: pd.read_parquet(path) for path in sorted(extracts.glob("*.parquet"))}
    found = [_claims(read, day, delivered)]
    for name, known in KNOWN.items():
        if name in read:
            read[name], told = _later(name, read[name], known(read[name], delivered) >= day)
            found.append(told)
    for name, rows in read.items():
        rows.to_parquet(into / f"{name}.parquet", index=False)
    return tuple(found)


def _claims(
    read: dict[str, pd.DataFrame], day: pd.Timestamp, delivered: pd.Timestamp
) -> Poisoned:
    claims, parties = read["wage_claims"].copy(), read["wage_claim_parties"].copy()
    place = np.arange(len(claims))
    then = pd.Series(day + pd.to_timedelta(place % LATEST_DAYS, unit="D"), claims.index)
    then = then.where(then <= delivered, delivered)
    late = claims["date_opened"] >= day
    told = known_outcome(claims["decision_date"], claims["date_opened"], delivered) >= day
    past = ~late & claims["date_opened"].notna()
    again = claims[past & (place % ONE_IN_ADDED == 0)]
    for name in OUTCOME[1:]:
        claims.loc[told, name] = claims.loc[told, name].fillna(0) * 3 + 1
    claims.loc[told & past, "decision_date"] = then[told & past]
    added = again.assign(
        case_id="P" + again["case_id"], date_opened=then[again.index], decision_date=pd.NaT
    )
    theirs = parties[parties["case_id"].isin(again["case_id"])]
    theirs = theirs.assign(case_id="P" + theirs["case_id"])
    of_late = parties["case_id"].isin(claims.loc[late, "case_id"])
    parties.loc[of_late, "employer"] = _others(parties["employer"], of_late)
    kept = claims[~(late & (place % ONE_IN_DROPPED == 0))]
    read["wage_claims"] = pd.concat([kept, added.astype(kept.dtypes)], ignore_index=True)
    read["wage_claim_parties"] = pd.concat([parties, theirs], ignore_index=True)
    later = int((read["wage_claims"]["date_opened"] >= day).sum())
    return Poisoned("wage_claims", int(late.sum()), later)


def _later(name: str, rows: pd.DataFrame, late: pd.Series) -> tuple[pd.DataFrame, Poisoned]:
    """Some of the later rows dropped; the rest about others, where they name anybody."""
    rows = rows.copy()
    if "employer" in rows:
        rows.loc[late, "employer"] = _others(rows["employer"], late)
    dropped = late & (np.arange(len(rows)) % ONE_IN_DROPPED == 0)
    return rows[~dropped], Poisoned(name, int(late.sum()), int((late & ~dropped).sum()))


def _others(employers: pd.Series, which: pd.Series) -> np.ndarray:
    """For some of the rows the employer of the row before: mostly another."""
    return np.asarray(np.roll(employers.to_numpy(), 1)[which.to_numpy()])
