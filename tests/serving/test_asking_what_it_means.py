"""On a workplace's page: to ask what a corrected value would mean, where a fact is disputed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from fastapi import FastAPI

from serving.access.rights import Role
from serving.rescorer import Rescorer
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.rescorings import Rescoring, waiting_rescorings
from serving.targeting.inspection_list import InspectionList
from serving.web.correction_form import number_in
from tests.serving.access.conftest import ENTER, cases, enter, person
from tests.serving.test_asked import answered, dispute, made
from tests.serving.test_rescoring import AV, JAM, SKV, rescorer

__all__ = ["cases", "enter", "made", "rescorer"]  # fixtures; no process is started


@pytest.fixture
def place(made: InspectionList) -> str:
    return f"/arbetsstalle/{made.entries[0].id}"


def waiting(database: Database) -> list[Rescoring]:
    with transaction(database) as connection:
        return list(waiting_rescorings(connection))


def test_a_number_is_asked_for_in_the_facts_own_unit(
    enter: ENTER, database: Database, made: InspectionList, place: str
) -> None:
    dispute(database, made, SKV)
    dispute(database, made, AV)
    client = enter(person(Role.PLANNER))
    page = client.get(place).text
    assert "Rätt värde (procent)" in page
    assert "Rätt värde (krav)" in page
    assert "The right value (demands)" in client.get(f"{place}?lang=en").text


@pytest.mark.parametrize(
    ("form", "kept"),
    [({"value": "40", "share": "1"}, 0.4), ({"value": "2,5"}, 2.5), ({"value": "0"}, 0.0)],
)
def test_what_was_typed_is_asked_and_the_page_says_that_it_is_being_worked_out(
    enter: ENTER,
    database: Database,
    made: InspectionList,
    place: str,
    form: dict[str, str],
    kept: float,
) -> None:
    request = dispute(database, made, SKV)
    client = enter(person(Role.PLANNER))
    answer = client.post(f"{place}/rattelse/{request}/varde", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{place}?said=varde#uppgifter"
    (one,) = waiting(database)
    assert (one.request, one.value) == (request, kept)
    page = client.get(answer.headers["location"]).text
    assert "Det räknas ut nu." in page
    assert "Nu räknas det ut vad ett rättat värde skulle betyda." in page
    assert f"{request}/varde" not in page  # one at a time
    # Sent twice, it is asked once.
    again = client.post(f"{place}/rattelse/{request}/varde", data=form)
    assert (again.status_code, len(waiting(database))) == (303, 1)


@pytest.mark.parametrize("typed", ["", "många", "nan", "1e999"])
def test_what_is_no_number_comes_back_as_it_was_typed(
    enter: ENTER, database: Database, made: InspectionList, place: str, typed: str
) -> None:
    request = dispute(database, made, SKV)
    answer = enter(person(Role.PLANNER)).post(
        f"{place}/rattelse/{request}/varde", data={"value": typed}
    )
    assert answer.status_code == 422
    form = answer.text[answer.text.index(f'action="{place}/rattelse/{request}/varde"') :]
    form = form[: form.index("</form>")]
    assert "Skriv ett tal, till exempel 2 eller 0,5." in form
    assert f'value="{typed}"' in form
    assert waiting(database) == []


def test_numbers_are_read_as_people_write_them() -> None:
    assert [number_in(one) for one in ("1 200,5", "-3", " 7 ", "x", "inf")] == [
        1200.5,
        -3.0,
        7.0,
        None,
        None,
    ]


def test_nothing_is_tried_on_a_fact_that_its_owner_holds_to_be_right(
    enter: ENTER, database: Database, made: InspectionList, place: str
) -> None:
    answered(database, dispute(database, made, SKV), "rejected")
    assert (
        "Vad skulle ett rättat värde betyda?" not in enter(person(Role.PLANNER)).get(place).text
    )


def test_neither_secrecy_nor_the_centre_is_got_around_by_trying_values(
    enter: ENTER, database: Database, made: InspectionList, place: str
) -> None:
    request = dispute(database, made, SKV)
    address, form = f"{place}/rattelse/{request}/varde", {"value": "1"}
    assert (
        enter(person(Role.PLANNER, authority=JAM)).post(address, data=form).status_code == 403
    )
    assert enter(person(Role.REVIEWER)).post(address, data=form).status_code == 403
    elsewhere = enter(person(Role.PLANNER, "ost"), centre="ost")
    assert elsewhere.post(address, data=form).status_code == 404
    assert waiting(database) == []


def test_whoever_opens_the_page_sets_going_what_a_stop_had_left(
    enter: ENTER,
    app: FastAPI,
    settings: Settings,
    database: Database,
    made: InspectionList,
    place: str,
    tmp_path: Path,
) -> None:
    request, client = dispute(database, made, SKV), enter(person(Role.PLANNER))
    client.post(f"{place}/rattelse/{request}/varde", data={"value": "1"})
    ran = tmp_path / "ran"
    script = "import sys; open(sys.argv[1], 'w').write('ran')"
    app.state.rescorer = Rescorer(settings, (sys.executable, "-c", script, str(ran)))
    client.get(place)
    until = time.monotonic() + 30
    while not ran.exists():
        assert time.monotonic() < until, "no process was started within 30 s"
        time.sleep(0.05)
