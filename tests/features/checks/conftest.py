"""One small world and its delivery of the month before, for all the tests of this room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from features.checks.checking import last_time
from features.registers.loading import read_delivery
from features.synthetic import invent
from tests.features.checks.corruptions import CORRUPTIONS
from tests.features.checks.deliveries import SWEDEN, Delivery, earlier


@pytest.fixture(scope="package")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    folder = tmp_path_factory.mktemp("deliveries")
    invent(folder, employers=600, months=24, seed=3)
    extracts = folder / "extracts" / "sweden"
    spoiled = {one.register for one in CORRUPTIONS} | {"employers", "workplaces"}
    few = replace(SWEDEN, tables=tuple(t for t in SWEDEN.tables if t.name in spoiled))
    earlier(extracts, folder / "then", few.tables)
    read_delivery(folder / "then", few, folder / "landed", say=lambda _: None)
    return Delivery(extracts, last_time(folder / "landed", few))
