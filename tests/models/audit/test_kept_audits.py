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
from features.country import Area, Grouping, Outcomes
from features.errors import BadOption
from features.feature import View
from features.vocabulary import AsOf, Words
from models.audit.arms import (
    area_of,
    arm_of,
    controls_of,
    outcome_in,
    settled,
    visits_of,
)
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


def test_a_finding_before_a_court_counts_or_waits_as_the_recipe_has_it() -> None:
    court = ROWS.set_column(
        ROWS.schema.get_field_index("status"),
        "status",
        pa.array(["contested", "final", "final", "contested", "final"]),
    )

    counts, waits = (controls_of(court, contested_wait=wait) for wait in (False, True))

    # The first control's finding of tax is unknown; the second found nothing, and that stands.
    assert (counts["looked"].tolist(), counts["found"].tolist()) == ([2, 1], [2, 0])
    assert (waits["looked"].tolist(), waits["found"].tolist()) == ([1, 1], [1, 0])


def test_visits_count_within_the_months_before_a_date() -> None:
    controls = controls_of(ROWS)

    assert visits_of(controls, date(2026, 3, 1), 36) == {"e": (1, 1), "f": (1, 0)}
    assert visits_of(controls, date(2026, 2, 1), 36) == {"e": (1, 1)}
    assert visits_of(controls, date(2029, 2, 1), 36) == {"f": (1, 0)}
    assert json.dumps(visits_of(controls, date(2025, 1, 1), 36)) == "{}"


def drawn(*told: tuple[str, str, date, str, bool | None]) -> pa.Table:
    """(control, workplace, happened, area, found) as rows of an outcome, all drawn by lot."""
    return pa.table(
        {
            "control": [one[0] for one in told],
            "workplace": [one[1] for one in told],
            "employer": [f"of {one[1]}" for one in told],
            "happened": [one[2] for one in told],
            "area": [one[3] for one in told],
            "found": [one[4] for one in told],
            "random": [True] * len(told),
        }
    )


def test_the_arm_for_one_area_tells_of_that_area_alone() -> None:
    # Tax found something at w alone, work at v alone: neither tells of the other.
    day = date(2026, 1, 5)
    rows = drawn(
        ("1", "w", day, "tax", True),
        ("1", "w", day, "work", False),
        ("2", "v", day, "tax", False),
        ("2", "v", day, "work", True),
    )
    places = np.array(["w", "v"], object)

    told = {
        outcome: arm_of(
            controls_of(rows, area_of(outcome)), outcome, places, {}, AsOf(2027, 1, 1)
        ).outcomes.tolist()
        for outcome in ("tax", "work", "any", "several")
    }

    assert told == {
        "tax": [1.0, 0.0],
        "work": [0.0, 1.0],
        "any": [1.0, 1.0],
        "several": [0.0, 0.0],
    }


def test_a_control_whose_outcome_may_still_change_is_not_of_the_arm() -> None:
    # 27 days for tax and 28 for work: 5 January and 27 days is 1 February.
    words = Words("x", "x")
    areas = (Area("tax", words, ()), Area("work", words, (), embargo_days=28))
    outcomes = Outcomes(areas, View("none", (), "SELECT 1"), embargo_days=27)
    day = date(2026, 1, 5)
    rows = drawn(("1", "w", day, "tax", False), ("1", "w", day, "work", True))

    def left(known_by: AsOf, days: int | None = None) -> list[str]:
        kept = settled(rows, outcomes, known_by, days)
        return [str(area) for area in kept.column("area").to_pylist()]

    assert left(AsOf(2026, 1, 1)) == []
    assert left(AsOf(2026, 2, 1)) == ["tax"]
    assert left(AsOf(2026, 3, 1)) == ["tax", "work"]
    assert left(AsOf(2026, 2, 1), 0) == ["tax", "work"]
    assert left(AsOf(2026, 2, 1), 28) == []


def test_a_visit_that_looked_at_nothing_was_not_made_in_vain() -> None:
    day = date(2026, 1, 5)
    rows = drawn(("1", "w", day, "tax", None), ("2", "v", day, "tax", False))

    assert visits_of(controls_of(rows), date(2026, 2, 1), 36) == {"of v": (1, 0)}


def test_a_control_of_two_workplaces_is_a_visit_to_each() -> None:
    day = date(2026, 1, 5)
    rows = drawn(("1", "w", day, "tax", True), ("1", "v", day, "tax", False))

    assert visits_of(controls_of(rows), date(2026, 2, 1), 36) == {
        "of v": (1, 0),
        "of w": (1, 1),
    }
