"""What is known of nights: one at a time, written whole, taken up again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from features.sweden import COUNTRY
from serving.errors import NightUnderWay
from serving.nightly import newest_delivery, run_night
from serving.nights import (
    Night,
    State,
    Step,
    Task,
    keep_night,
    last_night,
    new_night,
    only_one,
)
from serving.pages.night_page import night_page
from serving.pages.rendering import Reader, render
from serving.settings import Settings
from serving.wording import Language

NOW = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


def test_a_night_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    step = Step(Task.LOAD, 1.5, {"registers": 2, "rows": 10, "unchanged": 0})
    night = new_night(tmp_path, NOW, "a").with_step(step)
    keep_night(tmp_path, night)
    assert last_night(tmp_path) == night
    assert night.id == "2026-11-26-1"
    assert new_night(tmp_path, NOW, "a").id == "2026-11-26-2"


def test_the_last_night_is_the_one_that_began_last(tmp_path: Path) -> None:
    early = Night("2026-11-25-1", NOW - timedelta(days=1), "a", State.DONE)
    late = Night("2026-11-26-1", NOW, "b", State.STOPPED)
    for one in (late, early):
        keep_night(tmp_path, one)
    assert last_night(tmp_path) == late
    assert last_night(tmp_path, State.DONE) == early
    assert last_night(tmp_path, State.CRASHED) is None


def test_a_step_that_is_done_again_is_told_once(tmp_path: Path) -> None:
    night = new_night(tmp_path, NOW, "a")
    for seconds in (1.0, 2.0):
        night = night.with_step(Step(Task.LOAD, seconds, {}))
    assert [(one.task, one.seconds) for one in night.steps] == [(Task.LOAD, 2.0)]


def test_two_nights_at_once_are_refused_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    hold = (
        "import sys, time, pathlib; from serving.nights import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", hold, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(NightUnderWay), only_one(tmp_path):
            pass
        other.kill()
    with only_one(tmp_path):
        pass


def test_the_delivery_that_came_last_is_taken_once_it_is_all_there(tmp_path: Path) -> None:
    assert newest_delivery(tmp_path) == tmp_path
    for name, day in (("b", "2026-10-01"), ("a", "2026-11-01")):
        (tmp_path / name).mkdir()
        told = json.dumps({"delivered_on": day})
        (tmp_path / name / "delivery.json").write_text(told)
    (tmp_path / "c").mkdir()  # still being sent
    (tmp_path / "c" / "payroll.parquet").touch()
    assert newest_delivery(tmp_path) == tmp_path / "a"
    (tmp_path / "delivery.json").write_text("{}")
    assert newest_delivery(tmp_path) == tmp_path


@pytest.mark.parametrize("language", list(Language))
def test_the_report_says_why_it_stopped_and_what_was_not_reached(language: Language) -> None:
    step = Step(Task.CHECK, 3.0, {"ask": 4, "note": 12})
    night = Night(
        "2026-11-26-1",
        NOW,
        "a",
        State.STOPPED,
        steps=(step,),
        fault="The delivery cannot be loaded.",
        hint="ask for a new one",
        exit_code=3,
    )
    reader = Reader(language)
    page = night_page(night, reader)
    assert [one.seconds for one in page.steps] == ["3.0", *["–"] * (len(Task) - 1)]
    assert "4" in page.steps[0].said
    text = render(page)
    for said in (reader.text("night.state.stopped"), "cannot be loaded", "ask for a new one"):
        assert said in text


def test_a_night_forgets_expired_files_of_exports_even_when_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "exports" / "x.xlsx"
    for path in (file, tmp_path / "extracts" / COUNTRY.name / "delivery.json"):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    old = time.time() - 25 * 3600
    os.utime(file, (old, old))
    night = run_night(Settings(workspace=tmp_path), COUNTRY, say=lambda _: None)
    assert night.state is not State.DONE
    assert not file.exists()
