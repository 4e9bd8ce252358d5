"""Files that people take out: what is in them, who may, what is recorded, and large ones."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from features.errors import NotFound
from features.vocabulary import Authority
from serving.access.callers import Purpose, SignedIn
from serving.access.rights import Role, User
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.exporting import taking
from serving.exporting.expiring import forget_expired
from serving.exporting.jobs import Jobs, order, state_of
from serving.exporting.points import longitude_latitude, municipality_points
from serving.geography.tracing import sweref
from serving.narrowing import EVERYTHING
from serving.planning.vocabulary import Ground
from serving.settings import Settings
from serving.store import tables as t
from serving.store.audit_log import append, records
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person

V1 = "/api/v1"
FORMULAS = ("=1+1", "+46", "-x", "@SUM(A1)", "\t=1", "\N{MINUS SIGN}1", '=HYPERLINK("x")')


@pytest.fixture
def made(database: Database, week: tuple[InspectionList, ...]) -> InspectionList:
    """A list of Väst whose names are as odd as names get."""
    vast = next(one for one in week if one.centre.code == "vast")
    names = (*FORMULAS, 'Åsa & Örjans "Ägg"; AB')
    entries = tuple(
        replace(entry, id=f"2026-W48-vast-0dd.{entry.rank}", name=name)
        for entry, name in zip(vast.entries, names, strict=True)
    )
    odd = replace(vast, id="2026-W48-vast-0dd", entries=entries)
    with transaction(database) as connection:
        save_list(connection, odd, event=made_event(odd))
    return odd


@pytest.fixture
def client(enter: ENTER) -> TestClient:
    return enter(person(Role.PLANNER))


def told(database: Database, kind: EventType) -> list[AuditEvent]:
    with transaction(database) as connection:
        return [one.event for one in records(connection) if one.event.type is kind]


def about(made: InspectionList, narrowed: str, rows: int) -> dict[str, str]:
    """What every file says of itself, but for the minute."""
    return {
        "Urval": "Väst (Göteborg), 2026-W48",
        "Listans beteckning": made.id,
        "Listans kontrollsumma": made.digest,
        "Uttagen av": "planner vast, Arbetsmiljöverket",
        "Ändamål": "Planera gemensam kontroll, 4 § lagen (2024:307)",
        "Kontrollärende": "AK-1",
        **({"Filter": narrowed} if narrowed else {}),
        "Antal rader": str(rows),
    }


def test_a_csv_says_whose_it_is_and_no_cell_is_a_formula(
    client: TestClient, made: InspectionList
) -> None:
    answer = client.get(f"{V1}/selection-lists/{made.id}/items.csv")
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[:2]] == [
        "Sekretess enligt 17 kap. 1 § OSL",
        "Påhittade uppgifter.",
    ]
    header = next(n for n, row in enumerate(rows) if row[0] == "Plats")
    pairs = dict(row for row in rows[2:header])
    assert pairs.pop("Uttagen").endswith(" UTC")
    assert pairs == about(made, "", 8)
    names = [row[1] for row in rows[header + 1 :]]
    assert names == [*(f"'{one}" for one in FORMULAS), made.entries[7].name]


def test_a_workbook_holds_text_alone_and_its_first_sheet_says_what_it_is(
    client: TestClient, made: InspectionList, database: Database, settings: Settings
) -> None:
    address = f"{V1}/selection-lists/{made.id}/items.xlsx?band=1&band=2&band=3"
    answer = client.get(address)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Sekretess", "Lista"]
    shown = [one for one in made.entries if int(one.band) <= 3]
    said = {row[0]: row[1] for row in book["Sekretess"].iter_rows(values_only=True) if row[1]}
    assert said.pop("Uttagen")
    assert said == about(made, "band=1&band=2&band=3", len(shown))
    head, *rows = book["Lista"].iter_rows()
    assert [cell.value for cell in head][:3] == ["Plats", "Namn", "Adress"]
    assert [row[1].value for row in rows] == [one.name for one in shown]
    for row in rows:
        for cell in row[1:]:
            assert (cell.data_type, cell.hyperlink) == ("s", None)
    exported = told(database, EventType.LIST_EXPORTED)[-1]
    assert exported.objects == (made.id, "xlsx", made.digest)
    assert (exported.rows, exported.filter) == (len(shown), "band=1&band=2&band=3")
    assert list((settings.workspace / "exports").iterdir()) == []  # nothing stays behind


def test_a_geojson_is_one_and_has_a_feature_an_entry(
    client: TestClient, made: InspectionList
) -> None:
    answer = client.get(f"{V1}/selection-lists/{made.id}/items.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    said = json.loads(answer.content)
    assert said["type"] == "FeatureCollection"
    assert about(made, "", 8).items() <= said["about"].items()
    assert [one["properties"]["name"] for one in said["features"]] == [
        entry.name for entry in made.entries
    ]
    assert {one["type"] for one in said["features"]} == {"Feature"}
    # Borås lies at 57.7° N, 12.9° E; each place is put in the middle of its municipality.
    points = municipality_points()
    assert points["Borås"] == pytest.approx((12.9, 57.7), abs=0.15)
    for one in said["features"]:
        expected = list(points[one["properties"]["municipality"]])
        assert one["geometry"] == {"type": "Point", "coordinates": expected}


@pytest.mark.parametrize("place", [(11.0, 55.4), (15.0, 60.0), (18.071, 59.3251), (24.1, 68.4)])
def test_degrees_of_a_position_are_those_it_was_made_of(place: tuple[float, float]) -> None:
    # A hundred-thousandth of a degree is a metre.
    assert longitude_latitude(*sweref(*place)) == pytest.approx(place, abs=1e-5)


def test_a_file_hides_what_its_takers_authority_may_not_see(
    enter: ENTER, made: InspectionList
) -> None:
    client = enter(person(Role.PLANNER, authority=Authority.JAMSTALLDHETSMYNDIGHETEN))
    for kind in ("csv", "geojson"):
        text = client.get(f"{V1}/selection-lists/{made.id}/items.{kind}").text
        assert "Dold uppgift (sekretess)" in text
        assert "Arbetsgivardeklarationer" not in text


def test_a_large_workbook_is_refused_at_once_and_made_as_an_export(
    client: TestClient,
    enter: ENTER,
    made: InspectionList,
    database: Database,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("serving.web.exports_api.MOST_ROWS_AT_ONCE", 7)
    refused = client.get(f"{V1}/selection-lists/{made.id}/items.xlsx")
    assert (refused.status_code, "POST /api/v1/exports" in refused.text) == (409, True)
    assert taking.MOST_ROWS_AT_ONCE == 20_000

    asked = client.post(f"{V1}/exports", json={"list": made.id})
    assert (asked.status_code, asked.json()["state"], asked.json()["rows"]) == (
        202,
        "waiting",
        8,
    )
    address = f"{V1}/exports/{asked.json()['id']}"
    done = wait(client, address)
    content = client.get(f"{address}/content").content
    assert done["sha256"] == hashlib.sha256(content).hexdigest()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Lista"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        entry.name for entry in made.entries
    ]
    kinds = ("export_asked", "export_made", "list_exported")
    assert [len(told(database, EventType(kind))) for kind in kinds] == [1, 1, 1]
    assert told(database, EventType.LIST_EXPORTED)[0].objects[2] == done["sha256"]

    # Nobody else has it, whatever their role there; and what is not there answers alike.
    other = enter(person(Role.LEAD))
    for path in (address, f"{address}/content", f"{V1}/exports/{'0' * 32}"):
        assert other.get(path).status_code == 404


def wait(client: TestClient, address: str) -> dict[str, str]:
    for _ in range(200):
        said: dict[str, str] = client.get(address).json()
        if said["state"] != "waiting":
            return said
        time.sleep(0.05)
    raise AssertionError("the export was never made")


def test_a_service_that_stopped_goes_on_with_what_was_asked_of_it(
    client: TestClient, app: FastAPI, made: InspectionList, settings: Settings
) -> None:
    app.state.jobs = Idle(lambda: app.state.database, settings.workspace / "exports")
    asked = client.post(f"{V1}/exports", json={"list": made.id}).json()
    half = settings.workspace / "exports" / f"{asked['id']}.part"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half a file")  # where it was killed
    assert client.get(f"{V1}/exports/{asked['id']}/content").status_code == 409

    app.state.jobs = None  # the service is started anew
    assert wait(client, f"{V1}/exports/{asked['id']}")["state"] == "done"
    assert not half.exists()


class Idle(Jobs):
    """Of a service that is killed before it has begun."""

    def wake(self) -> None:
        pass


def test_a_file_expires_after_a_day_and_is_removed(
    client: TestClient,
    app: FastAPI,
    made: InspectionList,
    database: Database,
    settings: Settings,
) -> None:
    asked = client.post(f"{V1}/exports", json={"list": made.id}).json()
    address = f"{V1}/exports/{asked['id']}"
    wait(client, address)
    path = settings.workspace / "exports" / f"{asked['id']}.xlsx"
    old = time.time() - 25 * 3600
    os.utime(path, (old, old))
    with transaction(database) as connection:
        connection.execute(t.exports.update().values(made_at="2020-01-01T00:00:00+00:00"))
        append(connection, AuditEvent(EventType.EXPORT_ASKED))

    assert client.get(address).json()["state"] == "expired"
    assert client.get(f"{address}/content").status_code == 404
    app.state.jobs.run()
    assert not path.exists()


def test_a_file_that_cannot_be_made_says_so(
    client: TestClient,
    app: FastAPI,
    made: InspectionList,
    database: Database,
    settings: Settings,
) -> None:
    app.state.jobs = Idle(lambda: app.state.database, settings.workspace / "exports")
    asked = client.post(f"{V1}/exports", json={"list": made.id}).json()
    folder: Path = settings.workspace / "exports"
    (folder / f"{asked['id']}.xlsx").mkdir(parents=True)  # no file can have that name
    Jobs(lambda: database, folder).run()

    assert client.get(f"{V1}/exports/{asked['id']}").json()["state"] == "failed"
    assert client.get(f"{V1}/exports/{asked['id']}/content").status_code == 409


def test_a_file_made_for_one_authority_is_not_there_for_its_asker_at_another(
    database: Database, made: InspectionList
) -> None:
    def anna(authority: Authority) -> SignedIn:
        purpose = Purpose("vast", "AK-1", Ground.PLAN)
        grants = frozenset({(Role.PLANNER, "vast")})
        return SignedIn(User("u1", "Anna", authority, grants), purpose, "session")

    before, after = anna(Authority.ARBETSMILJOVERKET), anna(Authority.IVO)
    with transaction(database) as connection:
        asked = order(connection, before, made.id, EVERYTHING, "sv")
        assert state_of(connection, before, asked.id)[1] == "waiting"
        with pytest.raises(NotFound):
            state_of(connection, after, asked.id)


def test_files_older_than_a_day_are_forgotten_and_younger_ones_stay(tmp_path: Path) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    for path, hours in ((old, 25), (new, 23)):
        path.write_bytes(b"x")
        moment = time.time() - hours * 3600
        os.utime(path, (moment, moment))
    assert forget_expired(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new.xlsx"]
    assert forget_expired(tmp_path / "none") == 0


def test_a_brief_as_pdf_is_an_export_with_a_record_of_its_sheets(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    address = f"/urval/{made.id}/underlag"
    reviewer = enter(person(Role.REVIEWER))
    pdf = {"Accept": "application/pdf"}
    assert reviewer.get(f"{address}.pdf").status_code == 403
    assert reviewer.get(address, headers=pdf).status_code == 403
    page = reviewer.get(address)
    assert (page.status_code, "underlag.pdf" in page.text) == (200, False)

    planner = enter(person(Role.PLANNER))
    assert "underlag.pdf" in planner.get(address).text
    assert planner.get(f"{address}.pdf?drawn=random&decision=undecided").status_code == 200
    drawn = tuple(entry.id for entry in made.entries if entry.drawn == "random")
    with transaction(database) as connection:
        event = list(records(connection))[-1].event
    assert (event.type, event.objects) == (
        EventType.LIST_EXPORTED,
        (made.id, "pdf", made.digest, *drawn),
    )
    assert (event.rows, event.filter) == (len(drawn), "drawn=random&decision=undecided")


def test_a_narrowed_brief_is_recorded_as_read_of_its_sheets_alone(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client = enter(person(Role.PLANNER))
    assert client.get(f"/urval/{made.id}/underlag?decision=include").status_code == 200
    with transaction(database) as connection:
        event = list(records(connection))[-1].event
    assert (event.type, event.objects) == (EventType.BRIEF_READ, (made.id,))
    assert (event.rows, event.filter) == (0, "decision=include")
