"""The API: what it answers, how it pages, and one shape for every fault."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from serving.targeting.inspection_list import InspectionList
from tests.serving.invented import CENTRES

API = "/api/v1"


def test_the_centres_are_there_with_their_newest_list(
    client: TestClient, week: tuple[InspectionList, ...]
) -> None:
    found = client.get(f"{API}/centres").json()
    assert {one["code"] for one in found} == {one.code for one in CENTRES}
    assert {one["latest_list"] for one in found} == {made.id for made in week}


def test_lists_are_found_by_centre_and_week(client: TestClient) -> None:
    assert len(client.get(f"{API}/selection-lists").json()) == 14
    found = client.get(f"{API}/selection-lists?centre=vast&week=2026-W47").json()
    assert [(one["centre"], one["week"]) for one in found] == [("vast", "2026-W47")]
    assert client.get(f"{API}/selection-lists?centre=none").json() == []


def test_a_list_that_is_as_last_seen_is_not_sent_again(
    client: TestClient, week: tuple[InspectionList, ...]
) -> None:
    url = f"{API}/selection-lists/{week[0].id}"
    first = client.get(url)
    assert first.headers["etag"] == f'"{week[0].digest}"'
    again = client.get(url, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("limit", [1, 3, 8, 200])
def test_pages_of_any_size_together_give_the_list(
    client: TestClient, week: tuple[InspectionList, ...], limit: int
) -> None:
    url = f"{API}/selection-lists/{week[0].id}/items?limit={limit}"
    ids: list[str] = []
    while url:
        answer = client.get(url)
        ids += [item["id"] for item in answer.json()["items"]]
        link = re.match(r"<([^>]+)>; rel=\"next\"", answer.headers.get("link", ""))
        assert bool(link) == (answer.json()["next"] is not None)
        url = link[1] if link else ""
    assert ids == [entry.id for entry in week[0].entries]


def test_an_entry_and_its_explanation_are_as_they_were_frozen(
    client: TestClient, week: tuple[InspectionList, ...]
) -> None:
    entry = week[0].entries[0]
    item = client.get(f"{API}/items/{entry.id}").json()
    told = client.get(f"{API}/items/{entry.id}/explanation").json()
    assert (item["name"], item["band"]) == (entry.name, int(entry.band))
    assert [one["sentence"]["sv"] for one in told["reasons"]] == [
        one.sentence.sv for one in entry.reasons
    ]
    assert "contribution" not in json.dumps(told)
    assert told["model_digest"] == week[0].provenance.model_digest


FAULTS = [
    ("/selection-lists?center=vast", 400, "center"),
    ("/centres?x=1", 400, "x"),
    ("/health?verbose=1", 400, "verbose"),
    ("/selection-lists?week=48", 422, "week"),
    ("/selection-lists?week=2025-W53", 422, None),
    ("/selection-lists/{id}/items?limit=201", 422, "limit"),
    ("/selection-lists/{id}/items?limit=0", 422, "limit"),
    ("/selection-lists/{id}/items?cursor=cXg", 422, None),
    ("/selection-lists/{id}/items?cursor=å", 422, None),
    ("/selection-lists/{id}/items?band=5", 422, "band"),
    ("/selection-lists/none", 404, None),
    ("/selection-lists/none/items", 404, None),
    ("/items/none.1", 404, None),
    ("/items/none.1/explanation", 404, None),
    ("/nothing", 404, None),
]


@pytest.mark.parametrize(("path", "status", "parameter"), FAULTS)
def test_every_fault_has_one_shape(
    client: TestClient,
    week: tuple[InspectionList, ...],
    path: str,
    status: int,
    parameter: str | None,
) -> None:
    answer = client.get(API + path.format(id=week[0].id))
    problem = answer.json()
    assert answer.status_code == status == problem["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "detail", "instance", "request_id"} <= set(problem)
    assert problem["request_id"] == answer.headers["x-request-id"]
    if parameter:
        assert problem["errors"][0]["parameter"] == parameter


def test_a_fault_never_repeats_what_was_sent(client: TestClient) -> None:
    for query in ("week=556036-0793", "556036-0793=1"):
        answer = client.get(f"{API}/selection-lists?{query}")
        assert answer.status_code in (400, 422)
        assert query.startswith("556036") or "556036" not in answer.text


def test_another_method_is_refused_in_the_same_shape(client: TestClient) -> None:
    answer = client.post(f"{API}/centres")
    assert (answer.status_code, answer.json()["status"]) == (405, 405)
    assert answer.headers["allow"] == "GET"
    several = client.patch(f"{API}/items/x/decision")
    assert several.headers["allow"] == "DELETE, GET, PUT"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.2", ""])
def test_a_foreign_host_name_reads_nothing(client: TestClient, host: str) -> None:
    for path in ("/", f"{API}/centres", f"{API}/health"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "vast" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"])
def test_loopback_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get(f"{API}/health", headers={"Host": host}).status_code == 200


def test_a_crash_tells_nothing_of_what_was_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    import serving.web.api

    def crash(*_: object, **__: object) -> Any:
        raise RuntimeError("row of 556036-0793")

    monkeypatch.setattr(serving.web.api, "read_centres", crash)
    answer = client.get(f"{API}/centres")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "556036" not in answer.text


def test_the_description_names_every_operation_and_its_faults(client: TestClient) -> None:
    schema = client.get(f"{API}/openapi.json").json()
    operations = [one for path in schema["paths"].values() for one in path.values()]
    ids = [one["operationId"] for one in operations]
    assert sorted(ids) == [
        "addPlace",
        "answerCorrection",
        "answerReason",
        "answerReviewCase",
        "askCoordinator",
        "askForExport",
        "closeCase",
        "commentOnReview",
        "commentOnReviewCase",
        "compareLists",
        "correctFact",
        "decideItems",
        "disputeFact",
        "endSessions",
        "exportItems",
        "exportItemsAsGeojson",
        "exportItemsAsWorkbook",
        "getDecision",
        "getExplanation",
        "getExport",
        "getFollowUp",
        "getHealth",
        "getItem",
        "getMe",
        "getModel",
        "getPlan",
        "getPublicPage",
        "getPublicPageOfReview",
        "getReport",
        "getReportAsMarkdown",
        "getReportAsPdf",
        "getRescoring",
        "getReview",
        "getReviewCase",
        "getReviewHistory",
        "getSelectionList",
        "getWorkplace",
        "leaveOut",
        "liftRest",
        "listAuditEvents",
        "listCases",
        "listCentres",
        "listCorrections",
        "listFacts",
        "listItems",
        "listModels",
        "listOutcomes",
        "listPeople",
        "listPseudonymousItems",
        "listRests",
        "listReviewCases",
        "listReviews",
        "listSelectionLists",
        "listTokens",
        "makeToken",
        "movePlan",
        "openCase",
        "openPlan",
        "postOutcome",
        "promoteModel",
        "putDecision",
        "rescoreCorrection",
        "sampleAuditEvents",
        "submitModel",
        "takeExport",
        "undoDecision",
        "voteOnModel",
        "withdrawToken",
    ]
    for one in operations:
        assert one["tags"]
        assert one["description"]
        for status in ("400", "422"):
            assert "application/problem+json" in one["responses"][status]["content"]
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    assert "/urval/{list_id}" not in schema["paths"]
