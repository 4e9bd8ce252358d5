"""The map of a region: known places lie where they lie, and no circle hides another."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import pytest

from features.country import read_country
from serving.geography.drawing import WIDTH, region
from serving.geography.tracing import sweref
from serving.pages.filtering import Filter
from serving.pages.map_view import map_view
from serving.pages.rendering import Reader
from serving.planning.board import Board
from serving.planning.vocabulary import Added
from serving.store.places import Addition
from serving.targeting.inspection_list import Band, InspectionList
from serving.wording import Language

CENTRES = {one.code: one for one in read_country("features.sweden").centres}
WORDS = read_country("features.sweden").strata_words


@pytest.mark.parametrize("code", CENTRES)
def test_every_municipality_of_a_centre_has_its_circle_and_none_hides_another(
    code: str,
) -> None:
    counties = CENTRES[code].counties
    names = [WORDS["county"][one].sv for one in counties]
    here = {x: w.sv for x, w in WORDS["municipality"].items() if x[:2] in counties}
    drawn = region(names, dict.fromkeys(here.values(), 1))
    assert drawn is not None
    assert {one.name for one in drawn.circles} == set(here.values())
    few = region(names, dict.fromkeys(sorted(here.values())[:12], 3))
    assert few is not None
    for i, one in enumerate(few.circles):
        assert one.radius <= one.x <= WIDTH - one.radius
        for other in few.circles[i + 1 :]:
            apart = hypot(one.x - other.x, one.y - other.y)
            assert apart > one.radius + other.radius - 1, (one.name, other.name)


def test_north_is_up_and_west_is_left() -> None:
    drawn = region(["Västra Götalands län", "Hallands län"], {"Göteborg": 1, "Borås": 1})
    assert drawn is not None
    goteborg, boras = sorted(drawn.circles, key=lambda one: one.name, reverse=True)
    assert (goteborg.name, boras.name) == ("Göteborg", "Borås")
    assert goteborg.x < boras.x
    south = region(["Hallands län", "Västra Götalands län"], {"Laholm": 1, "Tanum": 1})
    assert south is not None
    places = {one.name: one.y for one in south.circles}
    assert places["Tanum"] < places["Laholm"]


def test_a_county_may_be_called_in_short_and_another_country_has_no_map() -> None:
    assert region(["Halland"], {}) == region(["Hallands län"], {})
    assert region(["Alameda"], {}) is None


def test_a_known_point_is_projected_to_where_it_lies() -> None:
    # The middle meridian: easting 500 000 by definition. Northing at 60° N: the length of the
    # meridian arc of GRS 80 from the equator, 6 654 072.8 m, times 0.9996.
    east, north = sweref(15, 60)
    assert east == pytest.approx(500_000, abs=0.01)
    assert north == pytest.approx(6_654_072.8 * 0.9996, abs=1)


def test_a_circle_tells_the_band_of_what_was_ranked_and_of_no_random_draw(
    week: tuple[InspectionList, ...],
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    ranked = replace(made.entries[0], municipality="Borås", band=Band.RAISED, drawn="ranking")
    lot = replace(ranked, id=f"{made.id}.2", rank=2, band=Band.VERY_HIGH, drawn="random")
    entries = (
        ranked,
        lot,
        replace(lot, id=f"{made.id}.3", rank=3, municipality="Mark"),
        replace(lot, id=f"{made.id}.4", rank=4, municipality="Hylte"),
    )
    additions = [
        (f"{made.id}.m{number}", Addition(str(number), "Nytt AB", place, Added.TIP))
        for number, place in enumerate(("Hylte", "Skövde"))
    ]
    board = Board(replace(made, entries=entries), additions=additions)

    drawn = map_view(board, Filter(), Reader(Language.SV), "/urval/x")

    assert drawn is not None
    assert {(one.words, one.band) for one in drawn.marks if one.count} == {
        ("Borås: 2 arbetsställen, högst förhöjd", 3),
        ("Mark: 1 arbetsställe, slumpval", 0),
        ("Hylte: 2 arbetsställen, slumpval och tillagt av er", 0),
        ("Skövde: 1 arbetsställe, tillagt av er", 0),
    }
