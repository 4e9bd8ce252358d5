"""Files of a list: CSV that Swedish Excel opens right, JSON, and a printout on its own."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from serving.exports import list_csv, write_list_files
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_csv_has_a_mark_semicolons_and_a_row_per_entry(
    week: tuple[InspectionList, ...],
) -> None:
    content = list_csv(week[0], week[0].entries)
    rows = table(content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Sekretess enligt 17 kap. 1 § OSL"]
    assert rows[1] == ["Påhittade uppgifter."]
    assert rows[3] == ["Listans beteckning", week[0].id]
    assert rows[4] == ["Listans kontrollsumma", week[0].digest]
    assert rows[5][:3] == ["Plats", "Namn", "Adress"]
    assert [row[1] for row in rows[6:]] == [entry.name for entry in week[0].entries]


@pytest.mark.parametrize("name", ["=1+1", "+46", "-x", "@SUM(A1)", "\t=1", "\r=1", "−1"])
def test_a_cell_that_looks_like_a_formula_becomes_text(
    week: tuple[InspectionList, ...], name: str
) -> None:
    entry = replace(week[0].entries[0], name=name)
    assert table(list_csv(week[0], [entry]))[-1][1] == f"'{name}"


def test_a_cell_with_a_semicolon_or_a_quote_stays_one_cell(
    week: tuple[InspectionList, ...],
) -> None:
    entry = replace(week[0].entries[0], name='Å; "Ä" & Ö')
    assert table(list_csv(week[0], [entry]))[-1][1] == 'Å; "Ä" & Ö'


def test_the_printout_needs_no_other_file(
    tmp_path: Path, week: tuple[InspectionList, ...]
) -> None:
    files = write_list_files(week[0], tmp_path / "lists")
    html = files.html.read_text(encoding="utf-8")
    assert not re.search(r'(?:href|src)="(?!#)', html)
    assert "<style>" in html
    assert all(entry.name in html for entry in week[0].entries)


def test_the_json_holds_the_list_without_raw_scores(
    tmp_path: Path, week: tuple[InspectionList, ...]
) -> None:
    files = write_list_files(week[0], tmp_path, Language.EN)
    text = files.json.read_text(encoding="utf-8")
    assert json.loads(text)["id"] == week[0].id
    assert "contribution" not in text
    assert "explanation" not in text


def test_files_are_named_by_week_and_centre_alone(
    tmp_path: Path, week: tuple[InspectionList, ...]
) -> None:
    write_list_files(week[0], tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        f"2026-W48-{week[0].centre.code}.{kind}" for kind in ("html", "csv", "json")
    }
