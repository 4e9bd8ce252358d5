"""Figures of followed and other advice, worked out by hand; intervals that cover the truth."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from serving.follow_up import (
    LEAST,
    Origin,
    Planned,
    difference,
    follow_up,
    rate,
)
from serving.planning.vocabulary import Status


def visits(origin: Origin, hits: int, of: int, **more: object) -> list[Planned]:
    """`of` visits that one authority checked, `hits` of them with a finding in one area."""
    told = {"status": Status.INCLUDE, "checked": 1, "is_mature": True, **more}
    return [
        Planned(origin, found=number < hits, areas=int(number < hits), **told)  # type: ignore[arg-type]
        for number in range(of)
    ]


DRAWN = [
    *visits(Origin.MODEL, 12, 20, band=1),
    *visits(Origin.RANDOM, 2, 10),
    *visits(Origin.TIP, 3, 6),
    *visits(Origin.OWN, 1, 5),
]


def test_each_kind_of_visit_has_its_hits_and_wilsons_interval() -> None:
    rows = {row.name: row.any for row in follow_up(DRAWN).rows}

    assert {name: (one.hits, one.visits) for name, one in rows.items()} == {
        "model": (12, 20),
        "random": (2, 10),
        "picked": (4, 11),
        "tip": (3, 6),
        "own": (1, 5),
        "must": (None, 0),
    }
    # 12 of 20, by hand: z = 1.96, middle (0.6 + 3.8415/40)/(1 + 3.8415/20) = 0.58388,
    # half 1.96 * sqrt(0.24/20 + 3.8415/1600)/1.19207 = 0.19729
    share = rows["model"].share
    assert (share.value, share.low, share.high) == pytest.approx(
        (0.6, 0.3866, 0.7812), abs=1e-4
    )


def test_a_difference_has_newcombes_interval() -> None:
    """His own example (1998, table II, row a): 56 of 70 against 48 of 80."""
    told = difference(rate(56, 70).share, rate(48, 80).share)
    assert (told.value, told.low, told.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_a_place_where_nobody_looked_is_no_visit_without_a_finding() -> None:
    unseen = [Planned(Origin.MODEL, Status.INCLUDE, band=1)] * 3
    told = follow_up([*DRAWN, *unseen])
    assert (told.planned, told.visited, told.unchecked) == (44, 41, 3)
    assert told.rows == follow_up(DRAWN).rows


def test_findings_in_several_areas_need_two_who_looked() -> None:
    one = Planned(Origin.MODEL, Status.INCLUDE, checked=1, found=True, areas=1)
    two = Planned(Origin.MODEL, Status.INCLUDE, checked=2, found=True, areas=1)
    both = Planned(Origin.MODEL, Status.INCLUDE, checked=2, found=True, areas=2)
    assert (one.several, two.several, both.several) == (None, False, True)

    told = {row.name: row for row in follow_up([*[one] * 6, *[two] * 3, *[both] * 2]).rows}

    assert (told["model"].any.hits, told["model"].any.visits) == (11, 11)
    assert (told["model"].several.hits, told["model"].several.visits) == (2, 5)


def test_only_settled_outcomes_count_when_asked() -> None:
    fresh = visits(Origin.MODEL, 0, 10, band=1, is_mature=False)
    every, settled = follow_up([*DRAWN, *fresh]), follow_up([*DRAWN, *fresh], mature_only=True)
    assert (every.rows[0].any.hits, every.rows[0].any.visits) == (12, 30)
    assert (settled.rows[0].any.hits, settled.rows[0].any.visits) == (12, 20)
    assert (every.mature, every.visited) == (41, 51)


def test_fewer_visits_than_five_tell_no_share_and_no_sum_gives_them_away() -> None:
    told = follow_up([*visits(Origin.TIP, 2, LEAST - 1), *visits(Origin.OWN, 3, 9)])
    rows = {row.name: row.any for row in told.rows}
    assert set(rows) == {"model", "random", "picked", "must"}
    assert (rows["picked"].hits, rows["picked"].visits) == (5, 13)

    alone = follow_up(visits(Origin.RANDOM, 1, LEAST - 1))
    random = next(row.any for row in alone.rows if row.name == "random")
    assert (random.hits, random.share.value, random.visits) == (None, None, LEAST - 1)
    assert all(one.difference.value is None for one in alone.contrasts)


def test_a_band_is_held_to_what_its_lists_promised() -> None:
    def seen(hits: int, of: int, promised: tuple[int, int]) -> list[Planned]:
        return [
            Planned(
                Origin.MODEL,
                Status.INCLUDE,
                band=1,
                promised=promised,
                checked=2,
                found=number < hits,
                areas=2 * (number < hits),
            )
            for number in range(of)
        ]

    kept = follow_up(seen(19, 40, (46, 212))).bands[0]
    broken = follow_up(seen(4, 40, (46, 212))).bands[0]
    mixed = follow_up([*seen(5, 10, (40, 300)), *seen(5, 30, (60, 100))]).bands[0]

    assert (kept.promised, kept.promised_from, kept.found.hits, kept.holds) == (
        0.46,
        212,
        19,
        True,
    )
    assert broken.difference.value == pytest.approx(-0.36)
    assert broken.holds is False
    # 10 visits were promised 40 of 100 and 30 were promised 60
    assert mixed.promised == pytest.approx(0.55)
    assert mixed.promised_from == 100
    assert follow_up(DRAWN).bands[0].holds is None  # nothing was promised
    drawn = follow_up(
        [Planned(Origin.RANDOM, Status.INCLUDE, band=1, promised=(46, 212), checked=2)]
    )
    assert drawn.bands[0].found.visits == 0  # a draw says nothing of the order


def test_advice_that_was_left_is_counted_by_reason_and_has_no_share() -> None:
    left = [
        Planned(Origin.MODEL, Status.DECLINE, reason="ceased"),
        Planned(Origin.MODEL, Status.DECLINE, reason="ceased"),
        Planned(Origin.RANDOM, Status.WAIT, reason="team"),
        Planned(Origin.TIP, Status.WAIT, reason="team"),  # nobody's advice
    ]
    told = follow_up(left)
    assert told.left_out == (
        (Status.DECLINE, "ceased", 2),
        (Status.WAIT, "team", 1),
    )
    assert told.visited == 0


def test_nothing_in_the_figures_is_of_a_person() -> None:
    assert {one.name for one in fields(Planned)}.isdisjoint({"actor", "user", "by", "author"})


def test_shares_and_differences_cover_the_truth() -> None:
    """4,000 invented years: truths and numbers of visits as a centre may have them."""
    rng = np.random.default_rng(20261126)
    covered = np.zeros(3)
    years = 4000
    for _ in range(years):
        truth = {"model": rng.uniform(0.2, 0.7), "random": rng.uniform(0.05, 0.3)}
        of = {"model": int(rng.integers(40, 300)), "random": int(rng.integers(15, 60))}
        told = {
            name: rate(int(rng.binomial(of[name], truth[name])), of[name]).share for name in of
        }
        for number, name in enumerate(told):
            low, high = told[name].low, told[name].high
            assert low is not None
            assert high is not None
            covered[number] += low <= truth[name] <= high
        gap = difference(told["model"], told["random"])
        assert gap.low is not None
        assert gap.high is not None
        covered[2] += gap.low <= truth["model"] - truth["random"] <= gap.high
    assert np.all((covered / years >= 0.93) & (covered / years <= 0.97)), covered / years
