"""The API asked everything that its description allows, and much that it does not."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.access.signing_in import let_in, take_purpose
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.vocabulary import Ground
from serving.settings import Settings
from serving.store.audit_log import check_chain
from serving.store.cases import open_case
from serving.store.database import Database, connect, transaction
from serving.store.lists import check_lists
from serving.store.people import session_of
from serving.store.plans import open_plan
from serving.targeting.inspection_list import InspectionList
from serving.web.app import create_app

EXAMPLES = int(os.environ.get("LYKTA_TEST_EXAMPLES", "8"))  # of each operation; 300 by hand

# The store comes with each test; what the service keeps beside it goes with the process.
_HOME = tempfile.TemporaryDirectory()
app = create_app(Settings(workspace=Path(_HOME.name)))
schema = schemathesis.openapi.from_asgi(
    "/api/v1/openapi.json", app, headers={"Host": "127.0.0.1"}
)


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, week: tuple[InspectionList, ...]
) -> Iterator[Database]:
    """The week with its plans open."""
    path = tmp_path_factory.mktemp("asked") / "lykta.db"
    shutil.copy(filled, path)
    database = connect(path)
    with transaction(database) as connection:
        open_case(
            connection, "AK-1", "vast", "polismyndigheten",
            event=AuditEvent(EventType.CASE_OPENED, ("AK-1",)),
        )  # fmt: skip
        for made in week:
            event = AuditEvent(EventType.PLAN_OPENED, (made.id,))
            open_plan(connection, made.id, event=event)
    app.state.database = database
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def headers(store: Database) -> dict[str, str]:
    """Of somebody with every role that one person may have, reading for Väst."""
    roles = (Role.PLANNER, Role.LEAD, Role.INSPECTOR)
    grants = frozenset((role, EVERY_CENTRE) for role in roles)
    user = User("", "Prov", Authority.ARBETSMILJOVERKET, grants)
    secret = let_in(store, "test", "prov", user, request_id="r")
    with transaction(store) as connection:
        session = session_of(connection, secret, datetime.now(UTC))
    assert session is not None
    take_purpose(store, session, centre="vast", case="AK-1", ground=Ground.PLAN, request_id="r")
    return {
        "Host": "127.0.0.1",
        "Sec-Fetch-Site": "same-origin",
        "Cookie": f"lykta-session={secret}",
    }


@pytest.fixture(scope="module")
def real(week: tuple[InspectionList, ...]) -> dict[str, str]:
    """Ids that are there, for a question not to end at "there is no such list"."""
    made = next(one for one in week if one.centre.code == "vast")
    return {"list_id": made.id, "item_id": made.entries[0].id, "reason": "0"}


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(
    case: schemathesis.Case[Any], store: Database, headers: dict[str, str], real: dict[str, str]
) -> None:
    """No crash, and status, type, headers and body as the description says; half of the
    questions are of things that are there."""
    if len(repr(case.query)) % 2:
        case.path_parameters.update(
            {k: v for k, v in real.items() if k in case.path_parameters}
        )
    # What a write must fit beside its form no schema can say: the version that stands, a plan
    # that is a draft, a reason that belongs to the status. That such a refusal is one of the
    # described, in the described shape, is checked all the same.
    # Nor that a cursor is one we gave out, or that a year has a week 53.
    is_beyond = case.method != "GET" or {"cursor", "week"} & set(case.query or ())
    beyond: Any = [positive_data_acceptance] if is_beyond else []
    case.call_and_validate(headers=headers, excluded_checks=beyond)


def test_whatever_was_asked_the_log_is_whole(store: Database) -> None:
    with transaction(store) as connection:
        assert [*check_chain(connection), *check_lists(connection)] == []
