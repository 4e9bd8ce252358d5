"""One workplace judged alone is judged as in its cohort; a cohort is told of as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from features.bounds import bounds_of
from features.derivation import made_of
from features.engine.registers import Registers
from features.errors import BadOption, LyktaError, UnknownFeature
from features.feature import Expression, Feature, Peer
from features.reasons.catalogue import catalogue_of
from features.vocabulary import AsOf, Direction
from models.attribution import blocks
from models.bands import band_of
from models.freezing import freeze
from models.frozen import Frozen
from models.population import dependence, draw_dependence, draw_swarm, importance, swarm
from models.ranker import Ranker
from models.severity import Policy
from models.single import Judge
from models.stability import reasons_changed, stability
from models.stacking import Rows, values_of
from tests.models.invented import COUNTRY, FEATURES, RECIPE, matrix_of, recipe_of
from tests.models.test_freezing import landed
from tests.properties.test_explanations_add_up import ranker_of

AS_OF = AsOf(2025, 1, 1)
SHARES = (0.05, 0.15, 0.3)
MATRIX = matrix_of(AS_OF, rows=300)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    with Registers(landed(tmp_path_factory.mktemp("landed")), COUNTRY) as opened:
        yield opened


def learnt(seed: int, folder: Path) -> Ranker:
    """A model of findings that follow debts, injuries and permits, unlike for every seed."""
    rng = np.random.default_rng(seed)
    values = matrix_of(AsOf(2024, 1, 1), rows=900, seed=seed).values()
    heads = ("tax", "work", "permits", "several")
    pulls = np.nan_to_num(values)[:, [0, 1, 2, 0]]
    found = (rng.random(pulls.shape) < 1 / (1 + np.exp(1.5 - 0.6 * pulls))).astype(np.float32)
    rows = Rows(FEATURES, heads, values, found, np.zeros(900, dtype=np.int64), np.zeros(900))
    policy = Policy(AsOf(2020, 1, 1), "invented", {"several": 2.5})
    return Ranker.fit(rows, recipe_of(folder, RECIPE), COUNTRY, policy)


@pytest.fixture(scope="module")
def rankers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ranker, Ranker]:
    folder = tmp_path_factory.mktemp("recipe")
    return learnt(3, folder), learnt(4, folder)


@pytest.fixture(scope="module")
def pair(
    rankers: tuple[Ranker, Ranker],
    registers: Registers,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Frozen, Frozen]:
    folder = tmp_path_factory.mktemp("frozen")
    one, other = (
        freeze(registers, MATRIX, "snap", ranker, folder, say=lambda _: None)
        for ranker in rankers
    )
    return one, other


@pytest.fixture(scope="module")
def judge(rankers: tuple[Ranker, Ranker], pair: tuple[Frozen, Frozen]) -> Judge:
    values = values_of(MATRIX, FEATURES)
    return Judge(rankers[0], COUNTRY, pair[0].scores, values, SHARES)


def test_alone_a_workplace_has_the_score_reasons_and_band_of_its_cohort(
    judge: Judge, pair: tuple[Frozen, Frozen]
) -> None:
    values, scores = values_of(MATRIX, FEATURES), pair[0].scores
    amounts = np.concatenate(list(pair[0].amounts()))
    bands = band_of(scores, SHARES)
    for row in range(0, 300, 7):
        _, own, standing = judge.explain(values[row])
        assert standing.score == scores[row]
        assert own == pytest.approx(amounts[row], abs=1e-12)
        assert standing.band == bands[row]


def test_a_corrected_fact_is_scored_as_if_the_register_had_said_so(
    judge: Judge, rankers: tuple[Ranker, Ranker]
) -> None:
    values = values_of(MATRIX, FEATURES)
    right = values[5].copy()
    right[FEATURES.index("debts")] = 9.0
    wanted = float(rankers[0].score_values(right[None])[0])

    found = judge.correct(values[5], {"debts": 9.0})

    everybody = judge_scores = rankers[0].score_values(values)
    judge_scores = np.where(np.arange(300) == 5, wanted, everybody)
    assert found.after.score == wanted
    assert found.after.band == band_of(judge_scores, SHARES)[5]
    assert found.base + found.amounts.sum() == pytest.approx(wanted, abs=1e-9)
    assert found.built_on == ("noise",)  # hidden_part / debts


def test_a_fact_may_turn_out_not_to_be_known(judge: Judge) -> None:
    values = values_of(MATRIX, FEATURES)

    found = judge.correct(values[5], {"injuries": None})

    assert np.isnan(found.values[FEATURES.index("injuries")])


def test_a_fact_the_model_does_not_read_is_refused_with_what_is_near(judge: Judge) -> None:
    with pytest.raises(UnknownFeature, match="reads no debts_of_owner, nonsense") as refused:
        judge.correct(values_of(MATRIX, FEATURES)[0], {"nonsense": 1.0, "debts_of_owner": 1.0})

    assert "debts" in refused.value.hint


def test_a_yes_or_no_is_one_or_nought(
    rankers: tuple[Ranker, Ranker], pair: tuple[Frozen, Frozen]
) -> None:
    spoken = tuple(replace(f, unit="ja/nej") for f in COUNTRY.features if not f.part)
    country = replace(COUNTRY, features=(*spoken, *(f for f in COUNTRY.features if f.part)))
    values = values_of(MATRIX, FEATURES)
    judge = Judge(rankers[0], country, pair[0].scores, values, SHARES)

    with pytest.raises(BadOption, match="debts is 3; a yes or no is 1 or 0"):
        judge.correct(values[0], {"debts": 3.0})
    with pytest.raises(BadOption, match="debts is nan; what is not known is left empty"):
        judge.correct(values[0], {"debts": float("nan")})


def test_a_fact_that_cannot_be_is_refused_and_so_are_all_at_once(judge: Judge) -> None:
    row = values_of(MATRIX, FEATURES)[0]

    with pytest.raises(BadOption) as refused:  # debts is a count of rows, noise a share
        judge.correct(row, {"debts": -1.0, "permits": 2.0, "noise": 1.2})
    with pytest.raises(UnknownFeature) as unknown:
        judge.correct(row, {"noise": -0.1, "nonsense": 1.0})

    assert refused.value.message == (
        "Facts that cannot be: debts is -1; it is never below 0; noise is 1.2; it lies between"
        " 0 and 1."
    )
    assert unknown.value.message == (
        "The model reads no nonsense. Facts that cannot be: noise is -0.1; it lies between 0"
        " and 1."
    )


def test_bounds_are_read_off_a_declaration_unless_it_says_otherwise() -> None:
    from features.sweden import COUNTRY as SWEDEN

    by_name = {feature.name: feature for feature in SWEDEN.features}

    assert bounds_of(by_name["permit_refusal_share"]) == (0, 1)
    assert bounds_of(by_name["wage_share"]) == (0, float("inf"))  # wages above turnover
    assert bounds_of(by_name["wage_share_peers"]) == (-10, 10)
    assert bounds_of(by_name["growth_gap"]) == (-float("inf"), float("inf"))
    with pytest.raises(BadOption, match="lies between 1 and 0"):
        replace(by_name["wage_share"], bounds=(1.0, 0.0))


def test_a_row_alone_meets_its_ties_in_a_cohort_of_expected_findings() -> None:
    ranker, values = ranker_of(3, 200, "expected", 0.1)
    values[7, 0] = 2.0
    values[50:80] = values[7]  # thirty-one alike
    cohort = np.concatenate([scores for _, _, scores in blocks(ranker, values)])
    judge = Judge(ranker, COUNTRY, cohort, values, SHARES)

    bands = band_of(cohort, SHARES)

    assert np.array_equal(cohort, ranker.score_values(values))
    for row in range(0, 200, 9):
        assert float(ranker.score_values(values[[row]])[0]) == cohort[row]
        _, _, standing = judge.explain(values[row])
        assert (standing.score, standing.band) == (cohort[row], bands[row])
    # The row leaves its own tie, and with the same facts comes back to the same place.
    same = judge.correct(values[7], {"debts": 2.0})
    assert same.after == same.before


def test_what_would_change_the_band_does_change_it_within_what_is_usual(
    judge: Judge, rankers: tuple[Ranker, Ranker]
) -> None:
    values = values_of(MATRIX, FEATURES)
    told = 0
    for row in range(0, 300, 11):
        before = judge.explain(values[row])[2]
        changes = judge.would_change(values[row])
        assert [one.distance for one in changes] == sorted(one.distance for one in changes)
        for one in changes:
            place = FEATURES.index(one.feature)
            column = values[:, place]
            low, high = np.nanquantile(column, (0.005, 0.995))
            altered = values[row].copy()
            altered[place] = one.to
            after = float(rankers[0].score_values(altered[None])[0])
            told += 1
            assert after == one.after.score
            assert one.after.band != before.band
            assert low <= one.to <= high
            assert one.built_on == (("noise",) if one.feature == "debts" else ())
            # Declared: more debts, injuries and permits raise; noise has no direction.
            if one.feature != "noise":
                assert (one.to > one.value) == (after > before.score)
    assert told > 20


def test_a_fixed_fact_is_never_offered(
    rankers: tuple[Ranker, Ranker], pair: tuple[Frozen, Frozen]
) -> None:
    catalogue = catalogue_of(COUNTRY)
    texts = {
        name: replace(text, fixed="" if name == "permits" else "time alone changes it")
        for name, text in catalogue.texts.items()
    }
    values = values_of(MATRIX, FEATURES)
    judge = Judge(
        rankers[0], COUNTRY, pair[0].scores, values, SHARES, replace(catalogue, texts=texts)
    )

    offered = {
        one.feature for row in range(0, 300, 5) for one in judge.would_change(values[row])
    }

    assert offered == {"permits"}


def test_a_distance_to_peers_and_what_others_did_are_fixed_in_sweden() -> None:
    from features.sweden import COUNTRY as SWEDEN

    texts = catalogue_of(SWEDEN).texts
    never = (
        "company_age_years",
        "season",
        "covered_skatteverket",
        "pay_per_person_peers",
        "trade_not_declared",
        "inspections_36m",
        "neighbours_work_rate",
        "thin_capital",  # made of a distance to peers in staff
        "reverse_charge_gap",  # and one in wages
    )

    assert [name for name in never if not texts[name].fixed] == []
    assert not texts["late_returns_12m"].fixed


def test_one_workplace_has_no_rank_by_itself(pair: tuple[Frozen, Frozen]) -> None:
    ranks, _ = ranker_of(3, 200, "ranks", 0.1)

    with pytest.raises(LyktaError, match="ranks within a cohort"):
        Judge(ranks, COUNTRY, pair[0].scores, values_of(MATRIX, FEATURES), SHARES)


def test_what_a_figure_is_made_of_is_followed_through_every_definition() -> None:
    double = Feature("double", Expression("noise * 2"), "dubbelt", "double")
    far = Feature("far", Peer("double", by=("centre",)), "långt", "far")
    country = replace(COUNTRY, features=(*COUNTRY.features, double, far))

    assert made_of(far, country) == {"double", "noise", "debts", "hidden_part"}
    assert made_of(COUNTRY.features[0], country) == frozenset()


def test_importance_is_of_everybody_and_adds_up(pair: tuple[Frozen, Frozen]) -> None:
    amounts = np.concatenate(list(pair[0].amounts()))
    size = np.abs(amounts).mean(axis=0)

    table = importance(pair[0], COUNTRY, "feature").set_index("feature")

    for number, name in enumerate(FEATURES):
        assert table.loc[name, "moves"] == pytest.approx(size[number])
        assert table.loc[name, "raises"] == pytest.approx((amounts[:, number] > 0).mean())
    assert table["share"].sum() == pytest.approx(1)
    assert list(table["moves"]) == sorted(table["moves"], reverse=True)


def test_everybody_is_in_the_swarm_and_on_the_line(
    pair: tuple[Frozen, Frozen], tmp_path: Path
) -> None:
    found = swarm(pair[0], COUNTRY)
    line = dependence(pair[0], "debts")
    values = values_of(MATRIX, FEATURES)[:, 0]
    amounts = np.concatenate(list(pair[0].amounts()))[:, 0]

    assert found.counts.sum(axis=1).tolist() == [300] * len(FEATURES)
    assert line.rows.sum() == (~np.isnan(values)).sum()
    assert line.missing == pytest.approx(amounts[np.isnan(values)].mean())
    assert np.all(np.diff(line.at) > 0)
    # The field says that debts raise, and the model was held to it.
    assert COUNTRY.features[0].direction is Direction.RAISES
    assert line.middle[-1] >= line.middle[0]
    draw_swarm(found, {}, tmp_path / "swarm.png")
    draw_dependence(line, "debts", tmp_path / "line.png")
    assert all((tmp_path / name).stat().st_size > 5000 for name in ("swarm.png", "line.png"))


def test_a_model_explains_as_itself_and_another_otherwise(pair: tuple[Frozen, Frozen]) -> None:
    same, other = stability(pair[0], pair[0], COUNTRY), stability(*pair, COUNTRY)

    assert same.rank_correlation == pytest.approx(1)
    assert (same.same_reasons, same.same_reasons_top, same.same_first) == (1, 1, 1)
    assert same.groups[["came", "went"]].to_numpy().sum() == 0
    assert other.workplaces == 300
    assert other.rank_correlation is not None
    assert other.rank_correlation < 0.99
    assert other.same_reasons < 1
    # What is chosen after is what was chosen before, less what went, plus what came.
    balance = other.groups["before"] - other.groups["went"] + other.groups["came"]
    assert balance.to_numpy() == pytest.approx(other.groups["after"].to_numpy())


def test_the_weightiest_reason_is_one_that_raises(pair: tuple[Frozen, Frozen]) -> None:
    workplaces = MATRIX.frame.column("workplace").to_pylist()
    firsts = []
    for frozen in pair:
        told = [one.by_group() for one in frozen.explanations(workplaces, COUNTRY).values()]
        raising = [{g: a for g, a in sums.items() if a > 0} for sums in told]
        firsts.append([max(sums, key=lambda g: sums[g], default="") for sums in raising])
    assert "" in firsts[0]  # somebody has only what lowers

    alike = [one == other for one, other in zip(*firsts, strict=True)]

    assert stability(*pair, COUNTRY).same_first == pytest.approx(np.mean(alike))


def test_a_workplaces_reasons_by_two_models_sum_to_either_priority(
    pair: tuple[Frozen, Frozen],
) -> None:
    table = reasons_changed(*pair, COUNTRY, "w00007")

    for frozen, column in zip(pair, ("before", "after"), strict=True):
        one = frozen.explanations(["w00007"], COUNTRY)["w00007"]
        assert table[column].sum() == pytest.approx(one.score - one.base, abs=1e-9)
    sizes = table["change"].abs()
    assert list(sizes) == sorted(sizes, reverse=True)


def test_two_dates_are_not_compared(
    pair: tuple[Frozen, Frozen],
    rankers: tuple[Ranker, Ranker],
    registers: Registers,
    tmp_path: Path,
) -> None:
    later = matrix_of(AsOf(2025, 4, 1), rows=60)
    frozen = freeze(registers, later, "snap", rankers[0], tmp_path, say=lambda _: None)

    with pytest.raises(LyktaError, match="2025-01-01 and 2025-04-01"):
        stability(pair[0], frozen, COUNTRY)
