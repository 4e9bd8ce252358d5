"""The service as it runs: health, figures, a log that names nobody, and a stop that waits."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from features.errors import BadOption
from serving.settings import Settings
from serving.starting import listen
from serving.targeting.inspection_list import InspectionList
from tests.serving.running import Service, free_port, running

SITE = {"Sec-Fetch-Site": "same-origin"}
FORM = {**SITE, "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Path:
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(filled, folder / "lykta.db")
    return folder


@pytest.fixture(scope="module")
def figures() -> int:
    return free_port()


@pytest.fixture(scope="module")
def service(workspace: Path, figures: int) -> Iterator[Service]:
    """Two processes that answer together, for all tests of this file that leave it going."""
    words = ("--workers", "2", "--metrics-port", str(figures))
    with running(workspace / "log", *words, workspace=workspace) as service:
        yield service


def answers_told(figures: int, route: str) -> float:
    """How many answers Prometheus is told of for the labels of a route; 0 where none was."""
    with urllib.request.urlopen(f"http://127.0.0.1:{figures}/metrics") as answer:
        told = answer.read().decode()
    assert "lykta_store_up 1.0" in told
    assert "no-such-item" not in told
    lines = [
        one for one in told.splitlines() if one.startswith(f"lykta_answers_total{{{route}}}")
    ]
    return float(lines[0].rsplit(" ", 1)[1]) if lines else 0.0


def signed_in(service: Service, centre: str = "vast") -> dict[str, str]:
    """The headers of a planner who reads for a centre."""
    _, headers, _ = service.ask("POST", "/logga-in", "person=planerare", FORM)
    cookie = {"Cookie": headers["set-cookie"].split(";")[0]}
    given = f"centre={centre}&case=DEMO&ground=plan"
    assert service.ask("POST", "/andamal", given, {**FORM, **cookie})[0] == 303
    return {**SITE, **cookie}


def test_an_answer_does_not_wait_until_its_headers_were_acknowledged() -> None:
    said: list[int] = []

    async def once() -> None:
        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            said.append(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        port = free_port()
        server = await asyncio.start_server(answer, sock=listen(Settings(port=port)))
        async with server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert await reader.read() == b""
            writer.close()

    asyncio.run(once())
    assert said == [1]


def test_whoever_comes_before_it_answers_waits_and_no_other_gets_the_port() -> None:
    settings = Settings(port=free_port())
    with (
        listen(settings),
        socket.create_connection(("127.0.0.1", settings.port), 5),
        pytest.raises(BadOption, match=str(settings.port)),
    ):
        listen(settings)


def test_health_is_told_to_anyone_and_tells_nothing_else(service: Service) -> None:
    for address in ("/health/live", "/health/ready"):
        status, headers, text = service.ask("GET", address)
        assert (status, json.loads(text)) == (200, {"status": "ok"})
        assert headers["cache-control"] == "no-store"


def test_figures_are_those_of_every_process_together(service: Service, figures: int) -> None:
    """Eleven answers, whichever process gave them; what is asked for is no label."""
    route = 'method="GET",route="/api/v1/items/{item_id}",status="401"'
    before = answers_told(figures, route)
    for _ in range(11):
        assert service.ask("GET", "/api/v1/items/no-such-item")[0] == 401
    until = time.monotonic() + 20  # a figure follows the answer that it tells of
    while answers_told(figures, route) < before + 11 and time.monotonic() < until:
        time.sleep(0.05)
    assert answers_told(figures, route) == before + 11


def test_the_log_of_a_whole_run_names_nobody(
    service: Service, week: tuple[InspectionList, ...]
) -> None:
    """Pages, API, searches, refusals and nonsense: one JSON object a line, and no row in it."""
    made = next(one for one in week if one.centre.code == "vast")
    entry = made.entries[0]
    headers = signed_in(service)
    asked = [
        f"/urval/{made.id}",
        f"/urval/{made.id}/lista.csv",
        f"/api/v1/selection-lists/{made.id}/items",
        f"/api/v1/items/{entry.id}/explanation",
        f"/api/v1/rests?centre=vast&workplace={entry.workplace}",
        "/api/v1/selection-lists?week=556036-0793",
        "/api/v1/items/19640823-3234",
        "/nothing?name=Varbergs%20Bud",
    ]
    for address in asked:
        assert service.ask("GET", address, headers=headers)[0] < 500, address
    body = json.dumps({"status": "wait", "reason_code": "team", "comment": "Varbergs Bud"})
    address = f"/api/v1/items/{entry.id}/decision"
    seen = {**headers, "If-Match": '"0"', "Content-Type": "application/json"}
    assert service.ask("PUT", address, body, seen)[0] in (200, 404, 409)

    until = time.monotonic() + 20  # a line follows the answer, whichever process
    last = [f'"route": "{one}"' for one in ("/api/v1/items/{item_id}/decision", "none")]
    while not all(one in service.log.read_text("utf-8") for one in last):
        assert time.monotonic() < until, "the decision or the last page is not in the log"
        time.sleep(0.05)
    log = service.log.read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    routes = {line["route"] for line in lines if "route" in line}
    assert {"/urval/{list_id}", "/api/v1/items/{item_id}/decision", "none"} <= routes
    told = {part for one in made.entries for part in (one.name, one.workplace, one.employer)}
    # With its dash: four digits alone stand by chance in a request's number now and then.
    told |= {"Varbergs", "556036", "640823", "-3234", "Demo Planerare", "DEMO-VAST", made.id}
    assert [secret for secret in sorted(told) if secret in log] == []


def test_a_second_service_on_the_same_port_says_so(service: Service, workspace: Path) -> None:
    from features.errors import BadOption
    from serving.starting import serve

    settings = Settings(workspace=workspace, port=service.port)
    with pytest.raises(BadOption, match=f"Port {service.port} cannot be used"):
        serve(settings, as_json=True)


def test_told_to_stop_it_finishes_what_is_under_way(tmp_path: Path, filled: Path) -> None:
    """A sign-in whose form is half sent when the word comes is answered all the same."""
    shutil.copy(filled, tmp_path / "lykta.db")
    # A service of its own: it is stopped, and others may come after.
    with running(tmp_path / "log", "--workers", "2", workspace=tmp_path) as service:
        stop_half_way(service)


def stop_half_way(service: Service) -> None:
    """Send half a form, tell the service to stop, send the rest; it answers, and then ends."""
    form = b"person=planerare"
    head = "".join(f"{name}: {value}\r\n" for name, value in FORM.items())
    start = f"POST /logga-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Content-Length: {len(form)}"
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(start.encode() + b"\r\n\r\n" + form[:5])
        service.ask("GET", "/health/live")  # the other has arrived before this is answered
        service.process.terminate()
        until = time.monotonic() + 30
        while service.log.read_text("utf-8").count('"Shutting down"') < 2:
            assert time.monotonic() < until, "the workers were not told to stop"
            time.sleep(0.02)
        connection.sendall(form[5:])
        assert connection.recv(100).startswith(b"HTTP/1.1 303")
    assert service.process.wait(60) == 0
