"""A cohort that was cut, audited: burdens, frequencies that hold, visits again for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.audit.counts import EVERYBODY, Counts, Floats, Labels, count_groups
from models.audit.groups import GroupAudit, Seen, audit_groups
from models.audit.held import held_by_group, repeats_by_group
from models.audit.list_burden import burdens_of_list
from models.audit.lots import Arm, Drawn
from models.audit.policy import read_tolerance
from models.audit.rates import rates_of
from models.audit.report import figure_said
from models.audit.told import audit_said
from models.audit.verdicts import Verdict, judge, ratio_of

POLICY = read_tolerance(date(2026, 1, 1))
NAN = float("nan")


def words(*names: str) -> Labels:
    return np.array(names, object)


def counts(size: float, selected: float, labelled: float = 0, found: float = 0) -> Counts:
    """Nobody selected has an outcome; of the others so many do."""
    rest = size - selected - labelled
    return Counts(size, 0, 0, found, labelled - found, selected, rest)


def burden(mine: Counts, everybody: Counts, drawn: Drawn, arm: Drawn) -> Verdict:
    key = ("land", "north")
    found = burdens_of_list(
        {EVERYBODY: everybody, key: mine}, {EVERYBODY: arm, key: drawn}, POLICY
    )
    return found[key].verdict


def test_a_burden_is_selection_over_what_the_random_arm_finds() -> None:
    # North: 400 of 2 000 selected, others 400 of 8 000: four times as often. The random arm
    # finds something in 300 of 1 000 there and 150 of 1 000 of others: twice as often. So
    # twice what findings explain; its share of the list is 1/2, of the cohort 1/5.
    key = ("land", "north")
    cohort = {EVERYBODY: counts(10000, 800), key: counts(2000, 400)}
    arm = {EVERYBODY: Drawn.alike(2000, 450), key: Drawn.alike(1000, 300)}

    found = burdens_of_list(cohort, arm, POLICY)[key]

    assert found.burden_ratio.value == pytest.approx(2.5)
    assert found.often == pytest.approx(4.0)
    assert found.justified == pytest.approx(2.0)
    assert found.excess.figure.value == pytest.approx(2.0)
    assert found.verdict is Verdict.FAILS
    assert "2.00 times" in found.why


def test_a_burden_that_the_random_arm_explains_passes() -> None:
    # Four times as often selected, and four times as often something to find.
    cohort = counts(200000, 40000), counts(40000, 20000)
    arm = Drawn.alike(40000, 10000), Drawn.alike(20000, 8000)

    assert burden(cohort[1], cohort[0], arm[1], arm[0]) is Verdict.PASSES


def test_the_same_workplaces_on_four_dates_are_no_surer_than_on_one() -> None:
    seen, arm, _ = cohort(5, 2000, 0.3, 0.1)
    tile = {name: np.tile(groups, 4) for name, groups in seen.attributes.items()}
    four = Seen(
        np.tile(seen.selected, 4),
        np.tile(seen.outcomes, 4),
        np.tile(seen.expected, 4),
        np.tile(seen.employers, 4),
        tile,
        dates=4,
    )

    once, times = (audit_groups(one, arm, {}, POLICY) for one in (seen, four))

    assert any(one.group.ratios for one in once.groups)
    for one, other in zip(once.groups, times.groups, strict=True):
        assert other.burden.excess.log_error == pytest.approx(
            one.burden.excess.log_error, nan_ok=True
        )
        assert one.held is not None
        assert other.held is not None
        assert other.held.ratio.log_error == pytest.approx(
            one.held.ratio.log_error, nan_ok=True
        )
        for name, rate in one.group.rates.items():
            same = other.group.rates[name].figure
            assert same.low == pytest.approx(rate.figure.low)
            assert same.high == pytest.approx(rate.figure.high)
        for name, ratio in one.group.ratios.items():
            assert other.group.ratios[name].log_error == pytest.approx(
                ratio.log_error, nan_ok=True
            )


def test_a_group_of_two_is_too_few_to_judge_on_however_many_dates() -> None:
    # Twice four dates are eight rows, and five is the fewest; but they are two workplaces.
    land = {"land": words(*(["lone"] * 2 + ["rest"] * 40) * 4)}
    rows = 42 * 4
    seen = Seen(
        np.ones(rows), np.tile([1.0, 0.0], rows // 2), np.full(rows, 0.5),
        words(*["e"] * rows), land, dates=4,
    )  # fmt: skip

    found = audit_groups(seen, Arm(np.zeros(0), {"land": words()}), {}, POLICY)

    lone = next(one for one in found.groups if one.group.value == "lone")
    assert lone.group.counts.labelled == 8
    assert POLICY.fewest == 5
    assert all("fewer than 5 to tell by" in why for _, why in lone.group.verdicts.values())
    assert lone.held is not None
    assert "fewer than 5 with an outcome" in lone.held.why


@pytest.mark.parametrize("chosen", ["a", "b"])
def test_which_of_two_groups_comes_first_in_the_alphabet_decides_nothing(chosen: str) -> None:
    # 500 of 5 000 in one and none in the other, where the arm finds as often in both.
    every = {EVERYBODY: counts(10000, 500)}
    arm = {EVERYBODY: Drawn.alike(2000, 400)}
    for group in "ab":
        every["g", group] = counts(5000, 500 if group == chosen else 0)
        arm["g", group] = Drawn.alike(1000, 200)

    found = burdens_of_list(every, arm, POLICY)

    other = "b" if chosen == "a" else "a"
    assert found["g", "a"].verdict is found["g", "b"].verdict is Verdict.FAILS
    assert found["g", chosen].why.startswith(f"{chosen}: nobody else is selected")
    assert f"{other} is selected 0.00 times as often" in found["g", chosen].why
    assert "outside 0.80 to 1.25" in found["g", chosen].why


def test_a_burden_without_a_random_arm_cannot_be_told() -> None:
    assert burden(counts(50, 40), counts(100, 41), Drawn(), Drawn()) is Verdict.CANNOT_TELL


def test_nothing_found_in_five_is_no_proof() -> None:
    # Nought of five against a tenth of a thousand: as likely as not by chance alone.
    ratio = ratio_of((0, 5), (100, 1000))

    assert ratio.figure.value == 0.0
    assert judge([ratio], 1.25) == [Verdict.CANNOT_TELL]
    assert judge([ratio_of((0, 500), (100, 1000))], 1.25) == [Verdict.FAILS]


def test_something_found_in_all_of_five_is_no_proof() -> None:
    # Five of five against seven tenths: 0.7 ** 5 is 0.17, one such group in six by chance.
    # Half of each is added: log(5.5 / 6) - log(700.5 / 1001), with a variance of
    # 1 / 5.5 - 1 / 6 + 1 / 700.5 - 1 / 1001: from 1.03 to 1.67 times.
    ratio = ratio_of((5, 5), (700, 1000))

    assert ratio.figure.value == pytest.approx(1 / 0.7)
    assert ratio.figure.low == pytest.approx(1.0257, abs=0.001)
    assert ratio.figure.high == pytest.approx(1.6730, abs=0.001)
    assert judge([ratio], 1.25) == [Verdict.CANNOT_TELL]
    assert judge([ratio_of((500, 500), (700, 1000))], 1.25) == [Verdict.FAILS]


def test_all_of_five_against_all_of_five_is_not_as_good_as_certain() -> None:
    ratio = ratio_of((5, 5), (5, 5))

    assert ratio.figure.value == 1.0
    # Twice the variance 1 / 5.5 - 1 / 6 on the scale of logarithms.
    assert ratio.figure.high == pytest.approx(1.407, abs=0.001)
    assert judge([ratio], 1.25) == [Verdict.CANNOT_TELL]


def test_five_of_five_found_where_seven_tenths_were_expected_are_no_proof() -> None:
    land = {"land": words(*["north"] * 5)}

    north = held_by_group(np.full(5, 0.7), np.ones(5), land, POLICY)["land", "north"]

    # 5.5 / 6 over 0.7, give or take 1.96 errors: 1 / 5.5 - 1 / 6 is the variance.
    assert north.ratio.figure.value == pytest.approx(1 / 0.7)
    assert north.ratio.figure.low == pytest.approx(1.029, abs=0.001)
    assert north.ratio.figure.high == pytest.approx(1.667, abs=0.001)
    assert north.verdict is Verdict.CANNOT_TELL


def test_a_group_of_five_all_selected_is_no_proof_of_a_burden() -> None:
    # All five of north, seven tenths of others; the arm finds the same in both.
    cohort = counts(1005, 705), counts(5, 5)
    arm = Drawn.alike(200000, 100000), Drawn.alike(100000, 50000)

    assert burden(cohort[1], cohort[0], arm[1], arm[0]) is Verdict.CANNOT_TELL


def test_frequencies_hold_where_as_much_is_found_as_was_expected() -> None:
    expected = np.full(8000, 0.25)
    outcomes = np.concatenate([np.arange(4000) % 4 == 0, np.arange(4000) % 2 == 0]).astype(
        float
    )
    land = words(*["north"] * 4000, *["south"] * 4000)

    held = held_by_group(expected, outcomes, {"land": land}, POLICY)

    north, south = held["land", "north"], held["land", "south"]
    assert (north.found.value, south.found.value) == (0.25, 0.5)
    assert south.ratio.figure.value == pytest.approx(2.0)
    assert (north.verdict, south.verdict) == (Verdict.PASSES, Verdict.FAILS)
    # North is off by nothing on the whole; all of south by a quarter.
    assert south.miscalibration == pytest.approx(0.25, abs=0.001)
    assert held[EVERYBODY].labelled == 8000


def test_rows_that_nobody_looked_at_say_nothing_of_frequencies() -> None:
    held = held_by_group(
        np.array([0.9, 0.1]), np.array([NAN, NAN]), {"land": words("north", "south")}, POLICY
    )

    assert held["land", "north"].found.value is None
    assert held["land", "north"].verdict is Verdict.CANNOT_TELL


def test_an_employer_is_counted_once_and_only_visits_without_a_finding_repeat() -> None:
    # a has two workplaces and four visits for nothing; b three, one of which found something;
    # c two for nothing; d none.
    visits = {"a": (4, 0), "b": (3, 1), "c": (2, 0)}
    land = {"land": words("north", "north", "north", "south", "south")}

    found = repeats_by_group(words("a", "a", "b", "c", "d"), land, visits, POLICY)

    north = found["land", "north"]
    assert (north.employers, north.repeated, north.share.value) == (2, 1, 0.5)
    assert (found["land", "south"].employers, found["land", "south"].repeated) == (2, 0)
    assert "3 visits or more in 36 months" in north.why


def cohort(
    seed: int, rows: int, missing: float, chosen: float, random: int = 200
) -> tuple[Seen, Arm, Floats]:
    """Groups of 60, 39.8 and 0.2 in a hundred; half of everybody is of either kind."""
    draw = np.random.default_rng(seed)
    land = draw.choice(["north", "south", "tiny"], rows, p=[0.6, 0.398, 0.002]).astype(object)
    kind = draw.choice(["x", "y"], rows).astype(object)
    truth = (draw.random(rows) < 0.2).astype(float)
    outcomes = np.where(draw.random(rows) < missing, NAN, truth)
    selected = (draw.random(rows) < chosen).astype(float)
    at = draw.integers(0, max(rows, 1), random if rows else 0)
    groups = {"land": land, "kind": kind}
    arm = Arm(truth[at], {name: column[at] for name, column in groups.items()})
    employers = np.array([f"e{number // 2}" for number in range(rows)], object)
    return Seen(selected, outcomes, np.full(rows, 0.2), employers, groups), arm, truth


@pytest.mark.parametrize("missing", [0.0, 0.66, 0.99, 1.0])
@pytest.mark.parametrize("chosen", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("rows", [0, 1, 40, 3000])
def test_whatever_is_missing_gives_figures_or_cannot_tell_and_bounds_that_hold_the_truth(
    missing: float, chosen: float, rows: int
) -> None:
    seen, arm, truth = cohort(int(rows + 100 * missing + 7 * chosen), rows, missing, chosen)

    found = audit_groups(seen, arm, {"e1": (5, 0)}, POLICY, pairs=True)
    wholly = count_groups(seen.selected, truth, seen.attributes)

    assert isinstance(found, GroupAudit)
    told = audit_said(found, POLICY)
    assert told["verdict"] in set(Verdict)
    for one in found.groups:
        assert one.verdict in set(Verdict)
        true = rates_of(wholly[one.group.attribute, one.group.value])
        for name, rate in one.group.rates.items():
            value = true[name].figure.value
            if value is not None:
                assert rate.low is not None
                assert rate.high is not None
                assert rate.low - 1e-12 <= value <= rate.high + 1e-12


def test_a_group_of_one_is_shown_and_not_judged() -> None:
    seen, arm, _ = cohort(3, 400, 0.0, 0.1)
    land = np.array(seen.attributes["land"])
    land[0], land[1:][land[1:] == "tiny"] = "lone", "north"
    alone = replace(seen, attributes={"land": land})

    found = audit_groups(alone, arm, {}, POLICY)

    lone = next(one for one in found.groups if one.group.value == "lone")
    assert lone.group.counts.size == 1
    assert lone.verdict is Verdict.CANNOT_TELL


def test_intersections_are_of_attributes_with_few_groups_and_leave_the_verdict_alone() -> None:
    seen, arm, _ = cohort(4, 600, 0.3, 0.1)
    many = np.array([f"m{number % 30}" for number in range(600)], object)
    wide = replace(seen, attributes={**seen.attributes, "many": many})

    found = audit_groups(wide, arm, {}, POLICY, pairs=True)

    assert {one.group.attribute for one in found.pairs} == {"land & kind"}
    assert {one.group.attribute for one in found.groups} == {"land", "kind", "many"}


def test_intervals_of_a_burden_cover_the_truth_as_often_as_they_say() -> None:
    """True excess 1: two groups selected as their findings have it, arms of a thousand."""
    draw = np.random.default_rng(11)
    hits, rounds = 0, 1500
    key = ("land", "north")
    for _ in range(rounds):
        mine, theirs = draw.binomial(2000, 0.12), draw.binomial(6000, 0.06)
        drawn, others = draw.binomial(1000, 0.30), draw.binomial(2000, 0.15)
        cohort_ = {EVERYBODY: counts(8000, mine + theirs), key: counts(2000, mine)}
        arm = {
            EVERYBODY: Drawn.alike(3000, drawn + others),
            key: Drawn.alike(1000, drawn),
        }
        figure = burdens_of_list(cohort_, arm, POLICY)[key].excess.figure
        assert figure.low is not None
        assert figure.high is not None
        hits += figure.low <= 1.0 <= figure.high

    assert 0.93 <= hits / rounds <= 0.97


def test_intervals_of_a_calibration_ratio_cover_the_truth_as_often_as_they_say() -> None:
    draw = np.random.default_rng(12)
    hits, rounds = 0, 1500
    for _ in range(rounds):
        outcomes = (draw.random(300) < 0.2).astype(float)
        held = held_by_group(np.full(300, 0.2), outcomes, {}, POLICY)[EVERYBODY]
        low, high = figure_said(held.ratio.figure)["interval"]
        hits += low <= 1.0 <= high

    assert 0.93 <= hits / rounds <= 0.97
