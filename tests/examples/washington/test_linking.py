"""Complaints of one company are tied, by name, place and trade alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from examples.washington import TIES
from features.cli import app
from features.errors import DeliveryRefused, NotFound
from features.linking.learning import judge_ties, learn_ties
from features.linking.resolving import compare, pairs_of_rows, resolve
from tests.examples.washington.invented import Complaints


def tied(folder: Path) -> set[tuple[int, int]]:
    compared, groups, _ = resolve(folder, TIES)
    pairs = pairs_of_rows(compared.units, groups)
    return set(pairs.itertuples(index=False, name=None))


def test_spellings_of_one_company_are_tied(tmp_path: Path) -> None:
    complaints = Complaints()
    plain = complaints.add("Quillon Brewster Plumbing")
    formal = complaints.add("QUILLON BREWSTER PLUMBING, L.L.C.")
    mistyped = complaints.add("Quillon Brewstr Plumbing LLC")
    elsewhere = complaints.add("Quillon Brewster Plumbing, Inc.", "Dell", "99301")
    other = complaints.add("Vanterpool Window Tinting")

    found = tied(complaints.write(tmp_path))

    assert {(plain, formal), (plain, mistyped), (plain, elsewhere)} <= found
    assert not [pair for pair in found if other in pair]


def test_a_trading_name_ties_what_stands_on_both_its_sides(tmp_path: Path) -> None:
    complaints = Complaints()
    owner = complaints.add("Quillon Ventures LLC")
    both = complaints.add("Quillon Ventures LLC dba Zephyrine Supper Club")
    trading = complaints.add("Zephyrine Supper Club")

    assert {(owner, both), (both, trading), (owner, trading)} <= tied(
        complaints.write(tmp_path)
    )


def test_shops_of_a_chain_are_tied_but_not_those_of_a_franchise(tmp_path: Path) -> None:
    complaints = Complaints()
    chain = [
        complaints.add(f"Quillon Mercantile #{number}", *place, industry="Retail/Sales")
        for number, place in ((2403, ("Arden", "98001")), (2007, ("Dell", "99301")))
    ]
    franchise = [
        complaints.add(f"Subway #{number}", *place, industry="Food Service")
        for number, place in ((12345, ("Arden", "98001")), (23456, ("Dell", "99301")))
    ]

    found = tied(complaints.write(tmp_path))

    assert tuple(chain) in found
    assert tuple(franchise) not in found


@pytest.mark.parametrize("change", ["blank", "shuffled", "all the same", "no column"])
def test_the_company_number_changes_nothing(tmp_path: Path, change: str) -> None:
    complaints = Complaints()
    for place in (("Arden", "98001"), ("Birch", "98101")):
        for spelling in ("Quillon Brewster Plumbing", "Quillon Brewster Plumbing LLC"):
            complaints.add(spelling, *place, ubi="600000001")
    before = complaints.frame()
    after = before.copy()
    match change:
        case "blank":
            after["ubi"] = pd.Series([None] * len(after), dtype="str")
        case "shuffled":
            after["ubi"] = np.random.default_rng(3).permutation(after["ubi"].to_numpy())
        case "all the same":
            after["ubi"] = "600000001"
        case _:
            after = after.drop(columns="ubi")

    known = tied(complaints.write(tmp_path / "before", before))
    unknown = tied(complaints.write(tmp_path / "after", after))

    assert len(known) >= 6  # the four spellings are one group
    assert known == unknown


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    complaints = Complaints(400)
    complaints.add("Quillon Brewster Plumbing")
    complaints.add("Quillon Brewster Plumbing LLC")
    frame = complaints.frame()

    as_given = tied(complaints.write(tmp_path / "given", frame))
    turned = tied(
        complaints.write(tmp_path / "turned", frame.iloc[::-1].reset_index(drop=True))
    )

    assert as_given == turned
    assert as_given


def test_a_row_without_a_name_is_tied_to_nothing(tmp_path: Path) -> None:
    complaints = Complaints(300)
    nameless = {complaints.add(None), complaints.add(None), complaints.add(" - ")}

    assert not [pair for pair in tied(complaints.write(tmp_path)) if nameless & set(pair)]


def test_weights_are_learnt_where_numbers_are_known_and_judged_where_they_are_not(
    tmp_path: Path,
) -> None:
    complaints = Complaints(800)
    frame = complaints.frame()
    again = frame.assign(
        employer=frame["employer"] + " LLC", case_id=frame["case_id"] + len(frame)
    )
    ties = replace(TIES, weights=tmp_path / "weights.json")
    folder = complaints.write(tmp_path, pd.concat([frame, again], ignore_index=True))
    compared = compare(folder, ties)

    learnt = learn_ties(folder, ties, compared)
    learnt.weights.write(ties.weights)
    judged = judge_ties(folder, ties, compared, learnt.weights.threshold)

    assert judged is not None
    assert judged.rows.true_pairs == 800  # each company has two rows
    assert judged.rows.recall > 0.95
    assert judged.rows.precision > 0.95


def test_weights_of_other_comparisons_are_refused(tmp_path: Path) -> None:
    folder = Complaints(50).write(tmp_path)
    said = json.loads(TIES.weights.read_text("utf-8"))
    del said["weights"]["place"]
    odd = tmp_path / "weights.json"
    odd.write_text(json.dumps(said), "utf-8")

    with pytest.raises(NotFound, match="other comparisons: 1 differ, the first is 'place'"):
        resolve(folder, replace(TIES, weights=odd))


def test_a_missing_file_or_column_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="is not in the folder of extracts"):
        resolve(tmp_path, TIES)
    complaints = Complaints(20)
    complaints.write(tmp_path, complaints.frame().drop(columns=["city", "zip"]))
    with pytest.raises(DeliveryRefused, match=r"lacks 2 column\(s\): city, zip"):
        resolve(tmp_path, TIES)


def test_the_command_writes_pairs_of_complaints(tmp_path: Path) -> None:
    complaints = Complaints(300)
    one = complaints.add("Quillon Brewster Plumbing")
    two = complaints.add("Quillon Brewster Plumbing LLC")
    folder = complaints.write(tmp_path)
    arguments = ["link", "--country", "examples.washington", "--extracts", str(folder)]

    ran = CliRunner().invoke(
        app, [*arguments, "--write-pairs", str(tmp_path / "pairs.csv"), "--json"]
    )

    assert ran.exit_code == 0, ran.output
    written = pd.read_csv(tmp_path / "pairs.csv")
    assert list(written.columns) == ["case_id_a", "case_id_b"]
    assert (written["case_id_a"] < written["case_id_b"]).all()
    assert (one, two) in set(written.itertuples(index=False, name=None))
    assert json.loads(ran.stdout)["pairs"] == len(written)
