"""Sessions, other sites, tokens and the demo: who gets in, for how long, on whose behalf."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from features.errors import BadOption
from features.vocabulary import Authority
from serving.access.demo_people import DEMO_PEOPLE
from serving.access.rights import Role
from serving.access.signing_in import let_in
from serving.audit_vocabulary import EventType
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.people import ABSOLUTE, IDLE, session_of, sessions_of, wind
from serving.store.tables import sessions
from serving.targeting.inspection_list import InspectionList
from serving.web.app import create_app
from tests.serving.access.conftest import ENTER, SITE, person

V1 = "/api/v1"


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """A browser in which nobody has signed in."""
    return TestClient(
        app, base_url="http://127.0.0.1:8000", follow_redirects=False, headers=SITE
    )


def test_the_demo_goes_from_the_first_page_to_a_list(
    browser: TestClient, week: tuple[InspectionList, ...]
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    asked = f"/urval/{made.id}"
    to_door = browser.get(asked).headers["location"]
    page = browser.get(to_door).text
    assert "Demoläge" in page
    assert set(re.findall(r'name="person" value="([a-z-]+)"', page)) == set(DEMO_PEOPLE)
    signed = browser.post("/logga-in", data={"person": "planerare", "onward": asked})
    assert (signed.status_code, signed.headers["location"]) == (303, asked)
    purpose = browser.get(asked).headers["location"]
    form = browser.get(purpose).text
    assert '<option value="vast" selected>' in form
    given = {"centre": "vast", "case": "DEMO", "ground": "plan", "onward": asked}
    assert browser.post("/andamal", data=given).headers["location"] == asked
    shown = browser.get(asked)
    assert shown.status_code == 200
    assert "Demo Planerare, Arbetsmiljöverket (demoläge)" in shown.text
    assert "DEMO-VAST" in shown.text
    assert browser.post("/logga-ut").headers["location"] == "/logga-in"
    assert browser.get(asked).status_code == 303


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("AK-2", "hör till ett annat center"),
        ("x", "3 till 40 tecken"),
        ("640823-3234", "3 till 40 tecken"),
    ],
)
def test_a_purpose_that_cannot_be_is_asked_for_again(
    enter: ENTER, case: str, told: str
) -> None:
    client = enter(person(Role.LEAD), centre=None)
    answer = client.post("/andamal", data={"centre": "vast", "case": case, "ground": "plan"})
    assert answer.status_code == 422
    assert told in answer.text


def test_a_planner_opens_no_case_and_a_lead_does(enter: ENTER) -> None:
    given = {"centre": "vast", "case": "AK-77", "ground": "plan"}
    assert (
        enter(person(Role.PLANNER), centre=None).post("/andamal", data=given).status_code == 422
    )
    assert enter(person(Role.LEAD), centre=None).post("/andamal", data=given).status_code == 303


def test_a_closed_case_is_no_purpose_any_more(
    enter: ENTER, week: tuple[InspectionList, ...]
) -> None:
    client = enter(person(Role.LEAD))
    assert client.get(f"{V1}/centres").status_code == 200
    client.post(f"{V1}/cases:close", json={"number": "AK-1", "centre": "vast"})
    assert client.get(f"{V1}/centres").json()["type"] == "/problems/purpose-missing"


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "/a\n"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(browser: TestClient, onward: str) -> None:
    answer = browser.post("/logga-in", data={"person": "planerare", "onward": onward})
    assert answer.headers["location"] == "/"


def test_a_session_ends_when_idle_and_after_ten_hours(database: Database) -> None:
    secret = let_in(database, "test", "a", person(Role.PLANNER), request_id="r")
    now = datetime.now(UTC)
    with transaction(database) as connection:
        found = session_of(connection, secret, now)
        assert found is not None
        assert session_of(connection, secret, now + IDLE + timedelta(seconds=2)) is None
        late = now + ABSOLUTE - timedelta(minutes=1)
        wind(connection, found, late)
        assert session_of(connection, secret, late + timedelta(seconds=30)) is not None
        assert session_of(connection, secret, late + timedelta(minutes=2)) is None
        assert session_of(connection, secret + "x", now) is None


def test_the_store_keeps_no_secret_that_opens_a_door(database: Database) -> None:
    secret = let_in(database, "test", "a", person(Role.PLANNER), request_id="r")
    with transaction(database) as connection:
        rows = connection.execute(sessions.select()).all()
    assert secret not in repr(rows)


def test_signing_in_again_ends_the_session_before(
    browser: TestClient, database: Database
) -> None:
    browser.post("/logga-in", data={"person": "planerare"})
    before = browser.cookies["lykta-session"]
    browser.post("/logga-in", data={"person": "granskare"})
    assert browser.cookies["lykta-session"] != before
    with transaction(database) as connection:
        assert session_of(connection, before, datetime.now(UTC)) is None


def test_signing_out_everywhere_ends_every_session(app: FastAPI, database: Database) -> None:
    first = TestClient(app, base_url="http://127.0.0.1:8000", headers=SITE)
    second = TestClient(app, base_url="http://127.0.0.1:8000", headers=SITE)
    for client in (first, second):
        client.post("/logga-in", data={"person": "planerare"})
    with transaction(database) as connection:
        secret = first.cookies["lykta-session"]
        found = session_of(connection, secret, datetime.now(UTC))
        assert found is not None
        assert len(sessions_of(connection, found.user.id)) == 2
    first.post("/logga-ut", data={"everywhere": "1"})
    assert second.get(f"{V1}/me").status_code == 401


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": "Negotiate x"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, False),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_no_other_site_acts_for_who_is_signed_in(
    app: FastAPI, headers: dict[str, str], passes: bool
) -> None:
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    client.post("/logga-in", data={"person": "planerare"}, headers=SITE)
    answer = client.post("/logga-ut", headers=headers)
    assert answer.status_code == (303 if passes else 403)
    assert client.get(f"{V1}/me").status_code == (401 if passes else 200)


def test_the_demos_people_do_not_come_from_another_computer(app: FastAPI) -> None:
    there = TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        client=("203.0.113.9", 50000),
        follow_redirects=False,
    )
    answer = there.post("/logga-in", data={"person": "planerare"}, headers=SITE)
    assert answer.status_code == 403
    assert there.get(f"{V1}/me").status_code == 401


def test_that_cases_were_shown_leaves_a_record(app: FastAPI, database: Database) -> None:
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    client.post("/logga-in", data={"person": "planerare"}, headers=SITE)
    assert client.get("/andamal").status_code == 200
    with transaction(database) as connection:
        events = [one.event.type for one in records(connection)]
    assert EventType.CASES_READ in events


def token(client: TestClient, **more: object) -> dict[str, str]:
    body = {
        "name": "nattlig",
        "scopes": ["read"],
        "centre": "vast",
        "control_case": "AK-1",
        "ground": "plan",
        **more,
    }
    answer = client.post(f"{V1}/tokens", json=body)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['secret']}", "id": answer.json()["id"]}


def test_a_token_reads_for_its_own_purpose_and_writes_only_if_it_may(
    enter: ENTER, app: FastAPI, database: Database, week: tuple[InspectionList, ...]
) -> None:
    client = enter(person(Role.PLANNER), centre=None)
    reads = token(client)
    writes = token(client, scopes=["read", "write"])
    made = next(one for one in week if one.centre.code == "vast")
    program = TestClient(app, base_url="http://127.0.0.1:8000")
    body = {"list": made.id}
    assert program.get(f"{V1}/centres", headers=reads).status_code == 200
    assert program.post(f"{V1}/plans", json=body, headers=reads).status_code == 403
    assert program.post(f"{V1}/plans", json=body, headers=writes).status_code == 201
    with transaction(database) as connection:
        opened = [one.event for one in records(connection) if one.event.type == "plan_opened"]
    assert opened[-1].client == f"token {writes['id']}"
    # a token makes no other, and beside it a cookie is worth nothing
    assert program.post(f"{V1}/tokens", json={}, headers=writes).status_code == 422
    assert client.get(f"{V1}/me", headers={"Authorization": "Bearer x"}).status_code == 401
    client.delete(f"{V1}/tokens/{reads['id']}")
    assert program.get(f"{V1}/centres", headers=reads).status_code == 401
    assert [one["id"] for one in client.get(f"{V1}/tokens").json()] == [writes["id"]]


def test_a_token_holds_from_its_networks_alone(enter: ENTER, app: FastAPI) -> None:
    client = enter(person(Role.PLANNER), centre=None)
    near, far = token(client, networks=["127.0.0.0/8"]), token(client, networks=["10.0.0.0/8"])
    for headers, address, status in (
        (near, "127.0.0.1", 200),
        (far, "127.0.0.1", 401),
        (far, "10.1.2.3", 200),
    ):
        program = TestClient(app, base_url="http://127.0.0.1:8000", client=(address, 5))
        assert program.get(f"{V1}/me", headers=headers).status_code == status
    for wrong in ({"days": 91}, {"scopes": ["all"]}, {"networks": ["x"]}, {"name": ""}):
        body = {"name": "x", "scopes": ["read"], "centre": "vast", "control_case": "AK-1"}
        answer = client.post(f"{V1}/tokens", json={**body, "ground": "plan", **wrong})
        assert answer.status_code == 422


def test_over_https_cookies_are_held_to_the_host_and_to_https(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(
        workspace=tmp_path,
        public_url="https://lykta.example",
        sign_in="oidc",
        host="0.0.0.0",
    )
    app = create_app(settings)
    app.state.database = database
    client = TestClient(app, base_url="https://lykta.example", headers=SITE)
    answer = client.get("/logga-in")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert client.post("/logga-in", data={"person": "planerare"}).status_code == 403
    from serving.web.asking import cookie_name

    assert cookie_name(settings, "session") == "__Host-lykta-session"
    assert client.get("/api/v1/health", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"host": "0.0.0.0"}, "only loopback"),
        ({"public_url": "https://lykta.example"}, "only loopback"),
        ({"sign_in": "oidc", "host": "0.0.0.0"}, "must begin with https"),
        ({"sign_in": "oidc", "public_url": "http://lykta.example"}, "must begin with https"),
        ({"sign_in": "none"}, "allowed are dev and oidc"),
    ],
)
def test_the_demo_is_for_loopback_alone_and_a_provider_for_https(
    said: dict[str, str], told: str
) -> None:
    with pytest.raises(BadOption, match=told):
        Settings(**said)  # type: ignore[arg-type]


def test_a_fact_of_another_authority_is_hidden_and_its_weight_is_told(
    enter: ENTER, week: tuple[InspectionList, ...]
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    reader = enter(person(Role.PLANNER, authority=Authority.JAMSTALLDHETSMYNDIGHETEN))
    hidden = 0
    for entry in made.entries:
        told = reader.get(f"{V1}/items/{entry.id}/explanation").json()["reasons"]
        for shown, frozen in zip(told, entry.reasons, strict=True):
            # of Bolagsverket's open data and Arbetsmiljöverket's, this one may see
            if set(frozen.authorities) <= {"bolagsverket", "arbetsmiljoverket"}:
                assert shown["sentence"]["sv"] == frozen.sentence.sv
                continue
            hidden += 1
            assert shown["sentence"]["sv"] == "Dold uppgift (sekretess)"
            assert shown["value"] == {"sv": "", "en": ""}
            assert shown["share"] == round(frozen.share, 4)
            assert shown["authorities"] == list(frozen.authorities)
    assert hidden > 3
    page = reader.get(f"/urval/{made.id}")
    assert "Dold uppgift (sekretess)" in page.text
    assert made.digest[:12] in page.text
    assert "Arbetsgivardeklarationer" not in page.text
    csv = reader.get(f"/urval/{made.id}/lista.csv").text
    assert "Arbetsgivardeklarationer" not in csv
    assert made.digest in csv
