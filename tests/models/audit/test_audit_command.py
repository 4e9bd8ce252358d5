"""`lykta models audit` on tables that nobody here made."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.cli import app

TABLE = """case,hit,rank,land,kind,drawn
1,1,9,north,x,no
2,0,8,north,x,no
3,,7,south,y,no
4,1,6,south,y,no
5,0,5,north,y,yes
6,1,4,south,x,yes
"""


def audited(folder: Path, *words: str, table: str = TABLE) -> Any:
    path = folder / "cases.csv"
    path.write_text(table, "utf-8")
    columns = [
        "--label-column",
        "hit",
        "--score-column",
        "rank",
        "--group-columns",
        "land,kind",
    ]
    return CliRunner().invoke(app, ["audit", "--scores", str(path), *columns, *words])


def test_a_table_is_audited_by_the_columns_that_its_owner_names(tmp_path: Path) -> None:
    out = tmp_path / "groups.csv"
    done = audited(
        tmp_path, "--top", "3", "--reference", "land=south", "--write-csv", str(out), "--json"
    )

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["selected"] == "the 3 highest, ties by lot"
    north = next(g for g in told["groups"] if g["value"] == "north")
    # Of the three in the north two are selected, and one of those was found.
    assert (north["size"], north["selected"], north["rates"]["precision"]["value"]) == (
        3,
        2,
        0.5,
    )
    south = next(g for g in told["groups"] if g["value"] == "south")
    assert south["rates"]["precision"] | {"why": ""} == {
        "value": None, "interval": [None, None], "bounds": [0.0, 1.0], "why": "",
    }  # fmt: skip
    lines = {
        (row["attribute_name"], row["attribute_value"]): row
        for row in csv.DictReader(out.read_text("utf-8").splitlines())
    }
    assert lines["land", "south"]["pprev_disparity"] == "1.0"
    assert float(lines["land", "north"]["ppr"]) == pytest.approx(2 / 3)


def test_a_random_arm_says_how_much_of_a_burden_errors_explain(tmp_path: Path) -> None:
    done = audited(
        tmp_path, "--top", "4", "--arm-column", "drawn", "--random-arm", "yes", "--json"
    )

    assert done.exit_code == 0, done.output
    burden = next(b for b in json.loads(done.stdout)["burdens"] if b["value"] == "north")
    assert burden["share_of_picks"]["value"] == 0.5
    assert burden["verdict"] == "cannot tell"


def test_a_table_that_cannot_be_audited_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    done = audited(
        tmp_path,
        "--random-arm",
        "yes",
        table="case,hit,rank,kind\n1,2,high,x\n2,1,3,y\n",
    )

    assert done.exit_code != 0
    for fault in (
        "no column land",
        "1 labels are neither 0 nor 1, the first in row 1",
        "1 values of the score are no numbers, the first in row 1",
        "no cut is given",
        "both its column and its value",
    ):
        assert fault in done.output.replace("\n", " ") or fault in done.stderr


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--top", "0"), "0 places is no list"),
        (("--top", "2", "--threshold", "3"), "one can be the cut"),
        (("--top", "2", "--reference", "south"), "ATTRIBUTE=VALUE"),
        (("--top", "2", "--policy-date", "soon"), "no day"),
    ],
)
def test_a_wrong_option_is_told(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    done = audited(tmp_path, *words)

    assert done.exit_code != 0
    assert fault in done.output + done.stderr


def test_a_column_of_numbers_taken_for_a_group_is_not_read_out(tmp_path: Path) -> None:
    table = "hit,rank,land,kind\n1,1,556012-5790,x\n0,0,556036-0793,y\n"
    done = audited(
        tmp_path, "--reference", "land=here", "--arm-column", "land", "--random-arm", "no",
        table=table,
    )  # fmt: skip

    assert done.exit_code != 0
    assert "5560" not in done.output + done.stderr


def test_a_reference_among_numbers_is_refused_without_them(tmp_path: Path) -> None:
    table = "hit,rank,land,kind\n1,1,556012-5790,x\n0,0,556036-0793,y\n"
    done = audited(tmp_path, "--reference", "land=here", table=table)

    assert done.exit_code != 0
    assert "2 others" in done.output + done.stderr
    assert "5560" not in done.output + done.stderr


@pytest.mark.parametrize(
    "words", [[], ["--run", "champion", "--scores", "cases.csv"]], ids=["neither", "both"]
)
def test_an_audit_is_of_a_model_or_of_a_table(words: list[str]) -> None:
    done = CliRunner().invoke(app, ["audit", *words])

    assert done.exit_code != 0
    said = " ".join((done.output + done.stderr).split())
    assert "Neither a model nor a table is named, or both are." in said
    assert "--run champion, or --scores FILE" in said


def test_options_of_a_table_are_refused_with_a_model() -> None:
    words = ["audit", "--run", "champion", "--threshold", "0", "--reference", "size=large"]
    done = CliRunner().invoke(app, words)

    assert done.exit_code != 0
    said = " ".join((done.output + done.stderr).split())
    assert "--threshold, --reference: of a table, not of a model." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--scores", "t.csv", "--of", "drop", "--feature", "x"],
            "--of, --feature: of a model",
        ),
        (["--scores", "t.csv", "--outcome", "any"], "--outcome: of a model, not of a table"),
        (["--run", "1", "--feature", "x"], "--feature goes with --of drop"),
        (["--run", "1", "--of", "leakage", "--outcome", "any"], "no meaning with --of leakage"),
    ],
)
def test_an_option_that_would_be_dropped_is_refused(words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["audit", *words])

    assert done.exit_code != 0
    assert said in " ".join((done.output + done.stderr).split())


def test_of_a_model_only_what_there_is_can_be_audited(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["audit", "--run", "champion", "--of", "horoscopes", "--workspace", str(tmp_path)]
    )

    assert done.exit_code != 0
    said = " ".join((done.output + done.stderr).split())
    assert "allowed are groups, reasons, leakage and drop" in said


def test_typical_firms_without_a_file_are_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["archetypes", "--file", str(tmp_path / "none.toml")])

    assert done.exit_code != 0
    assert "There is no file of typical firms none.toml" in done.output + done.stderr
