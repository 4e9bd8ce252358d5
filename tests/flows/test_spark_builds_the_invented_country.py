"""`lykta features build --engine spark` gives the matrix of the invented Sweden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from features.blocks import Blocks, Column
from serving.cli import main
from tests.flows import to_the_digit

AS_OF = "2026-11-01"  # the newest date that the delivery covers, as the demo lists by
BLOCKS = Path("data", "matrices", "sweden", "blocks", AS_OF)


def lykta(*words: str) -> dict[str, Any]:
    """What a command answers with --json, as a person would run it."""
    ran = CliRunner().invoke(main, [*words, "--json"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def built(*options: str) -> dict[str, Any]:
    """The manifest of a matrix built with `options`."""
    country = ("--country", to_the_digit.__name__)
    told = lykta("features", "build", "--as-of", AS_OF, *country, *options)
    manifest: dict[str, Any] = json.loads(Path(told["folder"], f"{AS_OF}.json").read_text())
    return manifest


def columns(manifest: dict[str, Any], part: str) -> pa.Table:
    """The keys, figures or rivals of a manifest as they lie on disk, in 64 bits."""
    return Blocks(BLOCKS).read([Column(*place) for place in manifest[part].values()])


def apart(ours: pa.Table, theirs: pa.Table) -> list[tuple[str, int]]:
    """Columns where any workplace differs by more than a billionth, or is missing in one."""
    found = []
    for name in ours.column_names:
        one, other = (t.column(name).to_numpy() for t in (ours, theirs))
        assert one.dtype == other.dtype == np.float64, name
        same = np.isclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True)
        if not same.all():
            found.append((name, int((~same).sum())))
    return found


def test_spark_gives_the_matrix_of_the_default_invented_sweden(
    spark: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # nothing but defaults: the country lies in ./data
    invented = lykta("features", "invent")
    lykta("features", "load")

    ours, theirs = built(), built("--engine", "spark", "--master", "local[2]")

    assert invented["employers"] == 20_000
    assert (ours["engine"], theirs["engine"]) == ("embedded", "spark")
    assert ours["workplaces"] > 20_000
    assert theirs["funnel"] == ours["funnel"]
    assert theirs["features"] == ours["features"]
    assert columns(theirs, "keys").equals(columns(ours, "keys"))
    assert not {place[0] for place in theirs["figures"].values()} & set(ours["files"])
    assert apart(columns(ours, "figures"), columns(theirs, "figures")) == []
    assert apart(columns(ours, "rivals"), columns(theirs, "rivals")) == []
