"""Each notebook runs as it stands, on a small invented country, and shows what it promises."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

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


def test_retraining_ends_in_a_verdict_and_a_choice_over_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    made = runpy.run_path(str(NOTEBOOKS[1]))

    card, raced = made["trained"].card, made["raced"]
    assert card["verdict"]["green"] == (not card["verdict"]["reasons"])
    assert raced["picked"] in made["plan"].challengers
    assert len(raced["splits"]) == 2
    assert len(made["rules"]) == 8
