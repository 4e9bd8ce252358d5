"""Visits drawn by lot stand for one over the chance each was drawn with."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.vocabulary import AsOf
from models.audit.arms import arm_of, controls_of
from models.audit.counts import EVERYBODY, Counts, count_groups
from models.audit.groups import Seen, audit_groups
from models.audit.list_burden import burdens_of_list
from models.audit.lots import Arm, Drawn, count_drawn
from models.audit.policy import read_tolerance
from models.audit.told import audit_said
from models.audit.verdicts import Verdict
from models.intervals import wilson

POLICY = read_tolerance(date(2026, 1, 1))
NAN = float("nan")
NORTH = ("land", "north")


def lots(*told: tuple[int, int, float], land: str = "north") -> Arm:
    """(visits, in how many of them something was found, the chance of each) of one group."""
    outcomes = [float(n < found) for visits, found, _ in told for n in range(visits)]
    chances = [chance for visits, _, chance in told for _ in range(visits)]
    groups = {"land": np.array([land] * len(outcomes), object)}
    return Arm(np.array(outcomes), groups, np.array(chances))


def test_a_centre_that_draws_more_of_its_workplaces_does_not_speak_for_the_others() -> None:
    # 10 of a centre's 100 are drawn and 5 have something; 10 of another's 1 000, and 1 has.
    # Of the 20 that is 30 %; of the 1 100 it is 5 x 10 and 1 x 100, which is 150.
    drawn = count_drawn(lots((10, 5, 0.1), (10, 1, 0.01)), {})[EVERYBODY]

    assert (drawn.answered, drawn.found) == (20, 6)
    assert drawn.share == pytest.approx(150 / 1100)
    # (10 x 10 + 10 x 100) squared, over 10 x 10 squared and 10 x 100 squared.
    assert drawn.effective == pytest.approx(1100**2 / (10 * 10**2 + 10 * 100**2))
    # 950 / 1 100 is its distance to a finding, 150 / 1 100 to none. The variance is that of
    # 13.6 visits, fewer by Student's point of 10.98 degrees, 2.20, over 1.96, squared.
    squares = (5 * 10**2 + 100**2) * (950 / 1100) ** 2
    squares += (5 * 10**2 + 9 * 100**2) * (150 / 1100) ** 2
    plain = 150 * 950 / squares
    assert plain == pytest.approx(15.0, abs=0.1)
    assert drawn.worth == pytest.approx(plain * (1.95996 / 2.2013) ** 2, rel=1e-3)
    assert drawn.figure.low is not None
    assert drawn.figure.high is not None
    assert drawn.figure.low < 150 / 1100 < drawn.figure.high


@settings(deadline=None)
@given(
    st.integers(1, 40),
    st.integers(0, 40),
    st.floats(0.0001, 1.0),
)
def test_visits_of_one_chance_are_counted_as_they_are(
    answered: int, found: int, chance: float
) -> None:
    found = min(answered, found)

    drawn = count_drawn(lots((answered, found, chance)), {})[EVERYBODY]

    assert drawn.figure == wilson(found, answered)
    assert drawn.worth == answered


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.floats(0.001, 1.0), st.booleans()), min_size=1, max_size=30
    ),
    st.floats(0.01, 1.0),
)
def test_a_factor_that_all_chances_share_changes_nothing_and_others_are_the_rest(
    visits: list[tuple[bool, float, bool]], factor: float
) -> None:
    found = np.array([float(one) for one, _, _ in visits])
    chances = np.array([one for _, one, _ in visits])
    land = {"land": np.where([one for _, _, one in visits], "north", "south").astype(object)}

    told, less = (
        count_drawn(Arm(found, land, one), land) for one in (chances, chances * factor)
    )

    everybody = told[EVERYBODY]
    assert less[EVERYBODY].share == pytest.approx(everybody.share)
    assert less[EVERYBODY].worth == pytest.approx(everybody.worth)
    assert everybody.effective <= everybody.answered + 1e-9
    for value, other in (("north", "south"), ("south", "north")):
        rest = everybody - told.get(("land", value), Drawn())
        there = told.get(("land", other), Drawn())
        assert rest.share == pytest.approx(there.share)
        assert rest.worth == pytest.approx(there.worth, rel=1e-5)


def test_where_no_chance_is_known_all_visits_weigh_alike() -> None:
    arm = lots((10, 5, NAN), (10, 1, NAN))

    assert count_drawn(arm, {})[EVERYBODY] == Drawn.alike(20, 6)
    assert arm.set_aside == 0


def test_a_visit_of_unknown_chance_is_set_aside_and_told_where_others_are_known() -> None:
    # Of nought, of more than one and of none told: nobody can say how many they stand for. The
    # one that looked at nothing is in no count anyway.
    arm = lots((10, 5, 0.1), (3, 3, NAN), (2, 2, 0.0), (1, 1, 1.5))
    arm = Arm(np.append(arm.outcomes, NAN), {}, np.append(np.asarray(arm.inclusion), NAN))

    assert count_drawn(arm, {})[EVERYBODY] == Drawn.alike(10, 5)
    assert arm.set_aside == 6
    nobody = np.array([], object)
    seen = Seen(np.zeros(0), np.zeros(0), np.zeros(0), nobody, {})
    told = audit_said(audit_groups(seen, arm, {}, POLICY), POLICY)["random_arm"]
    assert (told["visits"], told["set_aside"], told["value"]) == (10, 6, 0.5)


def test_one_visit_that_stands_for_nearly_all_is_no_proof() -> None:
    # A hundred of either; but in the north one visit stands for a thousand, a hundred for one
    # each: some 1.2 visits of equal weight.
    counted = {EVERYBODY: of(20000, 1000), NORTH: of(10000, 900)}
    heavy = count_drawn(lots((100, 50, 1.0), (1, 1, 0.001)), {})[EVERYBODY]
    scale = 100 / heavy.weight
    north = Drawn(
        heavy.answered, heavy.found, heavy.weight * scale, heavy.found_weight * scale,
        heavy.square * scale**2, heavy.found_square * scale**2,
    )  # fmt: skip
    everybody = Drawn(*(a + b for a, b in zip(parts(north), [100, 50] * 3, strict=True)))

    found = burdens_of_list(counted, {EVERYBODY: everybody, NORTH: north}, POLICY)[NORTH]

    assert found.verdict is Verdict.CANNOT_TELL
    assert "hangs on a few visits of very small chance" in found.why


def of(size: float, selected: float) -> Counts:
    return Counts(size, 0, 0, 0, 0, selected, size - selected)


def parts(drawn: Drawn) -> list[float]:
    return list(vars(drawn).values())


def test_the_chance_that_a_register_tells_comes_with_its_visit() -> None:
    rows = pa.table(
        {
            "control": ["1", "1", "2", "3"],
            "workplace": ["w", "w", "v", "u"],
            "employer": ["e", "e", "f", "g"],
            "happened": [date(2026, 1, 5)] * 4,
            "area": ["tax", "work", "tax", "tax"],
            "found": [True, False, False, True],
            "random": [True, True, True, False],
            "inclusion": [0.02, 0.02, 0.5, None],
        }
    )

    arm = arm_of(controls_of(rows), "any", np.array(["v", "w"], object), {}, AsOf(2027, 1, 1))

    assert arm.inclusion is not None
    assert dict(zip(arm.outcomes.tolist(), arm.inclusion.tolist(), strict=True)) == {
        1.0: 0.02,
        0.0: 0.5,
    }


# Seven centres: how many there are, the north's share of them, how often something is found in
# others there (half again as often in the north), and 60 visits by lot in each, so that the
# chance goes from 1 in 33 to 1 in 333.
SIZES = np.array([2000, 3000, 4000, 6000, 8000, 16000, 20000])
NORTHERN = np.array([0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05])
FOUND = np.array([0.4, 0.3, 0.1, 0.1, 0.1, 0.3, 0.3])
VISITS, TIMES = 60, 1.5


def fair_list_audited(seed: int, *, weighed: bool) -> tuple[float, float, float]:
    """The excess of a list that selects each group as often as it has findings: truly one."""
    draw = np.random.default_rng(seed)
    centre = np.repeat(np.arange(7), VISITS * 2)
    north = draw.random(len(centre)) < NORTHERN[centre]
    drawn = draw.random(len(centre)) < 0.5  # so many visits, give or take, in each centre
    found = draw.random(len(centre)) < FOUND[centre] * np.where(north, TIMES, 1.0)
    land = {"land": np.where(north, "north", "south")[drawn].astype(object)}
    chances = (VISITS / SIZES)[centre][drawn]
    arm = Arm(found[drawn].astype(float), land, chances if weighed else None)
    members = {"north": SIZES * NORTHERN, "south": SIZES * (1 - NORTHERN)}
    often = {"north": TIMES, "south": 1.0}
    counted, selected = {}, 0
    for group, people in members.items():
        true = float((people * FOUND * often[group]).sum() / people.sum())
        size = round(float(people.sum()))
        chosen = int(draw.binomial(size, 0.3 * true))
        counted["land", group] = of(size, chosen)
        selected += chosen
    counted[EVERYBODY] = of(int(SIZES.sum()), selected)
    excess = burdens_of_list(counted, count_drawn(arm, land), POLICY)[NORTH].excess.figure
    assert excess.value is not None
    assert excess.low is not None
    assert excess.high is not None
    return excess.value, excess.low, excess.high


def test_a_fair_list_is_found_fair_though_its_centres_drew_at_unequal_chances() -> None:
    rounds = 1200
    weighed = np.array([fair_list_audited(seed, weighed=True) for seed in range(rounds)])
    plain = np.array([fair_list_audited(seed, weighed=False) for seed in range(100)])

    assert math.exp(np.log(weighed[:, 0]).mean()) == pytest.approx(1.0, abs=0.05)
    # Without the chances the list looks as if it spared the north, and the interval says so.
    assert math.exp(np.log(plain[:, 0]).mean()) < 0.85
    inside = (weighed[:, 1] <= 1.0) & (weighed[:, 2] >= 1.0)
    assert 0.93 <= inside.mean() <= 0.97


def test_an_audit_of_a_cohort_weighs_its_arm() -> None:
    # 40 and 40 in both centres' north and south; chances ten times apart.
    land = np.array(["north"] * 80 + ["south"] * 80, object)
    chance = np.array(([0.5] * 40 + [0.05] * 40) * 2)
    found = np.array(([1.0] * 30 + [0.0] * 10 + [1.0] * 10 + [0.0] * 30) * 2)
    seen = Seen(np.tile([1.0, 0.0], 80), found, np.full(160, 0.5), land.copy(), {"land": land})

    audited = audit_groups(seen, Arm(found, {"land": land}, chance), {}, POLICY)

    # 30 x 2 and 10 x 20 of 40 x 2 and 40 x 20: 260 of 880, not the half of 80.
    north = next(one for one in audited.groups if one.group.value == "north")
    assert north.burden.random_arm.value == pytest.approx(260 / 880)
    assert north.burden.justified == pytest.approx(1.0)
    assert count_groups(seen.selected, found, seen.attributes)[NORTH].labelled == 80
