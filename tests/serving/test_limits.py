"""Limits of a week: each is kept, and where they clash the error says which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from features.errors import BadOption, LimitsConflict
from features.vocabulary import Authority
from serving.targeting.conflict_words import RULES
from serving.targeting.limits import Effort, Limits, VisitLimit, read_limits
from serving.targeting.policy import Policy
from serving.targeting.selection import Chosen, choose
from serving.targeting.standing import Exclusion, MustVisit, Standing, Visit
from serving.targeting.week import Week

WEEK = Week(2026, 48)
AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
# Under this seed nobody is drawn at random in week 48, so that the limits are seen alone.
POLICY = Policy("test", date(2026, 1, 1), 3, 0.01, 12, AV, "seed 1")


def drawn(text: str) -> pd.DataFrame:
    """Workplace, group, sector, municipality and value a line; all of centre c."""
    rows = [line.split() for line in text.strip().splitlines()]
    return pd.DataFrame(
        {
            "workplace": [row[0] for row in rows],
            "employer": [f"{row[0]}'s" for row in rows],
            "group": [row[1] for row in rows],
            "centre": "c",
            "score": [float(row[4]) for row in rows],
            "value": [float(row[4]) for row in rows],
            "band": 1,
            "sector": [row[2] for row in rows],
            "size_class": "1-4",
            "municipality": [row[3] for row in rows],
            "eligible": ["no" not in row for row in rows],
            "last_control": [
                pd.Timestamp(2026, 11, 2) if "rests" in row else pd.NaT for row in rows
            ],
        }
    )


FIVE = """
    w1 g1 construction 0180 0.9
    w2 g1 construction 0180 0.8
    w3 g3 hospitality  0114 0.7
    w4 g4 hospitality  0115 0.6
    w5 g5 it           0180 0.2
    w6 g6 it           0180 0.95 no
    w7 g7 it           0180 0.95 rests
"""


def chosen(
    limits: Limits, standing: Standing | None = None, text: str = FIVE, visits: int = 3
) -> list[Chosen]:
    policy = replace(POLICY, limits=limits, visits_per_week=visits)
    made = choose(drawn(text), policy, WEEK, ["c"], standing=standing or Standing())
    assert all(one.drawn != "random" for one in made.centres[0].chosen)
    return list(made.centres[0].chosen)


def names(found: list[Chosen]) -> list[str]:
    return [one.workplace for one in found]


def must(*workplaces: str) -> Standing:
    return Standing(musts=tuple(MustVisit(one, "Ek", "tips", WEEK) for one in workplaces))


def sector(of: str, **bounds: float) -> VisitLimit:
    return VisitLimit("sector", of, "fokus 2026", **bounds)  # type: ignore[arg-type]


def test_a_group_of_companies_is_visited_once() -> None:
    assert names(chosen(Limits())) == ["w1", "w3", "w4"]


def test_the_places_with_most_to_find_in_few_enough_municipalities_are_chosen() -> None:
    # One municipality: 0180 gives w1 and w5, 1.1; 0114 gives .7.
    assert names(chosen(Limits(municipalities=1))) == ["w1", "w5"]
    assert names(chosen(Limits(municipalities=2))) == ["w1", "w3", "w5"]


def test_a_sector_has_at_least_and_at_most_the_visits_it_was_given() -> None:
    assert names(chosen(Limits(visits=(sector("hospitality", most=1),)))) == ["w1", "w3", "w5"]
    assert names(chosen(Limits(visits=(sector("it", least=1),)))) == ["w1", "w3", "w5"]


def test_a_share_of_the_visits_is_rounded_so_that_it_is_kept() -> None:
    # A third of 3 visits is 1; at most 0.6 of 3 is 1 too.
    third = Limits(visits=(sector("it", least_share=1 / 3),))
    most = Limits(visits=(sector("hospitality", most_share=0.6),))
    assert names(chosen(third)) == names(chosen(most)) == ["w1", "w3", "w5"]


def test_hours_and_visits_of_an_authority_are_not_exceeded() -> None:
    # Without areas the lead comes alone: Arbetsmiljöverket.
    hours = Limits(authorities=(Effort(AV, 4, hours_per_week=11),))
    visits = Limits(authorities=(Effort(AV, 4, visits_per_week=1),))
    assert names(chosen(hours)) == ["w1", "w3"]
    assert names(chosen(visits)) == ["w1"]


def test_a_visit_that_must_be_made_is_made_and_the_best_of_the_rest_beside_it() -> None:
    found = chosen(Limits(), must("w2"))
    assert [(one.workplace, one.drawn) for one in found] == [
        ("w2", "must"),
        ("w3", "ranking"),
        ("w4", "ranking"),
    ]


def test_an_exclusion_holds_until_it_ends() -> None:
    def snoozed(until: date | None) -> Standing:
        return Standing((Exclusion("w1", "Ek", "förundersökning", date(2026, 10, 1), until),))

    assert names(chosen(Limits(), snoozed(None))) == ["w2", "w3", "w4"]
    assert names(chosen(Limits(), snoozed(date(2026, 11, 23)))) == ["w2", "w3", "w4"]  # Monday
    assert names(chosen(Limits(), snoozed(date(2026, 11, 22)))) == ["w1", "w3", "w4"]


def test_a_planned_visit_is_not_proposed_anew_before_a_register_tells_of_it() -> None:
    last_week = Standing(visits=(Visit("w1", date(2026, 11, 18)),))
    same_week = Standing(visits=(Visit("w1", date(2026, 11, 24)),))
    long_ago = Standing(visits=(Visit("w1", date(2025, 11, 23)),))  # twelve months by Monday

    assert names(chosen(Limits(), last_week)) == ["w2", "w3", "w4"]
    assert names(chosen(Limits(), same_week)) == ["w1", "w3", "w4"]
    assert names(chosen(Limits(), long_ago)) == ["w1", "w3", "w4"]


AWAY = Standing(
    (Exclusion("w1", "Åström", "förundersökning", date(2026, 10, 1)),), must("w1").musts
)

# Each with the rules that clash, by kind, and words that the error must hold.
CLASHES = {
    "more visits decided on than there are": (
        Limits(),
        must("w1", "w3", "w4", "w5"),
        ["must_visit"] * 4 + ["visits"],
        "c gör 3 besök den här veckan",
    ),
    "two decided visits of one group": (
        Limits(),
        must("w1", "w2"),
        ["must_visit", "must_visit", "group"],
        "En arbetsgivare, eller en koncern, får högst ett besök",
    ),
    "a decided visit that is excluded": (
        Limits(),
        AWAY,
        ["must_visit", "excluded"],
        "undantaget tills någon häver det",
    ),
    "a decided visit that rests": (
        Limits(),
        must("w7"),
        ["must_visit", "resting"],
        "vilar i 12 månader",
    ),
    "a decided visit that may not be considered": (
        Limits(),
        must("w6"),
        ["must_visit", "not_eligible"],
        "kan inte komma i fråga",
    ),
    "more of a sector than there are": (
        Limits(visits=(sector("hospitality", least=3),)),
        Standing(),
        ["least_sector"],
        "Minst 3 besök hos c ska gälla branschen hospitality (fokus 2026)",
    ),
    "a sector with more least than most": (
        Limits(visits=(sector("hospitality", least=2), sector("hospitality", most=1))),
        Standing(),
        ["least_sector", "most_sector"],
        "Högst 1 besök hos c får gälla branschen hospitality",
    ),
    "a sector whose places are one group's": (
        Limits(visits=(sector("construction", least=2),)),
        Standing(),
        ["least_sector", "group"],
        "Minst 2 besök",
    ),
    "two towns decided on and one journey": (
        Limits(municipalities=1),
        must("w3", "w4"),
        ["must_visit", "must_visit", "municipalities"],
        "c åker till högst 1 kommuner",
    ),
    "no hours for a decided visit": (
        Limits(authorities=(Effort(AV, 4, hours_per_week=3),)),
        must("w5"),
        ["authority_hours", "must_visit"],
        "Arbetsmiljöverket har 3 timmar hos c",
    ),
    "a municipality that must and may not be visited": (
        Limits(
            visits=(
                VisitLimit("municipality", "0114", "kommunens önskan", least=1),
                VisitLimit("municipality", "0114", "väglag", most=0),
            )
        ),
        Standing(),
        ["least_municipality", "most_municipality"],
        "kommunen 0114 (väglag)",
    ),
    "a group of places that there are too few of": (
        Limits(
            groups=("size_class",),
            visits=(VisitLimit("size_class", "50-", "metodmöte", least_share=0.5),),
        ),
        Standing(),
        ["least_group"],
        "Minst 2 besök hos c ska gälla gruppen size_class 50- (metodmöte)",
    ),
}


@pytest.mark.parametrize("clash", CLASHES.values(), ids=CLASHES.keys())
def test_an_impossible_week_names_the_rules_that_clash_and_no_other(
    clash: tuple[Limits, Standing, list[str], str],
) -> None:
    limits, standing, kinds, words = clash
    with pytest.raises(LimitsConflict) as refused:
        chosen(limits, standing)

    message = refused.value.message
    assert words in message
    swedish, english = message.split("No list is possible.")
    assert swedish.count("\n    - ") == english.count("\n    - ") == len(kinds)
    for kind in kinds:
        assert RULES[kind].en.split("{")[0].split(" ")[-1] in english
    assert not any(f"w{number}" in message for number in range(1, 8))  # no one's number
    # Nor who decided on a workplace, nor what they wrote: it may be of a matter under way.
    assert not any(word in message for word in ("Ek", "Åström", "förundersökning", "tips"))


def test_a_clash_with_an_exclusion_that_ends_says_when() -> None:
    until = date(2026, 12, 1)
    away = Exclusion("w1", "Åström", "förundersökning", date(2026, 10, 1), until)
    with pytest.raises(LimitsConflict, match="undantaget till och med 2026-12-01"):
        chosen(Limits(), replace(must("w1"), exclusions=(away,)))


def test_a_misspelt_centre_is_refused_wherever_it_stands_and_those_there_are_are_told() -> None:
    limits = Limits(
        municipalities_of=(("d", 2),),
        visits=(VisitLimit("sector", "it", "fokus", most=1, centre="vats"),),
        authorities=(Effort(AV, 4, hours_per_week=8, centre="öst"),),
    )
    policy = replace(POLICY, limits=limits, visits={"C": 2})
    with pytest.raises(BadOption) as refused:
        choose(drawn(FIVE), policy, WEEK, ["c", "e"])
    for told in (
        "visits names C",
        "limit on sector it names vats",
        "arbetsmiljoverket names öst",
        "municipalities_of names d",
    ):
        assert told in refused.value.message
    assert refused.value.hint == "centres are c, e"


def test_a_lot_that_takes_more_hours_than_there_are_leaves_none_and_stands() -> None:
    # Three random visits of four hours each, and eight hours: nobody is added, none is refused.
    limits = Limits(authorities=(Effort(AV, 4, hours_per_week=8, visits_per_week=2),))
    policy = replace(POLICY, limits=limits, random_share=1.0)
    made = choose(drawn(FIVE), policy, WEEK, ["c"]).centres[0]

    assert [one.drawn for one in made.chosen] == ["random"] * 3


def test_a_limit_on_what_is_not_declared_is_refused() -> None:
    with pytest.raises(BadOption, match="'size_class' is not declared"):
        Limits(visits=(VisitLimit("size_class", "1-4", "why", most=1),))


def test_every_fault_of_the_limits_is_told_at_once() -> None:
    with pytest.raises(BadOption) as refused:
        Limits(
            municipalities=0,
            team_share=0,
            visits=(VisitLimit("sector", "it", " "), sector("x", most_share=1.5)),
            authorities=(Effort(AV, -1), Effort(SKV, 1), Effort(SKV, 2)),
        )
    for told in (
        "municipalities of every centre is 0",
        "team_share is 0",
        "limit on sector it gives no reason",
        "has none of least, most",
        "limit on sector x is 1.5",
        "hours_per_visit -1",
        "skatteverket stands twice",
    ):
        assert told in str(refused.value)


def test_half_an_hour_and_half_a_visit_are_refused_and_never_cut_off() -> None:
    with pytest.raises(BadOption) as refused:
        Limits(
            municipalities=2.5,  # type: ignore[arg-type]
            visits=(VisitLimit("sector", "it", "why", most=1.5),),  # type: ignore[arg-type]
            authorities=(Effort(AV, 1.5),),  # type: ignore[arg-type]
        )
    for told in ("centre is 2.5", "it is 1.5", "hours_per_visit 1.5"):
        assert told in str(refused.value)


def test_what_a_file_says_wrongly_is_told_by_its_place() -> None:
    with pytest.raises(BadOption) as refused:
        read_limits(
            {
                "visits": [{"on": "sector", "is": "it", "mist": 1}],
                "authorities": [{"authority": "tullen", "hours_per_visit": 1}],
                "municipality": 3,
            },
            "Policy p.toml",
        )
    for told in ("VisitLimit 1 has unknown entries ['mist']", "'tullen'", "['municipality']"):
        assert told in str(refused.value)


def test_a_decided_visit_of_a_workplace_that_is_not_ranked_is_refused() -> None:
    with pytest.raises(BadOption, match="Decided visits 1 of 1") as refused:
        chosen(Limits(), must("w99"))
    assert "w99" not in str(refused.value)


def test_a_random_visit_stands_and_uses_up_the_limits_first() -> None:
    # All capacity by lot: whatever sector and town it falls on, nobody is added or refused.
    limits = Limits(
        municipalities=1, visits=(sector("it", most=0), sector("hospitality", most=0))
    )
    policy = replace(POLICY, limits=limits, random_share=1.0)
    made = choose(drawn(FIVE), policy, WEEK, ["c"]).centres[0]

    assert [one.drawn for one in made.chosen] == ["random"] * 3
