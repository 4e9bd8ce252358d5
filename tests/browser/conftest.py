"""A served, invented week and a browser to meet it in; what it must not do fails the test."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from serving.settings import Settings
from serving.store.database import connect, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import InspectionList
from serving.web.app import create_app
from tests.browser.looking import axe_faults
from tests.serving.invented import WEEK, lists

__all__ = ["Opened", "Site"]

CENTRE = "vast"

# A machine with much to do is slow; what never comes is still told within the minute.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Site:
    """A service that answers at `address`, with the lists of two weeks and nothing decided."""

    address: str
    app: FastAPI
    week: tuple[InspectionList, ...]
    before: tuple[InspectionList, ...]

    @property
    def made(self) -> InspectionList:
        """The list of Väst for the week to plan."""
        return next(one for one in self.week if one.centre.code == CENTRE)


@dataclass
class Opened:
    """A page with what it did beside showing itself."""

    page: Page
    context: BrowserContext
    address: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the service."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def check(self) -> None:
        """Pass if axe finds nothing wrong with the page as it is now."""
        assert axe_faults(self.page) == []


OPEN = Callable[..., Opened]


@pytest.fixture(scope="package")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """One server for all; its store is put in place anew for each test."""
    home = tmp_path_factory.mktemp("browser")
    week, before = lists(), lists(week=WEEK.plus(-1))
    full = home / "full.db"
    database = connect(full, create=True)
    with transaction(database) as connection:
        for made in (*before, *week):
            save_list(connection, made, event=made_event(made))
    database.dispose()
    app = create_app(Settings(workspace=home, mlruns=home / "mlruns"))
    heard = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [heard]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until, "the server did not start within 30 s"
        time.sleep(0.01)
    yield Site(f"http://127.0.0.1:{heard.getsockname()[1]}", app, week, before), full
    server.should_exit = True
    thread.join(10)
    heard.close()


@pytest.fixture
def site(_served: tuple[Site, Path], tmp_path: Path) -> Iterator[Site]:
    """The service with a store of the test's own, two weeks old and untouched."""
    found, full = _served
    database = connect(Path(shutil.copy(full, tmp_path / "lykta.db")))
    found.app.state.database = database
    yield found
    found.app.state.database = None
    database.dispose()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Not skipped where it is missing: `make test` brings it, so that is a fault."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for one in names if (found := shutil.which(one))), None)
    if path is None:
        pytest.fail("No Chromium here. On Debian or Ubuntu: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OPEN]:
    """Opens pages as somebody who is signed in for Väst (`person=None`: as nobody).

    When the test is over, none may have asked another machine for anything, broken the
    content security policy or failed in its script.
    """
    opened: list[Opened] = []

    def open_one(
        person: str | None = "planerare",
        *,
        width: int = 1440,
        height: int = 1000,
        language: str = "sv",
        **more: Any,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, **more
        )
        context.set_default_timeout(PATIENCE_MS)
        if person is not None:
            _enter(context, site, person)
        page = context.new_page()
        found = Opened(page, context, site.address)
        page.on("request", lambda asked: _note(found, asked.url))
        page.on("console", lambda said: _hear(found, said.type, said.text))
        page.on("pageerror", lambda error: _hear(found, "error", str(error)))
        opened.append(found)
        return found

    yield open_one
    for one in opened:
        one.context.close()
    assert [one.strangers for one in opened if one.strangers] == []
    assert [one.complaints for one in opened if one.complaints] == []


def _enter(context: BrowserContext, site: Site, person: str) -> None:
    """Sign in and say what for, as the forms do."""
    given = {"centre": CENTRE, "case": "DEMO", "ground": "plan"}
    for path, form in (("/logga-in", {"person": person}), ("/andamal", given)):
        headers = {"Origin": site.address}
        answer = context.request.post(
            site.address + path, form=dict(form), headers=headers, max_redirects=0
        )
        assert answer.status == 303, f"{path}: {answer.status}"


def _note(found: Opened, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        found.strangers.append(url)


def _hear(found: Opened, kind: str, said: str) -> None:
    # The browser reports every answer that is a refusal; a 422 or 412 is one that is tested.
    if kind == "error" and not said.startswith("Failed to load resource"):
        found.complaints.append(said)
