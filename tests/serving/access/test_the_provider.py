"""Signing in with a provider of one's own making, over HTTP on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.testclient import TestClient

from features.errors import BadOption, NotFound
from serving.access.provider import read_provider
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.web.app import create_app
from tests.serving.access.conftest import SITE

ORGANISATION = "https://id.oidc.se/claim/orgNumber"


class Provider:
    """An OpenID provider that says what it is told to, and checks the code and the verifier."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.other = RSAKey.generate_key(2048, {"kid": "1"})
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.signs_with = self.key
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def authorize(self, address: str) -> str:
        """What the provider's own pages would end in: the way back, with code and state."""
        self.asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        return f"{self.asked['redirect_uri']}?code=the-code&state={self.asked['state']}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form["code_verifier"].encode()).digest()
        ).decode()
        if form["code"] != "the-code" or challenge.rstrip("=") != self.asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "lykta",
            "sub": "19640823-3234",  # as some providers do; it must go nowhere
            "exp": now + 60,
            "iat": now,
            "nonce": self.asked["nonce"],
            "name": "Anna Andersson",
            ORGANISATION: "2021002114",
            "groups": ["lykta-planerare-vast", "annat"],
            **self.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                base = provider.issuer
                if self.path == "/jwks":
                    public = KeySet([provider.key]).as_dict(private=False)
                    return self._say(200, dict(public))
                return self._say(
                    200,
                    {
                        "issuer": base,
                        "authorization_endpoint": f"{base}/authorize",
                        "token_endpoint": f"{base}/token",
                        "jwks_uri": f"{base}/jwks",
                    },
                )

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {key: value[0] for key, value in parse_qs(body).items()}
                self._say(*provider.token(form))

            def _say(self, status: int, told: dict[str, Any]) -> None:
                content = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.claims, running.signs_with = {}, running.key
    return running


def told(tmp_path: Path, issuer: str, more: str = "") -> Path:
    (tmp_path / "secret").write_text("hemligt\n")
    path = tmp_path / "oidc.toml"
    path.write_text(
        f"""
        issuer = "{issuer}"
        client_id = "lykta"
        client_secret_file = "secret"
        {more}
        [authorities]
        "2021002114" = "arbetsmiljoverket"
        [groups.lykta-planerare-vast]
        role = "planner"
        centre = "vast"
        """,
        encoding="utf-8",
    )
    return path


@pytest.fixture
def browser(provider: Provider, database: Database, tmp_path: Path) -> TestClient:
    settings = Settings(
        workspace=tmp_path,
        sign_in="oidc",
        provider=told(tmp_path, provider.issuer),
        public_url="http://127.0.0.1:8000",
    )
    app = create_app(settings)
    app.state.database = database
    return TestClient(
        app, base_url="http://127.0.0.1:8000", follow_redirects=False, headers=SITE
    )


def back(browser: TestClient, provider: Provider, onward: str = "/") -> str:
    """Leave for the provider; the way it sends back."""
    answer = browser.get("/logga-in/vidare", params={"onward": onward})
    return provider.authorize(answer.headers["location"])


def test_a_person_comes_back_signed_in_where_they_were_going(
    browser: TestClient, provider: Provider, database: Database
) -> None:
    answer = browser.get(back(browser, provider, "/urval/x"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/urval/x")
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["response_type"] == "code"
    me = browser.get("/api/v1/me").json()
    assert (me["name"], me["authority"], me["roles"]) == (
        "Anna Andersson",
        "arbetsmiljoverket",
        ["planner"],
    )
    with transaction(database) as connection:
        log = repr(list(records(connection)))
    assert "3234" not in log
    assert "Anna" not in log


def test_the_same_person_is_the_same_user_with_the_rights_of_today(
    browser: TestClient, provider: Provider, database: Database
) -> None:
    browser.get(back(browser, provider))
    provider.claims = {"name": "Anna Berg"}
    browser.get(back(browser, provider))
    from serving.store.tables import users

    with transaction(database) as connection:
        rows = connection.execute(users.select()).all()
    assert [row.name for row in rows] == ["Anna Berg"]


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"iss": "http://elsewhere"}, 401),
        ({"aud": "another"}, 401),
        ({"exp": 1}, 401),
        ({"nonce": "another"}, 401),
        ({"nonce": None}, 401),
        ({"groups": ["annat"]}, 403),
        ({"groups": []}, 403),
        ({ORGANISATION: "5560360793"}, 403),
        ({ORGANISATION: None}, 403),
    ],
)
def test_what_does_not_hold_lets_nobody_in(
    browser: TestClient,
    provider: Provider,
    database: Database,
    claims: dict[str, Any],
    status: int,
) -> None:
    provider.claims = claims
    answer = browser.get(back(browser, provider))
    assert answer.status_code == status
    assert "5560360793" not in answer.text
    assert browser.get("/api/v1/me").status_code == 401
    with transaction(database) as connection:
        kinds = [one.event.type for one in records(connection)]
    assert "sign_in_refused" in kinds


def test_an_identity_signed_by_another_key_is_refused(
    browser: TestClient, provider: Provider
) -> None:
    provider.signs_with = provider.other
    browser.get(back(browser, provider))
    assert browser.get("/api/v1/me").status_code == 401


def test_the_way_back_works_once_and_in_the_browser_that_left(
    browser: TestClient, provider: Provider
) -> None:
    way = back(browser, provider)
    stranger = TestClient(browser.app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    stranger.get(way)
    assert stranger.get("/api/v1/me").status_code == 401
    # the stranger's try has used it up
    browser.get(way)
    assert browser.get("/api/v1/me").status_code == 401
    browser.get(back(browser, provider).replace("the-code", "another"))
    assert browser.get("/api/v1/me").status_code == 401


def test_a_level_of_assurance_that_is_asked_for_must_be_reached(
    provider: Provider, database: Database, tmp_path: Path
) -> None:
    path = told(tmp_path, provider.issuer, 'acr_values = ["loa3"]')
    settings = Settings(
        workspace=tmp_path, sign_in="oidc", provider=path, public_url="http://127.0.0.1:8000"
    )
    app = create_app(settings)
    app.state.database = database
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    for acr, status in (("loa2", 401), (None, 401), ("loa3", 200)):
        provider.claims = {"acr": acr}
        client.get(back(client, provider))
        assert client.get("/api/v1/me").status_code == status
    assert provider.asked["acr_values"] == "loa3"


def test_a_provider_that_is_not_told_of_rightly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_provider(None)
    with pytest.raises(BadOption, match="https"):
        read_provider(told(tmp_path, "http://idp.example"))
    with pytest.raises(BadOption, match="cannot be used"):
        read_provider(told(tmp_path, "https://idp.example", "unknown = 1"))
    assert read_provider(told(tmp_path, "https://idp.example")).client_secret == "hemligt"
