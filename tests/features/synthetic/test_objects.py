"""Work away from fixed workplaces, as invented: lawful, shared by several, partly visited."""

from __future__ import annotations

import pandas as pd

from features.registers import BUILDING_SITES, CONTROL_OBJECTS, OBJECT_VISITS
from features.schema import Table
from tests.features.synthetic.worlds import World


def rows(world: World, table: Table) -> pd.DataFrame:
    return pd.DataFrame(world.table(table).to_pandas())


def test_of_a_home_the_county_is_all_that_is_told(world: World) -> None:
    objects = rows(world, CONTROL_OBJECTS)
    homes = objects["kind"] == "home"

    assert homes.any()
    assert objects.loc[homes, "municipality"].isna().all()
    assert objects.loc[homes, "county"].notna().all()
    assert objects.loc[~homes, "municipality"].notna().all()


def test_a_building_site_goes_by_its_own_number_and_has_several_employers(
    world: World,
) -> None:
    objects = rows(world, CONTROL_OBJECTS)
    sites = objects[objects["kind"] == "building_site"]
    employers = sites.groupby("object_no")["org_no"].nunique()

    assert set(sites["object_no"]) <= set(rows(world, BUILDING_SITES)["site_no"])
    assert (employers > 1).mean() > 0.3


def test_a_visit_is_on_a_day_when_somebody_was_known_to_be_there_in_the_end(
    world: World,
) -> None:
    objects, visits = rows(world, CONTROL_OBJECTS), rows(world, OBJECT_VISITS)
    met = visits.merge(objects, on="object_no", suffixes=("", "_there"))
    begun = met["from_on"] <= met["visited_on"]
    lasts = met["to_on"].isna() | (met["visited_on"] <= met["to_on"])

    assert set(met.loc[begun & lasts, "visit_no"]) == set(visits["visit_no"])
    assert 0.05 < visits["org_no"].isna().mean() < 0.35
