"""The same store on SQLite and on PostgreSQL: every test here runs on both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving.settings import Settings
from serving.store.database import Connection, Database, connect, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import InspectionList
from tests.serving.invented import WEEK, lists
from tests.serving.servers import Server, postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def filled_server(server: Server, week: tuple[InspectionList, ...]) -> str:
    """A database of the server with the lists of weeks 47 and 48, copied by each test."""
    name = server.create()
    database = connect(server.url(name), create=True)
    with transaction(database) as connection:
        for made in (*lists(week=WEEK.plus(-1)), *week):
            save_list(connection, made, event=made_event(made))
    database.dispose()
    return name


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def where(
    engine: str, settings: Settings, filled: Path, request: pytest.FixtureRequest
) -> Path | str:
    """Where a filled store of the test's own is."""
    if engine == "sqlite":
        shutil.copy(filled, settings.database)
        return settings.database
    server: Server = request.getfixturevalue("server")
    return server.url(server.create(request.getfixturevalue("filled_server")))


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where an empty store can be made."""
    if engine == "sqlite":
        return tmp_path / "new.db"
    server: Server = request.getfixturevalue("server")
    return server.url(server.create())


@pytest.fixture
def database(where: Path | str) -> Iterator[Database]:
    """A store of the test's own, on one of the two engines."""
    database = connect(where)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def shared(
    engine: str,
    filled: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Database]:
    """A store for the tests that take back all they do."""
    if engine == "sqlite":
        copy = tmp_path_factory.mktemp("shared") / "lykta.db"
        shutil.copy(filled, copy)
        database = connect(copy)
    else:
        server: Server = request.getfixturevalue("server")
        database = connect(server.url(server.create(request.getfixturevalue("filled_server"))))
    yield database
    database.dispose()


@pytest.fixture
def undone(shared: Database) -> Iterator[Connection]:
    """A transaction on a filled store that is taken back after the test."""
    with shared.connect() as connection, connection.begin() as all_of_it:
        yield connection
        all_of_it.rollback()
