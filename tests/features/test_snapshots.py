"""Matrices on disk: nothing is computed twice, nothing half is left, nothing old is used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.country import Country
from features.engine.registers import Registers
from features.errors import NotFound
from features.feature import Expression, Feature
from features.snapshots import Snapshots, build_snapshots, open_matrix
from features.vocabulary import AsOf
from tests.drawing import Row, Rows, land
from tests.properties.test_no_time_travel import SMALL, random_registers

DATES = (AsOf(2024, 2, 1), AsOf(2024, 7, 1))


def rows() -> dict[str, list[Row]]:
    return random_registers(SMALL, np.random.default_rng(11), 60)


def build(
    landed: Path, home: Path, country: Country = SMALL, dates: Sequence[AsOf] = DATES
) -> Snapshots:
    with Registers(landed, country) as registers:
        return build_snapshots(registers, dates, home, say=lambda _: None)


def blocks(home: Path) -> dict[str, bytes]:
    """Every column file, by its path within `home`."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.glob("blocks/*/*"))
    }


def redefined(name: str, sql: str) -> Country:
    """The small country with another formula for one of its features."""
    changed = [
        replace(f, definition=Expression(sql)) if f.name == name else f for f in SMALL.features
    ]
    return replace(SMALL, features=tuple(changed))


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    return land(tmp_path / "landed", SMALL, rows())


def test_what_is_there_is_not_computed_again(tmp_path: Path, landed: Path) -> None:
    first = build(landed, tmp_path / "m")
    before = blocks(tmp_path / "m")
    again = build(landed, tmp_path / "m")

    assert first.computed > 0
    assert (first.built, again.built, again.computed) == (DATES, (), 0)
    assert blocks(tmp_path / "m") == before


def test_a_changed_definition_computes_itself_and_what_reads_it(
    tmp_path: Path, landed: Path
) -> None:
    build(landed, tmp_path / "m")
    other = redefined("share", "total_employer_6 / (visits + 2 * count_employer_6)")

    found = build(landed, tmp_path / "m", other)
    anew = build(landed, tmp_path / "anew", other)

    # `share` itself, `apart` that compares it to peers; the rival that reads it too, which is
    # no feature.
    assert found.computed == 2 * len(DATES)
    for as_of in DATES:
        assert found.read(as_of).frame.equals(anew.read(as_of).frame)
        assert found.read(as_of).rivals.equals(anew.read(as_of).rivals)


def test_a_new_wording_computes_nothing(tmp_path: Path, landed: Path) -> None:
    build(landed, tmp_path / "m")
    reworded = tuple(replace(f, en="other", sv="annat") for f in SMALL.features)

    assert build(landed, tmp_path / "m", replace(SMALL, features=reworded)).computed == 0


def test_an_added_feature_is_the_only_one_computed(tmp_path: Path, landed: Path) -> None:
    build(landed, tmp_path / "m")
    more = replace(
        SMALL,
        features=(*SMALL.features, Feature("twice", Expression("2 * share"), "x", "x")),
    )

    found = build(landed, tmp_path / "m", more)

    assert found.computed == len(DATES)
    share = found.read(DATES[1]).frame.column("share").to_numpy()
    twice = found.read(DATES[1]).frame.column("twice").to_numpy()
    assert np.array_equal(twice, 2 * share, equal_nan=True)


def test_a_delivery_of_later_facts_computes_no_earlier_date(tmp_path: Path) -> None:
    drawn = rows()
    new: Row = {**drawn["visits"][0], "number": "new", "minutes": 7}
    new |= {"happened": date(2024, 6, 3), "known": date(2024, 6, 5)}
    later: Rows = {**drawn, "visits": [*drawn["visits"], new]}
    build(land(tmp_path / "first", SMALL, drawn), tmp_path / "m")

    second = land(tmp_path / "second", SMALL, later)
    (second / "report.json").write_text('{"content": "another delivery"}', "utf-8")
    found = build(second, tmp_path / "m")
    anew = build(tmp_path / "second", tmp_path / "anew")

    said = {f.name for f in SMALL.features if "CONTRASTS" in repr(f) or "visits" in repr(f)}
    assert 0 < found.computed <= len(said) + 2  # July's, of that register; none of February's
    for as_of in DATES:
        assert found.read(as_of).frame.equals(anew.read(as_of).frame)


def test_a_file_that_is_gone_is_computed_again(tmp_path: Path, landed: Path) -> None:
    first = build(landed, tmp_path / "m")
    before = blocks(tmp_path / "m")
    for number, name in enumerate(before):
        if number % 2:
            (tmp_path / "m" / name).unlink()

    with pytest.raises(NotFound, match="features build"):
        first.read(DATES[1])
    assert build(landed, tmp_path / "m").built == DATES
    assert blocks(tmp_path / "m") == before


def test_a_date_without_a_cohort_stops_only_what_comes_after_it(
    tmp_path: Path, landed: Path
) -> None:
    empty = AsOf(2019, 1, 1)

    with pytest.raises(NotFound, match="2019-01-01"):
        build(landed, tmp_path / "m", dates=(DATES[0], empty))

    assert build(landed, tmp_path / "m", dates=DATES[:1]).built == ()


def test_a_matrix_opens_as_a_frame_in_one_call(tmp_path: Path, landed: Path) -> None:
    made = build(landed, tmp_path / "data" / "matrices" / "small")

    frame = open_matrix(tmp_path / "data", "small", "2024-07-01")

    pd.testing.assert_frame_equal(frame, made.read(DATES[1]).to_pandas())
    assert list(frame.columns[:3]) == ["workplace", "employer", "centre"]
    with pytest.raises(NotFound, match="2024-08-01"):
        open_matrix(tmp_path / "data", "small", "2024-08-01")


SCRIPT = """
import sys
from pathlib import Path
from tests.features.test_snapshots import build
print("started", flush=True)
build(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_killed_at_any_moment_and_started_again_it_ends_with_the_same_bytes(
    tmp_path: Path, landed: Path
) -> None:
    whole = build(landed, tmp_path / "whole")
    started = time.perf_counter()
    build(landed, tmp_path / "timed")
    length = time.perf_counter() - started
    rng = np.random.default_rng(3)

    for kill in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(landed), str(tmp_path / "killed")],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(length * rng.uniform(0.1, 0.9))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if kill == 1:  # as if the disk had taken half a file before the power went
            half = tmp_path / "killed" / "blocks" / "2024-07-01" / "half.new"
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(b"PAR1")
    found = build(landed, tmp_path / "killed")

    left = {k: v for k, v in blocks(tmp_path / "killed").items() if not k.endswith(".new")}
    assert left == blocks(tmp_path / "whole")
    for as_of in DATES:
        assert found.read(as_of).frame.equals(whole.read(as_of).frame)
