"""Audits are kept as plain JSON, in groups that only they can read."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.audited import GROUPINGS
from features.country import Grouping
from features.errors import BadOption
from features.vocabulary import Words
from models.audit.arms import controls_of, outcome_in, visits_of
from models.audit.attributes import audit_bands, banded
from models.audit.kept import keep, kept_keys, read_kept
from models.audit.verdicts import Verdict

DIGEST = "ab" * 32
AGE = Grouping("age", Words("Ålder", "Age"), "years", edges=(2.0, 5.0), bands=("a", "b", "c"))


def test_what_is_kept_is_read_back_as_plain_data(tmp_path: Path) -> None:
    told = {"verdict": Verdict.FAILS, "as_of": [date(2026, 11, 1)], "x": np.float64(0.5)}

    keep(tmp_path, "sweden", "models", DIGEST, "groups", told)

    assert read_kept(tmp_path, "sweden", "models", DIGEST, "groups") == {
        "verdict": "fails",
        "as_of": ["2026-11-01"],
        "x": 0.5,
    }
    assert read_kept(tmp_path, "sweden", "models", DIGEST, "leakage") is None
    assert kept_keys(tmp_path, "sweden", "models", "groups") == (DIGEST,)
    assert [file.name for file in tmp_path.rglob("*.json")] == ["groups.json"]


@pytest.mark.parametrize(
    ("kind", "key", "part"),
    [("models", "../x", "groups"), ("models", DIGEST, "../x"), ("other", DIGEST, "groups")],
)
def test_no_key_leads_out_of_the_folder(tmp_path: Path, kind: str, key: str, part: str) -> None:
    with pytest.raises(BadOption, match="No audit is kept as"):
        read_kept(tmp_path, "sweden", kind, key, part)


def test_what_is_kept_is_read_without_any_library_that_computes() -> None:
    code = (
        "import sys, models.audit.kept; print(sorted({'numpy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_figure_lies_in_the_band_that_begins_at_or_below_it() -> None:
    groups = banded(pd.Series([0.0, 1.9, 2.0, 5.0, 80.0, None]), AGE)

    assert groups.tolist() == ["a", "a", "b", "c", "c", "not given"]


def test_every_band_of_the_countrys_groupings_has_a_name() -> None:
    assert all(len(one.bands) == (len(one.edges) + 1 if one.edges else 0) for one in GROUPINGS)


def test_audit_bands_are_read_from_their_own_folder_or_are_not_there(tmp_path: Path) -> None:
    assert audit_bands(tmp_path, "sweden") == {}
    home = tmp_path / "audit" / "sweden"
    home.mkdir(parents=True)
    table = pa.table({"employer": ["1", "2"], "owner_background": ["x", "y"]})
    pq.write_table(table, home / "employers.parquet")

    found = audit_bands(tmp_path, "sweden")

    assert {name: told.to_dict() for name, told in found.items()} == {
        "owner_background": {"1": "x", "2": "y"}
    }


ROWS = pa.table(
    {
        "workplace": ["w", "w", "w", "v", "v"],
        "employer": ["e", "e", "e", "f", "f"],
        "control": ["1", "1", "1", "2", "2"],
        "happened": [date(2026, 1, 5)] * 3 + [date(2026, 2, 5)] * 2,
        "area": ["tax", "work", "permits", "tax", "worker_without_permit"],
        "found": [True, True, None, False, True],
        "severity": [1, 1, 0, 0, 0],
        "random": [True, True, True, False, False],
        "status": ["final"] * 5,
    }
)


def test_a_control_tells_of_the_areas_that_were_looked_at_and_never_of_its_victims() -> None:
    controls = controls_of(ROWS)

    assert controls["looked"].tolist() == [2, 1]
    assert controls["found"].tolist() == [2, 0]
    assert controls["random"].tolist() == [True, False]
    # One area looked at says nothing of several at once.
    assert outcome_in(controls, "several").tolist()[0] == 1.0
    assert np.isnan(outcome_in(controls, "several")[1])
    assert outcome_in(controls, "any").tolist() == [1.0, 0.0]


def test_visits_count_within_the_months_before_a_date() -> None:
    controls = controls_of(ROWS)

    assert visits_of(controls, date(2026, 3, 1), 36) == {"e": (1, 1), "f": (1, 0)}
    assert visits_of(controls, date(2026, 2, 1), 36) == {"e": (1, 1)}
    assert visits_of(controls, date(2029, 2, 1), 36) == {"f": (1, 0)}
    assert json.dumps(visits_of(controls, date(2025, 1, 1), 36)) == "{}"
