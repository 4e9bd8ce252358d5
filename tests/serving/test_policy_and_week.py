"""A policy is a dated file with nothing unknown in it; a week is an ISO week."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.targeting.policy import DEFAULT, read_policy
from serving.targeting.week import Week


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_shipped_policy_is_eight_visits_and_eight_per_cent_by_lot() -> None:
    policy = read_policy()
    assert (policy.visits_per_week, policy.random_share) == (8, 0.08)
    assert policy.random_lead is Authority.ARBETSMILJOVERKET


def test_police_never_lead_a_random_visit(tmp_path: Path) -> None:
    path = changed(tmp_path, '"arbetsmiljoverket"', '"polismyndigheten"')
    with pytest.raises(BadOption, match="random_lead"):
        read_policy(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("random_share = 0.08", "random_share = 0.0", "random_share"),
        ("visits_per_week = 8", "visits_per_week = 0", "visits_per_week"),
        ("visits_per_week = 8", 'visits_per_week = "8"', "type"),
        ("visits_per_week = 8", "visits_per_weak = 8", "visits_per_weak"),
        ('seed = "lykta 2026"', "", "seed"),
        ("[visits]", "[visits", "TOML"),
        ("[visits]", "[visits]\nvast = 0", "vast"),
        ("# valid_to = 2027-12-31", "valid_to = 2025-12-31", "valid_to"),
    ],
)
def test_a_faulty_policy_is_refused_by_the_name_of_its_fault(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(BadOption, match=told):
        read_policy(changed(tmp_path, old, new))


def test_a_policy_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_policy(tmp_path / "none.toml")


def test_a_centre_may_have_its_own_number_of_visits(tmp_path: Path) -> None:
    policy = read_policy(changed(tmp_path, "[visits]", "[visits]\nstockholm = 12"))
    assert (policy.capacity("stockholm"), policy.capacity("vast")) == (12, 8)


def test_the_digest_follows_what_the_policy_says_and_not_how(tmp_path: Path) -> None:
    same = read_policy(changed(tmp_path, "# About 3,000", "# Roughly 3,000"))
    other = read_policy(changed(tmp_path, "cool_down_months = 12", "cool_down_months = 6"))
    assert same.digest == read_policy().digest != other.digest


def test_a_policy_must_hold_for_the_whole_week(tmp_path: Path) -> None:
    # Week 53 of 2026 ends on Sunday 3 January 2027.
    policy = read_policy(changed(tmp_path, "# valid_to = 2027-12-31", "valid_to = 2026-12-31"))
    policy.check_in_force(Week(2026, 52))
    with pytest.raises(BadOption, match="2026-W53"):
        policy.check_in_force(Week(2026, 53))


def test_a_week_runs_from_monday_to_sunday() -> None:
    week = Week.parse("2026-W48")
    assert (week.monday, week.sunday) == (date(2026, 11, 23), date(2026, 11, 29))
    assert Week.of(date(2027, 1, 3)) == Week(2026, 53)
    assert str(week.plus(6)) == "2027-W01"


@pytest.mark.parametrize(
    "text", ["2025-W53", "2026-W00", "2026-W54", "48", "2026-48", "٢٠٢٦-W48"]
)
def test_what_is_not_a_week_is_refused(text: str) -> None:
    with pytest.raises(BadOption):
        Week.parse(text)
