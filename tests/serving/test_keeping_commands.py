"""lykta audit and lykta store, as they are typed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from time import time

import pytest
import typer
from typer.testing import CliRunner

from models.audit.kept import keep
from serving.audit_commands import audit_app
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from serving.store_commands import store_app
from serving.targeting.inspection_list import InspectionList

lykta = typer.Typer()
lykta.add_typer(audit_app, name="audit")
lykta.add_typer(store_app, name="store")


def run(settings: Settings, *words: str) -> tuple[int, dict[str, object]]:
    where = ("--workspace", str(settings.workspace), "--json")
    result = CliRunner().invoke(lykta, [*words, *where])
    return result.exit_code, json.loads(result.stdout) if result.stdout else {}


def test_a_sealed_log_is_exported_and_checked_without_the_store(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    code, sealed = run(settings, "audit", "seal")
    assert (code, sealed["records"]) == (0, 15)
    assert run(settings, "audit", "verify")[0] == 0
    file = tmp_path / "log.jsonl"
    assert run(settings, "audit", "export", str(file))[1]["records"] == 16
    offline = ("audit", "verify", "--file", str(file), "--seals", str(sealed["seal"]))
    key = ("--key", str(sealed["public_key"]))
    code, told = run(Settings(workspace=tmp_path / "elsewhere"), *offline, *key)
    assert (code, told["is_whole"]) == (0, True)
    file.write_text(file.read_text("utf-8").replace("lists_found", "list_read", 1), "utf-8")
    text = file.read_text("utf-8").replace('"rows":8', '"rows":80', 1)
    file.write_text(text, "utf-8")
    assert run(settings, *offline, *key)[0] == 1


def test_a_store_is_backed_up_and_restored(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert run(settings, "store", "backup", str(copy))[0] == 0
    assert run(settings, "store", "restore", str(copy))[0] == 2  # it is not empty
    elsewhere = Settings(workspace=tmp_path / "elsewhere")
    assert run(elsewhere, "store", "restore", str(copy))[0] == 0
    assert run(elsewhere, "audit", "verify")[1]["records"] == 16


@pytest.mark.parametrize("dry", [True, False])
def test_retention_writes_its_protocol_unless_it_only_counts(
    settings: Settings, database: Database, dry: bool
) -> None:
    words = ["store", "retain", *(["--dry-run"] if dry else [])]
    code, told = run(settings, *words)
    assert (code, told["removed"]) == (0, not dry)
    assert len(list(settings.workspace.glob("protocols/*.json"))) == (0 if dry else 1)
    with transaction(database) as connection:
        since = list(records(connection))[14:]  # nothing is old enough yet, and that is said
        assert [one.event.objects for one in since] == ([] if dry else [("nothing",)])


@pytest.mark.parametrize("dry", [True, False])
def test_retention_removes_files_that_were_taken_out_more_than_a_day_ago(
    settings: Settings, database: Database, dry: bool
) -> None:
    file = settings.workspace / "exports" / "x.xlsx"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    os.utime(file, (time() - 25 * 3600,) * 2)

    told = run(settings, "store", "retain", *(["--dry-run"] if dry else []))[1]

    classes = told["classes"]
    assert isinstance(classes, list)
    assert {one["class"]: one["rows"] for one in classes}["export_files"] == 1
    assert file.exists() == dry


def test_retention_removes_what_no_list_was_chosen_from_any_more(
    settings: Settings, database: Database, week: tuple[InspectionList, ...]
) -> None:
    origin = replace(week[0].provenance, inputs_digest="a" * 64)
    made = replace(
        week[0],
        id="x",
        provenance=origin,
        draw=replace(week[0].draw, first="b" * 64),
        entries=(),
    )
    with transaction(database) as connection:
        save_list(connection, made, event=made_event(made))
    old, new = time() - 2 * 86400, time()
    for name, age in (("a", old), ("b", old), ("c", old), ("d", new)):
        home = settings.workspace / "choices" / (name * 16)
        home.mkdir(parents=True)
        (home / "facts.json").write_text("{}")
        os.utime(home, (age, age))

    told = run(settings, "store", "retain")[1]

    left = sorted(one.name[0] for one in (settings.workspace / "choices").iterdir())
    assert left == [
        "a",
        "b",
        "d",
    ]  # chosen from, drawn from at first, and perhaps in the making
    classes = told["classes"]
    assert isinstance(classes, list)
    assert [(one["class"], one["rows"]) for one in classes][-1] == ("inputs", 1)
    with transaction(database) as connection:
        assert list(records(connection))[-1].event.objects[::2] == ("inputs", "c" * 16)


@pytest.mark.parametrize("dry", [True, False])
def test_retention_removes_audits_that_are_old_but_for_those_of_models_that_made_a_list(
    settings: Settings, database: Database, week: tuple[InspectionList, ...], dry: bool
) -> None:
    used, unused = week[0].provenance.model_digest, "c" * 64
    kept_at = {
        ("models", used): 99,
        ("models", unused): 61,
        ("lists", "2021-W40"): 61,
        ("lists", "2026-W40"): 1,
        ("recipes", "d" * 64): 59,
    }
    for (kind, key), months in kept_at.items():
        file = keep(settings.workspace, "sweden", kind, key, "groups", {})
        os.utime(file, (time() - months * 30.5 * 86400,) * 2)

    told = run(settings, "store", "retain", *(["--dry-run"] if dry else []))[1]

    classes = told["classes"]
    assert isinstance(classes, list)
    assert {one["class"]: one["rows"] for one in classes}["audits"] == 2
    left = {file.parent.name for file in settings.workspace.glob("audits/*/*/*/*.json")}
    gone = set() if dry else {unused, "2021-W40"}
    assert left == {key for _, key in kept_at} - gone
    if not dry:
        with transaction(database) as connection:
            (event,) = [
                one.event for one in records(connection) if one.event.objects[:1] == ("audits",)
            ]
        assert set(event.objects[2:]) == gone
        assert event.rows == 2
