"""Typical firms: a planted proxy moves them too far, a clean model does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features.errors import RecipeRefused
from features.matrix import Matrix
from features.sweden import COUNTRY as SWEDEN
from features.vocabulary import AsOf, Words
from models.audit.archetypes import (
    FEWEST,
    Archetypes,
    Firm,
    Narrow,
    guarded_of,
    is_own,
    read_archetypes,
    stratum_of,
    sweep,
    typical_of,
)
from models.audit.counts import Floats
from models.audit.monotone import find_reversals
from models.audit.policy import read_tolerance
from models.audit.verdicts import Verdict
from models.ranker import boosted, open_booster
from tests.models.invented import COUNTRY

FEATURES = ("debts", "proxy", "noise")
SHOP = Firm("shop", Words("Butik", "Shop"), {"sector": "retail"}, {})
NAN = float("nan")


def matrix() -> Matrix:
    frame = pa.table(
        {
            "workplace": [str(number) for number in range(12)],
            "employer": [str(number) for number in range(12)],
            "centre": ["c"] * 12,
            "sector": ["retail"] * 6 + ["building"] * 6,
            "debts": pa.array([1, 2, 3, 4, 5, 99, *[50] * 6], pa.float32()),
            "proxy": pa.array([0, None, None, None, None, 1, *[0] * 6], pa.float32()),
            "noise": pa.array([7.0] * 12, pa.float32()),
        }
    )
    return Matrix(AsOf(2026, 11, 1), frame, frame, FEATURES, ())


def test_a_typical_firm_is_the_middle_of_its_stratum_but_for_what_is_said() -> None:
    said = replace(SHOP, facts={"noise": 1.0})

    (firm,) = typical_of(matrix(), FEATURES, (said,))

    # The middle of 1 to 5 and 99 is 3.5; the proxy is missing for four of six.
    assert firm[0] == 3.5
    assert np.isnan(firm[1])
    assert firm[2] == 1.0


def test_a_stratum_of_too_few_is_the_middle_of_everybody() -> None:
    (firm,) = typical_of(matrix(), FEATURES, (replace(SHOP, strata={"sector": "none"}),))

    assert firm[0] == 50.0
    assert stratum_of(matrix(), replace(SHOP, strata={"sector": "none"})).sum() < FEWEST
    assert stratum_of(matrix(), SHOP).sum() == 6


def test_places_are_counted_from_the_top_of_everybody_and_one_fact_moves_at_a_time() -> None:
    # Scores of the cohort are its debts, 0 to 99; the firm owes 10, and 89 owe more.
    cohort = np.column_stack([np.arange(100), np.zeros(100), np.zeros(100)]).astype(np.float32)
    firm = np.array([[10, 0, 0]], np.float32)
    asked = Archetypes("1", "", (SHOP,), ("debts",), {"debts": (0.0, 10.0, 60.0)})

    (debts,) = (
        one
        for one in sweep(
            asked, firm, cohort, FEATURES, lambda v: v[:, 0].astype(float), (), 0.2
        )
        if one.feature == "debts"
    )

    assert debts.stands == 89
    assert [(one.value, one.place) for one in debts.points[:3]] == [
        (0.0, 99),
        (10.0, 89),
        (60.0, 39),
    ]
    assert (debts.moved, debts.limit, debts.verdict) == (60, 20, Verdict.FAILS)


def test_a_fact_that_is_meant_to_move_firms_passes_and_one_that_is_not_read_is_left_out() -> (
    None
):
    cohort = np.column_stack([np.arange(100), np.zeros(100), np.zeros(100)]).astype(np.float32)
    firm = np.array([[10, 0, 0]], np.float32)
    asked = Archetypes("1", "", (SHOP,), ("unread",), {"debts": (0.0, 60.0), "unread": (1.0,)})

    found = sweep(asked, firm, cohort, FEATURES, lambda v: v[:, 0].astype(float), (), 0.2)

    assert [(one.feature, one.is_watched, one.verdict) for one in found] == [
        ("debts", False, Verdict.PASSES)
    ]


def learnt(seed: int, *, weight: float) -> tuple[Callable[[Narrow], Floats], Narrow]:
    """A booster that learnt debts, and the planted proxy so many times as much."""
    draw = np.random.default_rng(seed)
    values = np.column_stack(
        [draw.normal(size=3000), draw.integers(0, 2, 3000), draw.normal(size=3000)]
    ).astype(np.float32)
    truth = 1 / (1 + np.exp(-(values[:, 0] + weight * values[:, 1])))
    answers = (draw.random(3000) < truth).astype(np.float32)
    learner = {"objective": "binary", "num_leaves": 7, "min_data_in_leaf": 50}
    booster = open_booster(
        boosted(values, answers, FEATURES, learner, rounds=60, seeds=(1,), threads=1)
    )
    return lambda rows: np.asarray(booster.predict(rows, raw_score=True)), values


def test_a_planted_proxy_model_fails_and_a_clean_one_passes() -> None:
    asked = Archetypes("1", "", (SHOP,), ("proxy",))
    firm = np.array([[0.2, 0, 0]], np.float32)
    limit = read_tolerance(date(2026, 1, 1)).most_places
    verdicts = {}
    for name, weight in (("planted", 3.0), ("clean", 0.0)):
        score, values = learnt(3, weight=weight)
        (found,) = sweep(asked, firm, values, FEATURES, score, (), limit)
        verdicts[name] = found.verdict

    assert verdicts == {"planted": Verdict.FAILS, "clean": Verdict.PASSES}


def test_a_planted_split_against_its_direction_is_found_and_without_it_none() -> None:
    draw = np.random.default_rng(1)
    values = draw.normal(size=(2000, 3)).astype(np.float32)
    dip = (values[:, 0] > 0.3) & (values[:, 0] < 0.6)
    rising = values[:, 0] + draw.normal(0, 0.1, 2000)
    learner = {"objective": "regression", "num_leaves": 15, "min_data_in_leaf": 20}
    held = {**learner, "monotone_constraints": [1, 0, 0]}

    def found(answers: Floats, parameters: dict[str, object]) -> list[str]:
        text = boosted(values, answers.astype(np.float32), FEATURES, parameters, rounds=20,
                       seeds=(1,), threads=1)  # fmt: skip
        return [one.feature for one in find_reversals(text, FEATURES, {"debts": 1})]

    assert found(rising - 2 * dip, learner) == ["debts"]
    assert found(rising - 2 * dip, held) == []


def test_the_countrys_own_file_names_features_and_sectors_that_there_are() -> None:
    found = read_archetypes(SWEDEN)

    assert is_own(SWEDEN, found)
    assert not is_own(SWEDEN, replace(found, digest="0" * 64))
    assert len(found.firms) >= 5
    assert len(found.digest) == 64
    consultancy = next(one for one in found.firms if one.name == "consultancy")
    assert consultancy.facts == {
        "no_agreement_share": 0.0
    }  # it is called one with an agreement
    assert set(guarded_of(SWEDEN)) >= {"company_age_years"}


def test_a_file_of_typical_firms_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "firms.toml"
    file.write_text(
        'version = "1"\nadjacent = ["ghost"]\nextra = 1\n'
        '[[firm]]\nname = "a"\nsv = "x"\nen = "x"\ncolour = "red"\nfacts = { ghost = 1 }\n'
        '[[firm]]\nname = "a"\nsv = ""\nen = "x"\n'
        '[[sweep]]\nfeature = "debts"\nvalues = "many"\n',
        "utf-8",
    )

    with pytest.raises(RecipeRefused) as refused:
        read_archetypes(COUNTRY, file)

    said = str(refused.value)
    for fault in (
        "ghost is no feature of small",
        "unknown entries ['extra']",
        "firm a has an unknown entry colour",
        "ghost = 1 is no figure",
        "two firms are called a",
        "firm a lacks name, sv or en",
        "the sweep of debts has values 'many'",
    ):
        assert fault in said
