"""Twenty sound deliveries, with the flaws that registers have: nothing to look at in any."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from features.checks.checking import check_delivery, last_time
from features.checks.finding import Level
from features.synthetic import invent
from tests.features.checks.deliveries import SWEDEN, earlier

SEEDS = range(101, 121)
AT_A_TIME = 3  # registers of one seed; the twenty take every register in turn


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_delivery_a_month_later_raises_no_alarm(seed: int, tmp_path: Path) -> None:
    count = len(SWEDEN.tables)
    first = (seed - SEEDS[0]) * AT_A_TIME
    tables = tuple(SWEDEN.tables[(first + n) % count] for n in range(AT_A_TIME))
    sweden = replace(SWEDEN, tables=tables)
    invent(tmp_path, employers=250, months=18, seed=seed)
    extracts = tmp_path / "extracts" / "sweden"
    earlier(extracts, tmp_path / "then", tables)

    checked = check_delivery(extracts, sweden, last_time(tmp_path / "then", sweden))

    # The other registers lie there too, and this smaller country does not know them.
    told = [f for f in checked.findings if f.kind not in ("unknown_file", "refused")]
    assert [(f.table, f.says.en) for f in told if f.level is not Level.NOTE] == []


def test_the_twenty_take_every_register() -> None:
    assert len(SEEDS) * AT_A_TIME >= len(SWEDEN.tables)
