"""Equal recall: visits shared out so that no group's findings are reached less, or refused."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from features.errors import BadOption
from models.audit.verdicts import Verdict
from serving.balancing import limits_said
from serving.targeting.equal_recall import Balance, Evidence, Floats, balance
from serving.targeting.limits import Limits, VisitLimit, read_limits
from serving.targeting.policy import Policy, read_policy
from serving.targeting.selection import choose
from serving.targeting.share_counts import share_counts
from tests.serving.invented import CENTRES, WEEK, frame

Bools = npt.NDArray[np.bool_]


def evidence(groups: list[str], scores: list[float], found: list[int]) -> Evidence:
    ones = np.ones(len(groups))
    return Evidence(np.array(groups, object), np.array(scores), np.array(found, float), ones)


def test_visits_move_to_the_group_whose_findings_lie_deeper() -> None:
    # By the order the four visits go to a: both of its findings are reached, b's neither. Two
    # and two reach a's 2 of 2 with a's two first, and b's 2 of 2: recall 1 in either.
    past = evidence(["a"] * 4 + ["b"] * 4, [8, 7, 6, 5, 4, 3, 2, 1], [1, 1, 0, 0, 1, 1, 0, 0])

    found = balance("size_class", past, 4)

    a, b = found.groups
    assert (a.share_before, b.share_before) == (1.0, 0.0)
    assert (a.recall_before, b.recall_before) == (1.0, 0.0)
    assert [a.share, b.share] == pytest.approx([0.5, 0.5])
    assert [a.recall, b.recall] == pytest.approx([1.0, 1.0])
    assert found.price < 0  # here the balanced list finds twice as much
    assert found.disparity_before == float("inf")


def test_the_curve_leads_from_the_order_to_equal_recall() -> None:
    past, _ = year(1)
    found = balance("g", past, 4000)

    first, last = found.curve[0], found.curve[-1]
    assert (first.strength, last.strength) == (0.0, 1.0)
    assert last.disparity == pytest.approx(1.0, abs=1e-6)
    assert first.disparity == found.disparity_before > 1.1
    assert found.price == pytest.approx(1 - last.hits / first.hits)
    assert all(sum(step.shares) == pytest.approx(1.0) for step in found.curve)


def test_a_row_that_stands_for_many_counts_as_many() -> None:
    past = evidence(["a", "a", "b", "b"], [4, 3, 2, 1], [1, 0, 1, 0])
    many = Evidence(past.groups, past.scores, past.outcomes, np.array([1.0, 1.0, 10.0, 10.0]))

    found = balance("g", many, 2)

    assert [one.size for one in found.groups] == [2.0, 20.0]
    assert [one.findings for one in found.groups] == [1.0, 10.0]


def test_a_group_in_which_nothing_was_found_is_refused() -> None:
    past = evidence(["a", "a", "b", "b"], [4, 3, 2, 1], [1, 0, 0, 0])

    found = balance("g", past, 2)

    assert found.verdict is Verdict.CANNOT_TELL
    assert "nothing was found in b" in found.why


@pytest.mark.parametrize("groups", [["a", "a"], []])
def test_one_group_or_none_cannot_be_balanced(groups: list[str]) -> None:
    with pytest.raises(BadOption, match="two groups or more"):
        balance("g", evidence(groups, [1.0] * len(groups), [1] * len(groups)), 1)


def year(seed: int, rows: int = 60_000, rarer: float = 0.5) -> tuple[Evidence, Floats]:
    """A year in which group b errs less, and the order says so: (seen, true chances)."""
    draw = np.random.default_rng(seed)
    group = np.where(draw.random(rows) < 0.35, "b", "a").astype(object)
    odds = -2.8 + 1.6 * draw.normal(size=rows) - rarer * (group == "b")
    chance = 1 / (1 + np.exp(-odds))
    score = odds + draw.normal(0, 0.4, rows)
    found = (draw.random(rows) < chance).astype(float)
    return Evidence(group, score, found, np.ones(rows)), chance


def visited(of: Evidence, found: Balance, visits: int) -> Bools:
    """Who would be visited next year: the best of each group, as many as its share says."""
    chosen = np.zeros(len(of.groups), bool)
    for one in found.groups:
        here = np.flatnonzero(of.groups == one.group)
        best = here[np.argsort(-of.scores[here], kind="stable")]
        chosen[best[: round(one.share * visits)]] = True
    return chosen


def ratio(of: Evidence, chosen: Bools) -> float:
    """Recall of b over that of a."""
    recalls = [
        float(
            (of.outcomes * chosen)[of.groups == name].sum()
            / of.outcomes[of.groups == name].sum()
        )
        for name in ("b", "a")
    ]
    return recalls[0] / recalls[1]


def test_recall_is_equal_next_year_nine_times_in_ten_at_two_in_a_hundred_of_the_hits() -> None:
    visits, within, dear, unequal, rounds = 6000, 0, 0, 0, 100
    for seed in range(rounds):
        past, _ = year(seed)
        found = balance("g", past, visits)
        assert found.verdict is Verdict.PASSES, found.why
        following, chance = year(1000 + seed)
        chosen = visited(following, found, visits)
        order = np.argsort(-following.scores, kind="stable")[:visits]
        before = np.zeros(len(chance), bool)
        before[order] = True
        within += 0.9 <= ratio(following, chosen) <= 1.1
        unequal += not 0.9 <= ratio(following, before) <= 1.1
        # Hits that are expected, by the chances that made the year: no luck in the comparison.
        dear += chance[chosen].sum() < 0.98 * chance[before].sum()

    assert within >= 0.9 * rounds
    assert dear <= 0.1 * rounds
    assert unequal == rounds


@pytest.mark.parametrize("rows", [1000, 3000])
def test_groups_too_small_to_tell_are_refused(rows: int) -> None:
    past, _ = year(5, rows)

    found = balance("g", past, rows // 10)

    assert found.verdict is Verdict.CANNOT_TELL
    assert "with a chance of" in found.why


def test_equal_recall_that_costs_too_much_is_refused_with_its_price() -> None:
    # In b the order says nothing: its findings are only reached by going to half of it.
    past, _ = year(6)
    blind = past.groups == "b"
    scores = past.scores.copy()
    scores[blind] = np.random.default_rng(6).normal(-5, 1, int(blind.sum()))

    found = balance("g", Evidence(past.groups, scores, past.outcomes, past.weights), 6000)

    assert found.verdict is Verdict.FAILS
    assert found.price > 0.02
    assert "of the hits; 2% is allowed" in found.why


def policy_with(shares: dict[str, float]) -> Policy:
    limits = tuple(
        VisitLimit("size_class", of, "equal recall", about_share=share)
        for of, share in shares.items()
    )
    return replace(read_policy(), limits=Limits(groups=("size_class",), visits=limits))


def test_whole_visits_each_week_are_just_the_shares_over_the_weeks() -> None:
    shares = {"a": 0.61, "b": 0.3, "c": 0.09}
    weeks = [share_counts(shares, 8, week, "vast") for week in range(2900, 2952)]

    assert all(sum(week.values()) == 8 for week in weeks)
    total = 8 * 52
    for group, share in shares.items():
        assert abs(sum(week[group] for week in weeks) / total - share) < 0.01


def test_a_list_has_of_each_group_what_its_share_gives_it_that_week_and_is_full() -> None:
    policy = policy_with({"1-4": 0.75, "5-9": 0.25})
    scores = frame(rows=1400, seed=2)
    # The order alone would choose none but the large.
    is_small = np.arange(1400) // 7 % 2 == 0
    scores["size_class"] = np.where(is_small, "1-4", "5-9")
    scores["value"] = np.where(is_small, scores["value"] / 100, scores["value"])

    made = choose(scores, policy, WEEK, [centre.code for centre in CENTRES])

    number = WEEK.monday.toordinal() // 7
    for centre in made.centres:
        wanted = share_counts({"1-4": 0.75, "5-9": 0.25}, 8, number, centre.centre)
        sizes = [one.size_class for one in centre.chosen]
        drawn = [one.size_class for one in centre.chosen if one.drawn == "random"]
        assert len(sizes) == 8  # none is left unmade
        for group, count in wanted.items():
            assert sizes.count(group) == max(count, drawn.count(group))


def test_shares_that_are_not_all_visits_together_are_refused() -> None:
    with pytest.raises(BadOption, match=r"0\.9 altogether; all groups together are 1"):
        policy_with({"1-4": 0.6, "5-9": 0.3})


def test_a_centre_with_shares_of_its_own_keeps_those_and_none_of_the_common_ones() -> None:
    def line(of: str, share: float, centre: str = "") -> VisitLimit:
        return VisitLimit("size_class", of, "why", centre=centre, about_share=share)

    own = (line("a", 0.5, "vast"), line("b", 0.5, "vast"))
    common = (line("a", 0.5), line("b", 0.3), line("c", 0.2))
    limits = Limits(groups=("size_class",), visits=(*common, *own))
    scores = frame(rows=2100, seed=2)
    scores["size_class"] = np.array(["a", "b", "c"])[np.arange(2100) // 7 % 3]
    # The order alone would choose none but c.
    scores["value"] = np.where(scores["size_class"] == "c", 1.0, scores["value"] / 100)

    policy = replace(read_policy(), limits=limits)
    made = choose(scores, policy, WEEK, [centre.code for centre in CENTRES])

    drawn = {one.centre: one.chosen for one in made.centres}
    by_order = {
        centre: [one.size_class for one in chosen if one.drawn == "ranking"]
        for centre, chosen in drawn.items()
    }
    # c is in none of the centre's own shares, so no share of it is stated there.
    assert "c" in by_order["vast"]
    number = WEEK.monday.toordinal() // 7
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    for centre in set(by_order) - {"vast"}:
        most = share_counts(shares, 8, number, centre)["c"]
        assert by_order[centre].count("c") <= most


def test_a_group_that_has_a_share_twice_is_refused() -> None:
    line = VisitLimit("size_class", "1-4", "why", about_share=0.5)

    with pytest.raises(BadOption, match="size_class 1-4 stands 2 times; once is allowed"):
        Limits(groups=("size_class",), visits=(line, line))


def test_a_share_beside_another_bound_is_refused() -> None:
    both = VisitLimit("size_class", "1-4", "why", least=1, about_share=1.0)

    with pytest.raises(BadOption, match="about_share and another bound"):
        Limits(groups=("size_class",), visits=(both,))


def test_a_proposal_is_lines_of_a_policy_whose_shares_are_all_visits() -> None:
    past, _ = year(1)
    found = balance("size_class", past, 6000)

    read = read_limits(
        {"groups": ["size_class"], **tomllib.loads(limits_said(found))["limits"]}, "proposed"
    )

    assert [one.of for one in read.visits] == ["a", "b"]
    shares = [one.about_share for one in read.visits]
    assert shares == pytest.approx([one.share for one in found.groups], abs=1e-4)
