"""A small invented week in a store of its own, and a client that asks as a browser does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from serving.access.callers import Operator
from serving.settings import Settings
from serving.store.database import Database, connect, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import InspectionList
from serving.web.app import create_app
from serving.web.asking import calling, signed_reader, whom
from tests.serving.invented import WEEK, lists


@pytest.fixture(scope="session")
def week() -> tuple[InspectionList, ...]:
    """The seven lists of week 48. Frozen, so that all tests may share them."""
    return lists()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path, mlruns=tmp_path / "mlruns")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, week: tuple[InspectionList, ...]) -> Path:
    """A database file with the lists of weeks 47 and 48, made once and copied by each test."""
    path = tmp_path_factory.mktemp("store") / "lykta.db"
    database = connect(path, create=True)
    with transaction(database) as connection:
        for made in (*lists(week=WEEK.plus(-1)), *week):
            save_list(connection, made, event=made_event(made))
    database.dispose()  # the last connection to close empties the write-ahead log
    return path


@pytest.fixture
def database(settings: Settings, filled: Path) -> Iterator[Database]:
    """A store of the test's own."""
    shutil.copy(filled, settings.database)
    database = connect(settings.database)
    # What a test writes need not outlive the machine's power, and waiting for the disk is long.
    sa.event.listen(database, "connect", _hurry)
    database.dispose()
    yield database
    database.dispose()


def _hurry(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    """The app on a filled store, as it is when nobody has signed in."""
    app = create_app(settings)
    app.state.database = database
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks as the machine's operator, who may read every centre; for what pages and API say.

    Who may ask is tested in `access/`. A crash is answered, as it would be over the wire.
    """
    app.dependency_overrides[calling] = lambda: Operator("test")
    app.dependency_overrides[signed_reader] = whom
    with TestClient(
        app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False
    ) as client:
        yield client
