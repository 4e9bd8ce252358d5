"""One small world for all the tests of this room."""

from __future__ import annotations

import pytest

from features.synthetic import invent
from tests.features.synthetic.worlds import World


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    return World(folder, invent(folder, employers=2_500, months=24, seed=3))
