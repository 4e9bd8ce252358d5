"""Explanations of a whole cohort are frozen whole, add up, and come out the same again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.engine.registers import Registers
from features.errors import LyktaError, NotFound
from features.reasons.catalogue import catalogue_of
from features.vocabulary import AsOf
from models.attribution import explain
from models.code_version import code_version
from models.freezing import freeze, recompute
from models.frozen import Frozen
from models.grouping import labels_by, summed
from models.ranker import Ranker
from tests.models.invented import COUNTRY, FEATURES, matrix_of
from tests.properties.test_explanations_add_up import ranker_of

AS_OF = AsOf(2025, 1, 1)


def landed(folder: Path) -> Path:
    """The small country's registers: one row each, of one employer, known on one day."""
    day = pa.array([date(2024, 12, 20)], pa.date32())
    never = pa.array([None], pa.date32())
    for table in COUNTRY.tables:
        row = pa.table(
            {
                "employer": ["e00003"],
                "workplace": ["w00006"],
                "happened": day,
                "known": day,
                "superseded_at": never,
                "counts_from": never,
            }
        )
        pq.write_table(row, folder / f"{table.name}.parquet")
    (folder / "report.json").write_text("{}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return ranker_of(3, 200, "margins", 0.1)[0]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    with Registers(landed(tmp_path_factory.mktemp("landed")), COUNTRY) as opened:
        yield opened


@pytest.fixture
def frozen(tmp_path: Path, ranker: Ranker, registers: Registers) -> Frozen:
    said: list[str] = []
    found = freeze(
        registers, matrix_of(AS_OF, rows=120), "snap", ranker, tmp_path, say=said.append
    )
    assert said == ["explained and froze 120 workplaces of 2025-01-01"]
    return found


def test_a_frozen_explanation_is_the_one_that_was_computed(
    frozen: Frozen, ranker: Ranker
) -> None:
    matrix = matrix_of(AS_OF, rows=120)
    computed = explain(ranker, matrix, range(120), COUNTRY)

    found = frozen.explanations([one.workplace for one in computed], COUNTRY)

    for one in computed:
        kept = found[one.workplace]
        assert (kept.base, kept.model, kept.unknown) == (one.base, one.model, one.unknown)
        assert [(p.feature, p.value, p.amount) for p in kept.contributions] == [
            (p.feature, p.value, p.amount) for p in one.contributions
        ]


def test_peers_and_days_stand_beside_a_frozen_figure(frozen: Frozen) -> None:
    matrix = matrix_of(AS_OF, rows=120)
    debts = matrix.values()[:, 0]

    found = frozen.explanations(["w00006", "w00004"], COUNTRY)
    told = {
        name: next(p for p in one.contributions if p.feature == "debts")
        for name, one in found.items()
    }

    # The small country has no strata with 20 workplaces but the centre: peers are of that.
    centre = matrix.frame.column("centre").to_numpy(zero_copy_only=False)
    alike = debts[centre == centre[6]]
    assert told["w00006"].usual == pytest.approx(float(np.nanmedian(alike)))
    assert told["w00006"].having == pytest.approx(
        float((alike[~np.isnan(alike)] != 0).mean()), abs=1e-6
    )
    assert (told["w00006"].known, told["w00004"].known) == ("2024-12-20", "")


@pytest.mark.parametrize("way", ["feature", "group", "register", "authority"])
def test_grouped_contributions_lose_nothing(frozen: Frozen, way: str) -> None:
    labels = labels_by(way, FEATURES, COUNTRY)
    amounts = np.concatenate(list(frozen.amounts()))

    names, sums = summed(amounts, labels)

    assert set(names) == set(labels)
    score = frozen.columns(["base", "score"])
    wanted = score.column("score").to_numpy() - score.column("base").to_numpy()
    assert np.abs(sums.sum(axis=1) - wanted).max() < 1e-9


def test_a_figure_of_two_registers_is_added_under_both_together() -> None:
    assert labels_by("register", ("debts", "noise"), COUNTRY) == (
        "debts_register",
        "debts_register + permits_register",
    )


def test_what_is_frozen_is_not_frozen_twice_and_comes_out_the_same_again(
    frozen: Frozen, ranker: Ranker, registers: Registers, tmp_path: Path
) -> None:
    matrix = matrix_of(AS_OF, rows=120)
    said: list[str] = []

    again = freeze(registers, matrix, "snap", ranker, tmp_path, say=said.append)
    recompute(frozen, registers, matrix, "snap", ranker, say=said.append)

    assert again.folder == frozen.folder
    assert said == ["120 explanations came out the same, byte by byte"]
    assert [p.name for p in frozen.folder.parent.iterdir()] == [frozen.folder.name]


def test_what_would_come_out_otherwise_is_told_by_its_digest(
    frozen: Frozen, ranker: Ranker, registers: Registers
) -> None:
    matrix = matrix_of(AS_OF, rows=120)
    other = ranker_of(4, 200, "margins", 0.1)[0]

    with pytest.raises(LyktaError, match="other snapshot"):
        recompute(frozen, registers, matrix, "snap 2", ranker, say=print)
    with pytest.raises(LyktaError, match="other model"):
        recompute(frozen, registers, matrix, "snap", other, say=print)
    spoken = tuple(replace(one, sv=f"{one.sv} i dag") for one in COUNTRY.features)
    otherwise = copy(registers)
    otherwise.country = replace(COUNTRY, features=spoken)
    with pytest.raises(LyktaError, match="other catalogue"):
        recompute(frozen, otherwise, matrix, "snap", ranker, say=print)


def test_a_file_that_was_changed_since_is_noticed(frozen: Frozen) -> None:
    facts = json.loads((frozen.folder / "reasons.json").read_text("utf-8"))
    facts["groups"]["debts"]["sv"] = "något annat"
    (frozen.folder / "reasons.json").write_text(json.dumps(facts), "utf-8")

    with pytest.raises(LyktaError, match=r"reasons\.json changed"):
        frozen.check()


def test_a_workplace_of_another_cohort_is_not_found_and_not_named(frozen: Frozen) -> None:
    with pytest.raises(NotFound, match="1 of 2 workplaces are not in the cohort") as refused:
        frozen.explanations(["w00001", "secret"], COUNTRY)

    assert "secret" not in refused.value.message


def test_a_frozen_catalogue_keeps_its_words(frozen: Frozen) -> None:
    assert frozen.catalogue == catalogue_of(COUNTRY)


def test_the_code_and_every_library_that_touches_a_figure_are_in_the_identity(
    frozen: Frozen,
) -> None:
    said = frozen.identity

    assert said.code == code_version()
    assert [word for word in said.libraries.split() if word.isalpha()] == [
        "duckdb", "lightgbm", "llvmlite", "numba", "numpy", "pyarrow", "scipy",
    ]  # fmt: skip


def test_what_was_frozen_before_its_code_was_told_is_read_and_is_not_taken_for_todays(
    frozen: Frozen, ranker: Ranker, registers: Registers
) -> None:
    facts = json.loads((frozen.folder / "explanations.json").read_text("utf-8"))
    del facts["identity"]["code"]
    (frozen.folder / "explanations.json").write_text(json.dumps(facts), "utf-8")

    older = Frozen(frozen.folder)

    assert list(older.explanations(["w00001"], COUNTRY)) == ["w00001"]
    with pytest.raises(LyktaError, match="other code"):
        recompute(older, registers, matrix_of(AS_OF, rows=120), "snap", ranker, say=print)
