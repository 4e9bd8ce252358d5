"""From a score frame to a page: the same entries everywhere, and every read in the log."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from serving.exports import write_list_files
from serving.settings import Settings
from serving.store.audit_log import check_chain, records
from serving.store.database import connect, transaction
from serving.store.lists import check_lists, made_event, save_list
from serving.web.app import create_app
from tests.serving.invented import CENTRES, frame, lists


def test_a_list_is_made_stored_shown_and_logged(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path)
    week = lists(frame(rows=1400, seed=3))
    database = connect(settings.database, create=True)
    with transaction(database) as connection:
        for made in week:
            assert save_list(connection, made, event=made_event(made))
    database.dispose()
    assert len(week) == len(CENTRES) == 7
    assert all(len(made.entries) == made.capacity == 8 for made in week)

    app = create_app(settings)
    asked = 0
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        overview = client.get("/").text
        asked += 1
        for made in week:
            expected = [entry.name for entry in made.entries]
            assert f"/urval/{made.id}" in overview
            page = client.get(f"/urval/{made.id}").text
            items = client.get(f"/api/v1/selection-lists/{made.id}/items").json()["items"]
            asked += 2
            assert [unescape(one) for one in re.findall(r"<h3>(.*?)</h3>", page)] == expected
            assert [item["name"] for item in items] == expected
            files = write_list_files(made, tmp_path / "lists")
            assert all(name in files.html.read_text(encoding="utf-8") for name in expected)

    with transaction(connect(settings.database)) as connection:
        log = list(records(connection))
        assert check_chain(connection) == []
        assert check_lists(connection) == []
    assert len(log) == len(week) + asked
    assert [one.event.type for one in log[:7]] == ["list_made"] * 7
    assert [one.event.rows for one in log[8:]] == [8] * 14
    # A record tells which list and which entries, and nothing of whom they are about.
    secret = {part for made in week for e in made.entries for part in (e.name, e.employer)}
    for record in log:
        assert record.event.request_id or record.event.type == "list_made"
        assert not secret & set(record.event.objects)
