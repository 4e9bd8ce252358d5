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
    site = {"Sec-Fetch-Site": "same-origin"}
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=site) as client:
        client.post("/logga-in", data={"person": "planerare"})
        for made in week:
            expected = [entry.name for entry in made.entries]
            given = {"centre": made.centre.code, "case": "DEMO", "ground": "plan"}
            overview = client.post("/andamal", data=given).text  # it leads on to the overview
            assert re.findall(r'href="/urval/([^"]+)"', overview) == [made.id]
            page = client.get(f"/urval/{made.id}").text
            items = client.get(f"/api/v1/selection-lists/{made.id}/items").json()["items"]
            heads = [re.sub("<.*?>", "", one) for one in re.findall(r"<h3>(.*?)</h3>", page)]
            assert [unescape(one) for one in heads] == expected
            assert [item["name"] for item in items] == expected
            files = write_list_files(made, tmp_path / "lists")
            assert all(name in files.html.read_text(encoding="utf-8") for name in expected)

    with transaction(connect(settings.database)) as connection:
        log = list(records(connection))
        assert check_chain(connection) == []
        assert check_lists(connection) == []
    # Signing in leads on to the question of the purpose, which shows a centre's open cases.
    begun = ["user_saved", "signed_in", "cases_read"]
    assert [one.event.type for one in log[:10]] == ["list_made"] * 7 + begun
    each = ["case_opened", "purpose_given", "centres_read", "list_read", "list_read"]
    assert [one.event.type for one in log[10:]] == each * 7
    read = [one.event for one in log if one.event.type == "list_read"]
    assert [(one.rows, one.control_case) for one in read] == [
        (8, f"DEMO-{made.centre.code.upper()}") for made in week for _ in range(2)
    ]
    # A record tells which list and which entries, and nothing of whom they are about.
    secret = {part for made in week for e in made.entries for part in (e.name, e.employer)}
    for record in log:
        assert record.event.request_id or record.event.type == "list_made"
        assert not secret & set(record.event.objects)
