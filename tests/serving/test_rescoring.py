"""What a corrected fact would mean: asked for by program, worked out beside the service."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from typer.testing import CliRunner

from features.vocabulary import Authority
from serving.access.rights import Role
from serving.access.secrecy import HIDDEN
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.cli import main
from serving.planning.choices import Dispute
from serving.planning.vocabulary import Doubted, Wrong
from serving.rescorer import Rescorer
from serving.rescoring import rescore_waiting
from serving.retention import read_retention
from serving.settings import Settings
from serving.store import tables as t
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.places import place_of
from serving.store.removing import remove
from serving.store.requests import dispute_fact
from serving.store.rescorings import Rescored, Side, finish_rescoring, waiting_rescorings
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, cases, enter, person

__all__ = ["cases", "enter"]  # fixtures

AV, SKV, JAM = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.JAMSTALLDHETSMYNDIGHETEN,
)
V1 = "/api/v1/corrections"
NOTHING = (sys.executable, "-c", "")


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture(autouse=True)
def rescorer(app: FastAPI, settings: Settings) -> None:
    """The service starts a process that does nothing: tests work out themselves what waits."""
    app.state.rescorer = Rescorer(settings, NOTHING)


def number_of(made: InspectionList, owner: Authority) -> int:
    reasons = made.entries[0].reasons
    return next(n for n, one in enumerate(reasons) if one.authorities == (owner.value,))


@pytest.fixture
def request_id(database: Database, made: InspectionList) -> str:
    """A fact of Skatteverket on the first place of Väst, said to be wrong."""
    with transaction(database) as connection:
        return dispute_fact(
            connection,
            place_of(connection, made.entries[0].id),
            number_of(made, SKV),
            SKV.value,
            Dispute(Wrong.WRONG_VALUE, Doubted.OTHER_REGISTER),
            event=AuditEvent(EventType.FACT_DISPUTED),
        )


def ask(client: TestClient, request: str, value: float | None = 0.0) -> str:
    answer = client.post(f"{V1}/{request}/rescorings", json={"value": value})
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    return str(answer.json()["id"])


def told(database: Database) -> list[tuple[str, tuple[str, ...], str]]:
    """The records of rescorings, without the id that is new each time."""
    with transaction(database) as connection:
        kept = [one.event for one in records(connection)]
    return [(x.type, x.objects, x.client) for x in kept if x.type.startswith("rescoring")]


def test_what_cannot_be_worked_out_is_told_with_its_reason_and_may_be_asked_anew(
    enter: ENTER,
    database: Database,
    settings: Settings,
    made: InspectionList,
    request_id: str,
) -> None:
    client, place = enter(person(Role.PLANNER)), made.entries[0].id
    one = ask(client, request_id)
    second = client.post(f"{V1}/{request_id}/rescorings", json={"value": 1})
    assert (second.status_code, second.json()["type"]) == (409, "/problems/conflict")

    # Neither what the list was chosen from nor its registers are in this workspace.
    assert rescore_waiting(settings, say=print) == 1

    state = client.get(f"{V1}/{request_id}/rescorings/{one}").json()
    assert (state["state"], state["frozen"], state["corrected"]) == ("failed", None, None)
    assert state["fault"]
    assert place not in state["fault"]
    assert told(database) == [
        ("rescoring_asked", (place, request_id), "session"),
        ("rescoring_made", (request_id, one, "failed"), "rescoring"),
        ("rescoring_read", (place, request_id, "failed"), "session"),
    ]
    assert rescore_waiting(settings, say=print) == 0
    assert ask(client, request_id, None) != one


def found_for(made: InspectionList) -> Rescored:
    """From place 6 of 2,800 in the highest band to 900 in the lowest, and off the list."""
    entry = made.entries[0]
    left = tuple(one for n, one in enumerate(entry.reasons) if n != number_of(made, SKV))
    frozen = Side(1, 6, 1, entry.reasons)
    return Rescored("late_returns", 2800, frozen, Side(4, 900, None, left))


def test_bands_places_and_reasons_are_told_before_and_after_and_never_a_score(
    enter: ENTER, database: Database, made: InspectionList, request_id: str
) -> None:
    client = enter(person(Role.PLANNER))
    one = ask(client, request_id)
    with transaction(database) as connection:
        event = AuditEvent(EventType.RESCORING_MADE)
        finish_rescoring(connection, one, found_for(made), event=event)

    answer = client.get(f"{V1}/{request_id}/rescorings/{one}")

    state = answer.json()
    assert (state["state"], state["among"], state["fault"]) == ("done", 2800, "")
    seen = [
        (side["band"], side["place"], side["listed"], len(side["reasons"]))
        for side in (state["frozen"], state["corrected"])
    ]
    count = len(made.entries[0].reasons)
    assert seen == [(1, 6, 1, count), (4, 900, None, count - 1)]
    sentence = made.entries[0].reasons[number_of(made, SKV)].sentence.sv
    assert sentence in str(state["frozen"])
    assert sentence not in str(state["corrected"])
    assert "score" not in answer.text.replace("rescoring", "")


def test_of_what_is_found_secrecy_hides_what_it_hides_on_the_list(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    # What Arbetsmiljöverket owns may Jämställdhetsmyndigheten see; what Skatteverket owns not.
    own, others = number_of(made, AV), number_of(made, SKV)
    client = enter(person(Role.PLANNER, authority=JAM))
    address = f"/api/v1/items/{made.entries[0].id}/corrections"
    why = {"wrong": "outdated", "reason_code": "seen_on_site"}
    request = client.post(address, json={"reason": own, **why}).json()["id"]
    one = ask(client, request)
    with transaction(database) as connection:
        event = AuditEvent(EventType.RESCORING_MADE)
        finish_rescoring(connection, one, found_for(made), event=event)

    reasons = client.get(f"{V1}/{request}/rescorings/{one}").json()["frozen"]["reasons"]

    assert reasons[others]["sentence"]["sv"] == HIDDEN.sv
    assert reasons[others]["value"]["sv"] == ""
    assert reasons[own]["sentence"]["sv"] == made.entries[0].reasons[own].sentence.sv

    # A fact that is hidden is not told by trying values of it.
    request = client.post(address, json={"reason": others, **why}).json()["id"]
    answer = client.post(f"{V1}/{request}/rescorings", json={"value": 0})
    assert (answer.status_code, "Secrecy" in answer.json()["detail"]) == (403, True)


def test_to_another_centre_and_to_the_owner_elsewhere_there_is_no_such_request(
    enter: ENTER, database: Database, request_id: str
) -> None:
    planner = enter(person(Role.PLANNER))
    one = ask(planner, request_id)
    elsewhere = enter(person(Role.PLANNER, "ost"), centre="ost")
    for client, request in ((elsewhere, request_id), (planner, "5f0c9d1e2b3a4c5d")):
        posted = client.post(f"{V1}/{request}/rescorings", json={"value": 0})
        read = client.get(f"{V1}/{request}/rescorings/{one}")
        assert (posted.status_code, read.status_code) == (404, 404)
        assert posted.json()["detail"] == read.json()["detail"]
    # Whom the visit is not of, and who has no such right: refused before anything is looked up.
    for role in (Role.ANALYST, Role.REVIEWER, Role.AUDITOR):
        client = enter(person(role))
        assert (
            client.post(f"{V1}/{request_id}/rescorings", json={"value": 0}).status_code == 403
        )
    inspector = enter(person(Role.INSPECTOR, authority=SKV))
    assert inspector.get(f"{V1}/{request_id}/rescorings/{one}").status_code == 404
    assert planner.get(f"{V1}/{request_id}/rescorings/0").status_code == 404


def test_what_is_no_figure_is_refused(enter: ENTER, request_id: str) -> None:
    client = enter(person(Role.PLANNER))
    headers = {"content-type": "application/json"}
    address = f"{V1}/{request_id}/rescorings"
    answers = {
        body: client.post(address, content=body, headers=headers).status_code
        for body in ("{}", '{"value": "many"}', '{"value": NaN}', '{"value": 1, "band": 1}')
    }
    # A field that nobody has declared is answered as it is everywhere.
    assert list(answers.values()) == [422, 422, 422, 400]


def test_a_retry_asks_once(enter: ENTER, database: Database, request_id: str) -> None:
    client = enter(person(Role.PLANNER))
    asked = [
        client.post(
            f"{V1}/{request_id}/rescorings",
            json={"value": 2.5},
            headers={"Idempotency-Key": "k"},
        ).json()["id"]
        for _ in range(2)
    ]
    with transaction(database) as connection:
        (waiting,) = waiting_rescorings(connection)
    assert asked == [waiting.id] * 2
    assert waiting.value == 2.5


def test_two_at_once_work_out_nothing_twice(
    enter: ENTER, database: Database, settings: Settings, request_id: str
) -> None:
    ask(enter(person(Role.PLANNER)), request_id)
    lock = settings.workspace / "rescoring.lock"
    hold = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'w')\n"
        "fcntl.flock(file, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", hold, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert rescore_waiting(settings, say=print) == 0
        other.kill()
    with transaction(database) as connection:
        assert len(waiting_rescorings(connection)) == 1
    assert rescore_waiting(settings, say=print) == 1


def test_whoever_asks_starts_a_process_with_the_services_own_settings(
    enter: ENTER, app: FastAPI, settings: Settings, request_id: str, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    script = (
        "import os, sys; open(sys.argv[1], 'a').write(os.environ['LYKTA_WORKSPACE'] + '\\n')"
    )
    app.state.rescorer = Rescorer(settings, (sys.executable, "-c", script, str(ran)))
    client = enter(person(Role.PLANNER))
    one = ask(client, request_id)
    until = time.monotonic() + 30
    while not ran.exists() or not ran.read_text("utf-8"):
        assert time.monotonic() < until, "no process was started within 30 s"
        time.sleep(0.05)
    assert ran.read_text("utf-8").splitlines()[0] == str(settings.workspace)
    # It did nothing, so it waits; whoever looks sets it going anew.
    assert client.get(f"{V1}/{request_id}/rescorings/{one}").json()["state"] == "waiting"


def test_what_was_asked_goes_with_its_list(
    enter: ENTER, database: Database, made: InspectionList, request_id: str
) -> None:
    ask(enter(person(Role.PLANNER)), request_id)
    shipped = read_retention()
    soon = replace(shipped, months={**shipped.months, "unworked_lists": 1})
    with transaction(database) as connection:
        after = date(2028, 1, 1)
        remove(connection, soon, after, event=AuditEvent(EventType.ROWS_REMOVED))
        assert waiting_rescorings(connection) == []
        assert connection.execute(t.corrections.select()).all() == []


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ask", "outdated"), "--because is none of the allowed values"),
        (("--ask", "outdated", "--because", "taste"), "use seen_on_site"),
        (("--ask", "outdated", "--because", "other"), "other needs a comment"),
        (("--ask", "no", "--because", "other", "--comment", "x"), "--ask is none"),
        (("--because", "seen_on_site"), "Nobody is asked"),
    ],
)
def test_on_the_command_line_too_nobody_is_asked_without_a_reason(
    settings: Settings, made: InspectionList, words: tuple[str, ...], said: str
) -> None:
    asked = ["lists", "correct", made.entries[0].id, "--reason", "0", "--value", "3"]
    where = ["--workspace", str(settings.workspace)]
    answered = CliRunner().invoke(main, [*asked, *words, *where])
    assert answered.exit_code != 0
    assert said in " ".join(answered.stderr.split())
