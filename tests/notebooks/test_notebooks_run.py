"""Each notebook runs as it stands, on a small invented country, and shows what it promises."""

from __future__ import annotations

import ast
import json
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.reasons.catalogue import catalogue_from_json
from serving.cli import main
from serving.store.audit_log import records
from serving.store.database import connect, transaction

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_defines_nothing(notebook: Path) -> None:
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    assert not [
        one for one in ast.walk(ast.parse(notebook.read_text())) if isinstance(one, defined)
    ]


def test_meeting_the_registers_ends_in_a_matrix_of_the_cohort(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    made = runpy.run_path(str(NOTEBOOKS[0]))

    frame, funnel = made["frame"], dict(made["matrix"].funnel)
    assert len(frame) == funnel["has_centre"] > 500
    assert set(made["columns"]) <= set(frame.columns)
    assert sum(made["set_aside"].values()) > 0


@pytest.fixture(scope="module")
def trained_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the second notebook trains and the third explains what it trained."""
    return tmp_path_factory.mktemp("notebooks")


def test_retraining_ends_in_a_verdict_and_a_choice_over_time(
    trained_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trained_in)

    made = runpy.run_path(str(NOTEBOOKS[1]))

    card, raced = made["trained"].card, made["raced"]
    assert card["verdict"]["green"] == (not card["verdict"]["reasons"])
    assert raced["picked"] in made["plan"].challengers
    assert len(raced["splits"]) == 2
    assert len(made["rules"]) == 8


def test_reading_one_explanation_ends_in_what_moves_the_cohort_and_the_command_agrees(
    trained_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trained_in)

    made = runpy.run_path(str(NOTEBOOKS[2]))

    explanation, told = made["explanation"], made["told"]
    assert made["sums"] == pytest.approx([explanation.score] * 3, abs=1e-9)
    # The sentences lie beside the model, and are those that were told.
    beside = (made["trained"].folder / "reasons.json").read_text("utf-8")
    assert catalogue_from_json(beside) == made["frozen"].catalogue
    assert set(made["by_group"]["group"]) == set(made["frozen"].catalogue.groups)
    assert all(one.after.band + 1 != told.band for one in made["changes"])
    pictures = ("waterfall.png", "swarm.png", "dependence.png")
    assert all((made["folder"] / name).stat().st_size > 5000 for name in pictures)

    asked = ["explain", made["workplace"], "--workspace", "data/notebook", "--json"]
    monkeypatch.setenv("LYKTA_MLRUNS", "data/notebook/mlruns")
    answered = CliRunner().invoke(
        main, [*asked, "--check", "--what-would-change", "--what-if", "demands_36m=0"]
    )
    assert answered.exit_code == 0, answered.output
    said = json.loads(answered.stdout)
    assert said["score"] == explanation.score
    assert [one["sentence"] for one in said["reasons"]] == [
        one.sentence.sv for one in told.reasons
    ]
    assert said["base"] + sum(said["by_group"].values()) == pytest.approx(said["score"])
    assert said["digests"]["model"] == made["frozen"].identity.model
    assert said["what_if"]["facts"] == {"demands_36m": 0.0}
    with transaction(connect(Path("data/notebook/lykta.db"))) as connection:
        *_, last = records(connection)
    # The log tells which explanation was read, and not whose.
    assert last.event.type == "explanation_read"
    assert made["workplace"] not in str(last.event.objects)


def test_reviewing_for_fairness_counts_everybody_and_keeps_what_it_found(
    trained_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trained_in)

    made = runpy.run_path(str(NOTEBOOKS[3]))

    cohort = sum(len(matrix) for matrix, _ in made["opened"].cohorts)
    found = made["found"]
    sizes = {one.group.attribute: 0.0 for one in found.groups}
    for one in found.groups:
        sizes[one.group.attribute] += one.group.counts.size
    # Every workplace is in one group of each attribute, those audits alone can read included.
    assert set(sizes.values()) == {cohort}
    assert {"size", "age_of_firm", "county", "sector", "ownership"} < set(sizes)
    assert set(made["told"]["read_by_audits_alone"]) < set(sizes)
    assert made["kept"]["groups"][0]["size"] == found.groups[0].group.counts.size
    assert {one["attribute"] for one in made["leakage"]["leaks"]} == set(
        made["told"]["read_by_audits_alone"]
    )
    assert made["dropped"]["dropped"][0]["feature"] == "company_age_years"
    assert made["swept"]["directions"]["verdict"] == "passes"  # the recipe holds directions
    assert all(one["trees_against"] == 0 for one in made["reasons"]["signs"])
