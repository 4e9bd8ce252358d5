"""MLflow's door: a run is logged, its model opens without our code, the champion is found."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from features.errors import NotFound
from features.vocabulary import AsOf
from models.cli import app
from models.race_report import RACE_FORM
from models.ranker import Ranker
from models.running import over_time
from models.severity import Policy
from models.stacking import Rows
from models.tracking import (
    Logged,
    client_of,
    finish,
    latest_race,
    load_champion,
    log_race,
    log_run,
    prepare,
    prepare_beside,
    promote,
    runs_of,
)
from tests.models.invented import COUNTRY, FEATURES, recipe_of

NAME = "lykta-small"


def ranker_of(folder: Path, combine: str = "margins") -> Ranker:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(200, len(FEATURES))).astype(np.float32)
    found = (values[:, :1] + rng.normal(size=(200, 1)) > 0).astype(np.float32)
    rows = Rows(FEATURES, ("tax",), values, found, np.zeros(200, np.int64), np.zeros(200))
    recipe = recipe_of(folder)
    recipe = replace(recipe, model=replace(recipe.model, combine=combine))
    return Ranker.fit(rows, recipe, COUNTRY, Policy(AsOf(2020, 1, 1), "invented", {}))


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ranker, Logged]:
    folder = tmp_path_factory.mktemp("tracking")
    (folder / "files").mkdir()
    (folder / "files" / "card.md").write_text("# card", "utf-8")
    ranker = ranker_of(folder)
    made = log_run(
        folder / "mlruns",
        NAME,
        ranker,
        parameters={"rounds": 30},
        metrics={"auc": 0.7},
        files=folder / "files",
    )
    assert finish(folder / "mlruns", NAME, made.run, made.version)
    return folder / "mlruns", ranker, made


def test_a_logged_run_keeps_its_files_metrics_and_aliases(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    mlruns, _, made = logged

    (run,) = runs_of(mlruns, NAME)

    assert (run["version"], run["metrics"]) == ("1", {"auc": 0.7})
    assert "challenger" in run["aliases"]
    assert (made.folder / "card.md").read_text("utf-8") == "# card"


def test_plain_pyfunc_opens_the_model_and_gives_the_same_scores(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    import mlflow.pyfunc

    mlruns, ranker, made = logged
    values = np.random.default_rng(2).normal(size=(20, len(FEATURES))).astype(np.float32)

    opened = mlflow.pyfunc.load_model(str(made.folder / "model"))
    by_alias = mlflow.pyfunc.load_model(f"models:/{NAME}@challenger")

    frame = pd.DataFrame(values, columns=list(FEATURES))
    assert np.allclose(opened.predict(frame), ranker.score_values(values), rtol=1e-12)
    assert np.allclose(by_alias.predict(frame), ranker.score_values(values), rtol=1e-12)


def test_the_served_model_finds_columns_by_name_takes_holes_and_misses_none(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    import mlflow.pyfunc
    from mlflow.pyfunc import scoring_server
    from starlette.testclient import TestClient

    _, ranker, _ = logged
    values = np.random.default_rng(2).normal(size=(5, len(FEATURES))).astype(np.float32)
    values[0, 0] = np.nan
    turned = [[None if np.isnan(v) else float(v) for v in row[::-1]] for row in values]
    opened = mlflow.pyfunc.load_model(f"models:/{NAME}@challenger")

    with TestClient(scoring_server.init(opened)) as server:
        asked = {"columns": list(reversed(FEATURES)), "data": turned}
        answer = server.post("/invocations", json={"dataframe_split": asked})
        short = {"columns": ["debts"], "data": [[1.0]]}
        refused = server.post("/invocations", json={"dataframe_split": short})

    assert answer.json()["predictions"] == ranker.score_values(values).tolist()
    assert refused.status_code == 400
    assert "injuries" in refused.text


def test_what_a_killed_process_began_is_marked_as_killed_when_it_is_begun_again(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    import mlflow

    mlruns, _, _ = logged
    client = mlflow.MlflowClient()
    (experiment,) = client.search_experiments(filter_string="name = 'lykta'")
    left = client.create_run(experiment.experiment_id, tags={"identity": "half"})

    log_race(mlruns, NAME, "half", {}, {}, mlruns.parent / "files")

    assert client.get_run(left.info.run_id).info.status == "KILLED"


def test_the_champion_is_found_after_promotion_and_after_the_folder_moved(
    logged: tuple[Path, Ranker, Logged], tmp_path: Path
) -> None:
    mlruns, ranker, _ = logged
    with pytest.raises(NotFound, match="no shadow"):
        load_champion(mlruns, NAME, "shadow")

    assert promote(mlruns, NAME) == "1"
    elsewhere = shutil.copytree(mlruns, tmp_path / "elsewhere")

    champion, _ = load_champion(elsewhere, NAME)
    assert champion.digest == ranker.digest


def test_a_run_that_was_killed_before_its_end_is_brought_there_once(
    logged: tuple[Path, Ranker, Logged], tmp_path: Path
) -> None:
    mlruns, ranker, made = logged
    (tmp_path / "files").mkdir()
    other = log_run(
        mlruns, "lykta-killed", ranker, parameters={}, metrics={}, files=tmp_path / "files"
    )
    with pytest.raises(NotFound, match="no champion"):
        load_champion(mlruns, "lykta-killed")

    assert finish(mlruns, "lykta-killed", other.run, other.version)

    assert load_champion(mlruns, "lykta-killed")[0].digest == ranker.digest
    assert not finish(mlruns, "lykta-killed", other.run, other.version)
    assert not finish(mlruns, NAME, made.run, made.version)


def test_a_race_is_one_run_with_one_nested_in_it_per_challenger_and_logged_once(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    import mlflow

    mlruns, _, _ = logged
    children = {
        "2025-01-01 random": ({"challenger": "random"}, {"auc": 0.5}),
        "2025-01-01 lykta": ({"challenger": "lykta"}, {"auc": 0.7}),
    }

    race = log_race(mlruns, NAME, "abc", {"picked": "lykta"}, children, mlruns.parent / "files")
    again = log_race(
        mlruns, NAME, "abc", {"picked": "lykta"}, children, mlruns.parent / "files"
    )

    client = mlflow.MlflowClient()
    parent = client.get_run(race)
    nested = client.search_runs(
        [parent.info.experiment_id], f"tags.mlflow.parentRunId = '{race}'"
    )
    assert again == race
    assert latest_race(mlruns, NAME) == mlruns / "artifacts" / race / "artifacts"
    assert latest_race(mlruns, "lykta-elsewhere") is None
    assert parent.data.params["picked"] == "lykta"
    assert {
        run.info.run_name: (dict(run.data.params), dict(run.data.metrics)) for run in nested
    } == children


def test_what_was_tried_over_time_is_told_of_the_newest_race_and_only_in_its_present_form(
    logged: tuple[Path, Ranker, Logged], tmp_path: Path
) -> None:
    mlruns, _, _ = logged
    assert over_time(mlruns, "lykta-raced") is None

    for number, form in enumerate((RACE_FORM, RACE_FORM - 1)):
        said = {"form": form, "picked": f"number {number}"}
        (tmp_path / "race.json").write_text(json.dumps(said), "utf-8")
        log_race(mlruns, "lykta-raced", f"race {number}", {}, {}, tmp_path)
        told = over_time(mlruns, "lykta-raced")
        assert told == (said if form == RACE_FORM else None)


def test_a_model_that_was_changed_on_disk_is_refused(
    logged: tuple[Path, Ranker, Logged], tmp_path: Path
) -> None:
    ranker = logged[1]
    ranker.save(tmp_path)
    text = tmp_path / "tax.binary.txt"
    text.write_text(text.read_text("utf-8").replace("leaf_value=", "leaf_value=0", 1), "utf-8")

    with pytest.raises(NotFound, match="digest"):
        Ranker.load(tmp_path)


def test_without_any_model_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no model"):
        load_champion(tmp_path, NAME)


def test_heads_that_combine_by_probability_open_through_pyfunc_too(tmp_path: Path) -> None:
    from models.pyfunc import _load_pyfunc

    ranker = ranker_of(tmp_path, "expected")
    ranker.save(tmp_path / "ranker")
    values = np.random.default_rng(2).normal(size=(20, len(FEATURES))).astype(np.float32)

    opened = _load_pyfunc(str(tmp_path / "ranker"))

    shuffled = pd.DataFrame(values, columns=list(FEATURES))[list(reversed(FEATURES))]
    assert np.array_equal(opened.predict(shuffled), ranker.score_values(values))


def test_the_directions_that_the_champion_goes_against_are_told_by_a_command(
    logged: tuple[Path, Ranker, Logged],
) -> None:
    mlruns, ranker, _ = logged
    promote(mlruns, NAME)

    words = [
        "directions",
        "--country",
        "tests.models.invented",
        "--mlruns",
        str(mlruns),
        "--json",
    ]
    told = json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)

    # Three features are declared to raise the score; nobody told the trees so, which learnt
    # from the first alone, and from noise.
    assert (told["declared"], told["digest"]) == (3, ranker.digest)
    assert told["proven"] + len(told["reversals"]) == 3
    turned = {one["feature"]: one for one in told["reversals"]}
    assert "noise" not in turned
    assert 0 < turned["injuries"]["worst"] <= turned["injuries"]["at_most"]


def test_a_database_that_was_killed_in_the_making_is_made_anew(tmp_path: Path) -> None:
    making = prepare_beside(tmp_path)
    until = time.monotonic() + 60
    while not any(path.stat().st_size for path in tmp_path.glob(".making-*/mlflow.db")):
        assert time.monotonic() < until
        assert making.poll() is None
        time.sleep(0.001)
    making.kill()
    making.wait()

    assert not (tmp_path / "mlflow.db").exists()
    prepare(tmp_path)
    assert client_of(tmp_path).get_experiment_by_name("lykta") is not None
