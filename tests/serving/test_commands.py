"""The commands: lists, audit, doctor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import typer
from typer.testing import CliRunner

from serving.audit_commands import audit_app
from serving.commands import lists_app
from serving.doctor import Verdict, examine, in_words, size_in_words
from serving.settings import Settings
from serving.starting import address
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.targeting.inspection_list import InspectionList

TUESDAY = date(2026, 11, 24)  # of week 48

pytestmark = pytest.mark.usefixtures("database")


lykta = typer.Typer()
lykta.add_typer(lists_app, name="lists")
lykta.add_typer(audit_app, name="audit")


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(lykta, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_a_list_is_shown_as_one_json_object(
    settings: Settings, week: tuple[InspectionList, ...]
) -> None:
    code, out, _ = run(
        "lists", "show", "vast", "--workspace", str(settings.workspace), "--json"
    )
    made = next(one for one in week if one.centre.code == "vast")
    assert code == 0
    assert json.loads(out)["id"] == made.id
    assert [row["name"] for row in json.loads(out)["entries"]] == [
        entry.name for entry in made.entries
    ]


def test_a_list_is_shown_to_a_person_in_the_language_asked_for(settings: Settings) -> None:
    where = ("--workspace", str(settings.workspace))
    assert "Prioritet" in run("lists", "show", "vast", *where)[1]
    assert "Priority" in run("lists", "show", "vast", "--lang", "en", *where)[1]


def test_an_unknown_centre_is_answered_with_those_there_are(settings: Settings) -> None:
    code, _, told = run("lists", "show", "atlantis", "--workspace", str(settings.workspace))
    assert code == 8
    assert "vast" in told


def test_an_export_writes_three_files_and_is_logged(
    settings: Settings, database: Database
) -> None:
    code, out, _ = run(
        "lists", "export", "vast", "--workspace", str(settings.workspace), "--json"
    )
    assert code == 0
    for kind in ("html", "csv", "json"):
        assert Path(json.loads(out)[kind]).is_file()
    with transaction(database) as connection:
        assert list(records(connection))[-1].event.type == "list_exported"


def test_a_whole_log_is_said_to_be_whole_and_a_cut_one_is_not(
    settings: Settings, database: Database
) -> None:
    where = ("--workspace", str(settings.workspace), "--json")
    code, out, _ = run("audit", "verify", *where)
    whole = json.loads(out)
    assert (code, whole["is_whole"], whole["records"]) == (0, True, 14)

    code, out, _ = run("audit", "verify", "--head", whole["head"], *where)
    assert code == 0
    # Even whoever makes the whole log anew cannot make the head that was kept elsewhere.
    code, out, _ = run("audit", "verify", "--head", "0" * 64, *where)
    assert code == 1

    with transaction(database) as connection:
        connection.execute(sa.text("DROP TRIGGER audit_events_delete"))
        connection.execute(sa.text("DELETE FROM audit_events WHERE number = 14"))
    code, out, _ = run("audit", "verify", *where)
    assert (code, json.loads(out)["is_whole"]) == (1, False)


def verdicts(settings: Settings, today: date = TUESDAY) -> dict[str, Verdict]:
    return {one.name: one.verdict for one in examine(settings, today)}


def made(settings: Settings, folder: str, age: int, country: str = "sweden") -> None:
    """A file of a country in a folder of the workspace, `age` minutes old."""
    path = settings.workspace / folder / country / "x.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * 1500)
    then = path.stat().st_mtime - 60 * age
    os.utime(path, (then, then))


def test_doctor_finds_what_is_older_than_what_it_was_made_of(settings: Settings) -> None:
    for folder, age in (("extracts", 40), ("landed", 30), ("matrices", 35)):
        made(settings, folder, age)
    found = verdicts(settings)
    assert found["Deliveries"] is Verdict.WELL
    assert found["Landed registers"] is Verdict.WELL
    assert found["Matrices"] is Verdict.STALE
    assert found["Models"] is Verdict.STALE  # none yet


def test_doctor_tells_when_the_lists_are_of_a_past_week(settings: Settings) -> None:
    assert verdicts(settings)["Lists"] is Verdict.WELL
    assert verdicts(settings, date(2026, 12, 1))["Lists"] is Verdict.STALE


def test_doctor_tells_what_mends_every_row_that_is_not_well(settings: Settings) -> None:
    for one in examine(settings, date(2027, 1, 1)):
        assert bool(one.mend) == (one.verdict is not Verdict.WELL), one.name


def test_doctor_finds_a_changed_log_and_a_later_database(
    settings: Settings, database: Database
) -> None:
    assert verdicts(settings)["Audit log"] is Verdict.WELL
    with transaction(database) as connection:
        connection.execute(sa.text("UPDATE audit_head SET count = 99"))
    assert verdicts(settings)["Audit log"] is Verdict.BROKEN
    with transaction(database) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
    assert verdicts(settings)["Lists"] is Verdict.BROKEN


def test_another_country_landed_later_makes_nothing_of_this_one_old(settings: Settings) -> None:
    for folder, age in (("extracts", 40), ("landed", 30), ("matrices", 20)):
        made(settings, folder, age)
    made(settings, "landed", 0, "california")

    assert verdicts(settings)["Matrices"] is Verdict.WELL


def test_a_finding_tells_how_it_stands_then_where(settings: Settings) -> None:
    made(settings, "extracts", 0)
    told = {one.name: in_words(one).splitlines() for one in examine(settings, TUESDAY)}
    assert told["Matrices"][0] == "none yet  → lykta features build"
    assert told["Deliveries"][0] == "there"
    assert told["Deliveries"][1].startswith(
        f"{settings.workspace.as_posix()}/extracts/sweden  1.5 kB"
    )


@pytest.mark.parametrize(
    ("size", "words"), [(None, ""), (12, "12 B"), (1500, "1.5 kB"), (2_340_000_000, "2.3 GB")]
)
def test_sizes_are_written_for_people(size: int | None, words: str) -> None:
    assert size_in_words(size) == words


def imported_by(module: str) -> set[str]:
    """What a fresh Python holds after importing one module."""
    code = f"import {module}, sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def test_a_web_process_needs_neither_numbers_nor_models() -> None:
    held = imported_by("serving.web.app")
    assert not {"numpy", "pandas", "lightgbm", "shap", "mlflow", "duckdb"} & held


def test_help_is_quick_because_commands_import_late() -> None:
    held = imported_by("serving.commands")
    assert not {"numpy", "pandas", "sqlalchemy", "fastapi", "jinja2", "pydantic"} & held


def test_an_address_can_be_clicked() -> None:
    assert address(Settings()) == "http://127.0.0.1:8000/"
    assert address(Settings(host="::1", port=9)) == "http://[::1]:9/"
