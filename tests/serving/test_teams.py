"""Who goes along, by what right of their own; and what people have decided of workplaces."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import BadOption, NotFound
from features.registers.reference import SECTORS
from features.vocabulary import Authority
from serving.targeting.grounds import GROUNDS_FILE, read_grounds
from serving.targeting.standing import Exclusion, Standing, read_standing
from serving.targeting.teams import Teams, suggest
from serving.targeting.week import Week

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
POLICE, MIG = Authority.POLISMYNDIGHETEN, Authority.MIGRATIONSVERKET
MONDAY = date(2026, 11, 23)
AREAS = {"tax": (SKV,), "safety": (AV,), "permits": (MIG, POLICE)}


def teams(frame: pd.DataFrame, least: float = 0.25) -> Teams:
    return suggest(frame, AREAS, read_grounds(MONDAY), random_lead=AV, least=least)


def frame(sector: str, *, informed: bool = False) -> pd.DataFrame:
    """Four workplaces; each but the last tops one area: tax, safety, permits."""
    return pd.DataFrame(
        {
            "sector": sector,
            "informed": informed,
            "tax": [0.9, 0.1, 0.2, 0.3],
            "safety": [0.1, 0.9, 0.2, 0.3],
            "permits": [0.1, 0.2, 0.9, 0.3],
        }
    )


def roles(made: Teams, place: int, *, drawn: bool = False) -> list[tuple[Authority, str]]:
    return [(one.authority, one.role) for one in made.of(place, drawn=drawn)]


def test_the_authority_whose_area_points_there_leads_if_it_may_enter() -> None:
    assert roles(teams(frame("construction")), 0) == [(SKV, "leads")]
    assert roles(teams(frame("construction")), 1) == [(AV, "leads")]
    # No staff ledger in IT: the Tax Agency has no ground to enter, and prepares.
    assert roles(teams(frame("it")), 0) == [(AV, "leads"), (SKV, "desk")]


def test_police_come_only_in_a_risk_sector_upon_information() -> None:
    assert (POLICE, "visits") in roles(teams(frame("construction", informed=True)), 2)
    assert (POLICE, "desk") in roles(teams(frame("construction")), 2)
    assert (POLICE, "desk") in roles(teams(frame("it", informed=True)), 2)


@pytest.mark.parametrize("sector", [one.key for one in SECTORS])
@pytest.mark.parametrize("informed", [True, False])
def test_police_are_never_on_a_random_visit(sector: str, informed: bool) -> None:
    made = teams(frame(sector, informed=informed), least=1.0)
    for place in range(4):
        team = made.of(place, drawn=True)
        assert team[0].authority is AV
        assert {one.authority for one in team} <= {AV, SKV}
        assert all(one.ground is not None for one in team)


def test_each_member_enters_by_a_right_of_its_own() -> None:
    lead, *_ = teams(frame("food_trade")).of(0, drawn=False)
    assert lead.ground is not None
    assert lead.ground.sv == (
        "42 kap. 8 § skatteförfarandelagen (2011:1244), om det är partihandel med livsmedel"
        " eller tobak"
    )


def test_who_goes_along_is_told_alike_place_by_place_and_all_at_once() -> None:
    rng = np.random.default_rng(3)
    drawn = pd.DataFrame(
        {
            "sector": rng.choice([one.key for one in SECTORS], 200),
            "informed": rng.random(200) < 0.5,
            **{name: rng.random(200) for name in AREAS},
        }
    )
    made = teams(drawn)
    for authority in (AV, SKV, POLICE, MIG):
        one_by_one = [
            any(
                member.authority is authority and member.role != "desk"
                for member in made.of(place, drawn=False)
            )
            for place in range(200)
        ]
        assert made.comes(authority).tolist() == one_by_one
    # Migrationsverket has no right of entry anywhere: it prepares, and that is no visit.
    assert not made.comes(MIG).any()


def test_grounds_are_those_in_force_on_the_monday() -> None:
    before = read_grounds(date(2018, 6, 30)).at("construction", informed=True, drawn=False)
    after = read_grounds(date(2018, 7, 1)).at("construction", informed=True, drawn=False)
    assert set(before) == {AV}
    assert set(after) == {AV, SKV}  # no sector was put first until 2021


def test_two_rights_of_one_authority_on_a_day_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "grounds.toml"
    text = GROUNDS_FILE.read_text(encoding="utf-8")
    path.write_text(text.replace('"skatteverket"', '"arbetsmiljoverket"'), encoding="utf-8")
    with pytest.raises(BadOption, match="arbetsmiljoverket has two rights in force"):
        read_grounds(MONDAY, path)


def test_decisions_are_read_with_their_author_reason_and_end(tmp_path: Path) -> None:
    path = tmp_path / "standing.toml"
    path.write_text(
        '[[exclusion]]\nworkplace = "1"\nauthor = "Ek"\nreason = "fu"\nsince = 2026-11-01\n'
        'until = 2026-12-01\n[[must_visit]]\nworkplace = "2"\nauthor = "Ek"\nreason = "tips"\n'
        'week = "2026-W48"\n',
        encoding="utf-8",
    )
    found = read_standing(path)
    assert set(found.excluded(Week(2026, 49))) == {"1"}
    assert set(found.excluded(Week(2026, 50))) == set()
    assert set(found.due(Week(2026, 48))) == {"2"}
    assert set(found.due(Week(2026, 49))) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[exclusion]]\nworkplace = "5560360793"\nauthor = "Ek"\n', "exclusion 1"),
        (
            '[[exclusion]]\nworkplace = "1"\nauthor = " "\nreason = "x"\nsince = 2026-11-01\n',
            "exclusion 1 has no author",
        ),
        ('[[must_visit]]\nworkplace = "1"\nweek = "48"\n', "'48' is not a week"),
        ("[[snooze]]\n", "unknown table snooze"),
        ("[[", "TOML"),
    ],
)
def test_a_decision_that_cannot_be_read_is_told_by_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "standing.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadOption, match=told) as refused:
        read_standing(path)
    assert "5560360793" not in str(refused.value)
    with pytest.raises(NotFound):
        read_standing(tmp_path / "none.toml")


def test_a_decision_of_the_wrong_kind_is_refused_without_what_stands_in_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "standing.toml"
    path.write_text(
        '[[exclusion]]\nworkplace = 12345670\nauthor = "Ek"\nreason = "fu"\n'
        'since = "2026-11-01"\n[[must_visit]]\nworkplace = "2"\nauthor = "Ek"\n'
        'reason = "tips"\nweek = "5560360793"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadOption) as told:
        read_standing(path)
    assert "exclusion 1: workplace stands without quotes" in str(told.value)
    assert "exclusion 1: since is no date" in str(told.value)
    assert "must_visit 1: its week is none" in str(told.value)
    assert "12345670" not in str(told.value)
    assert "5560360793" not in str(told.value)


def test_a_centres_exclusion_keeps_nobody_of_another_centre_away() -> None:
    standing = Standing((Exclusion("1", "Ek", "fu", date(2026, 11, 1), centre="vast"),))
    assert set(standing.excluded(Week(2026, 49), {"1": "vast"})) == {"1"}
    assert set(standing.excluded(Week(2026, 49), {"1": "ost"})) == set()
