"""Kills the service under load, again and again: is every write that it acknowledged there?

People decide as fast as they are answered; at a random moment the service and its workers are
killed (SIGKILL), started anew, and decided upon again. In the end the store is read beside the
service: every decision that was answered with 200 must stand at its version with its comment,
every place that was put on a plan must be there once, and the audit log must be whole with a
record of each. A request that was cut off may have been done or not, never half.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.served import Seat, fill, free_port, lykta, postgresql, seated
from serving.store.audit_log import check_chain, records
from serving.store.database import connect, looking
from serving.store.decisions import versions_of
from serving.store.lists import check_lists
from serving.store.places import additions_of

STORES = ("sqlite", "postgresql")
V1 = "/api/v1"


@dataclass
class Ledger:
    """What was acknowledged: the comment of each version of a place, and each place added."""

    decided: dict[tuple[str, int], str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    cut_off: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many writes were."""
        return len(self.decided) + len(self.added)


class Planner(threading.Thread):
    """One person who decides and adds places without a pause, and retries what was cut off."""

    def __init__(self, seat: Seat, port: int, ledger: Ledger, number: int) -> None:
        super().__init__(daemon=True)
        self.seat, self.port, self.ledger = seat, port, ledger
        self.dice = random.Random(number)
        self.number, self.count, self.ended = number, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            self.count += 1
            try:
                if self.dice.random() < 0.25:
                    self.add()
                else:
                    self.decide()
            except (OSError, http.client.HTTPException):
                self.ledger.cut_off += 1
                time.sleep(0.02)

    def decide(self) -> None:
        """Over the version that stands; whoever comes second is told so and goes on."""
        place = self.dice.choice(self.seat.places)
        path = f"{V1}/items/{place}/decision"
        _, version, _ = self.ask("GET", path)
        said = f"{self.number} {self.count}"
        body = {"status": "wait", "reason_code": "team", "comment": said}
        status, etag, told = self.ask("PUT", path, body, {"If-Match": version})
        if status == 200:
            self.ledger.decided[place, int(etag.strip('"'))] = said
        elif status != 412:
            self.ledger.refused.append(f"{status} {told}")

    def add(self) -> None:
        """With a key, so that a retry after a cut adds nothing twice."""
        workplace = str(20_000_000 + 100_000 * self.number + self.count)
        path = f"{V1}/plans/{self.seat.list_id}/additions"
        body = {"workplace": workplace, "name": "Nytt", "municipality": "Borås"}
        body["reason_code"] = "tip"
        headers = {"Idempotency-Key": workplace}
        while not self.ended.is_set():
            try:
                status, _, told = self.ask("POST", path, body, headers)
            except (OSError, http.client.HTTPException):
                self.ledger.cut_off += 1
                time.sleep(0.02)
                continue
            if status == 201:
                self.ledger.added[json.loads(told)["id"]] = workplace
            else:
                self.ledger.refused.append(f"{status} {told}")
            return

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Status, ETag and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        said = {"Cookie": f"lykta-session={self.seat.secret}", "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            said["Content-Type"] = "application/json"
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {**said, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("etag", ""), answer.read().decode()
        finally:
            connection.close()


def killed(
    where: Path | str,
    folder: Path,
    kills: int,
    *,
    people: int = 6,
    workers: int = 1,
    seed: int = 1,
) -> dict[str, object]:
    """Kill so many times; what was acknowledged, and every fault found afterwards."""
    fill(where)
    ledger, dice, port = Ledger(), random.Random(seed), free_port()
    seats = seated(where, people)
    served = lykta(where, port, folder / "log", workers)
    planners = [Planner(seat, port, ledger, number) for number, seat in enumerate(seats, 1)]
    for one in planners:
        one.start()
    for number in range(kills):
        _wait_for_one_more(ledger)
        time.sleep(dice.uniform(0.02, 0.6))
        served.end(signal.SIGKILL)
        served = lykta(where, port, folder / "log", workers)
        print(f"\r{number + 1} of {kills} killed", end="", file=sys.stderr)
    _wait_for_one_more(ledger)
    for one in planners:
        one.ended.set()
    for one in planners:
        one.join(60)
    served.end()
    print(file=sys.stderr)
    return {
        "kills": kills,
        "acknowledged": ledger.acknowledged,
        "cut_off": ledger.cut_off,
        "faults": [*faults(where, ledger), *sorted(set(ledger.refused))],
    }


def _wait_for_one_more(ledger: Ledger) -> None:
    """Until the service that was started last has acknowledged something; ten minutes at most,
    for on a busy machine a request that was cut off is only noticed after thirty seconds.
    """
    before, until = ledger.acknowledged, time.monotonic() + 600
    while ledger.acknowledged == before:
        if time.monotonic() > until:
            raise SystemExit("The service acknowledged nothing for ten minutes.")
        time.sleep(0.01)


def faults(where: Path | str, ledger: Ledger) -> list[str]:
    """What was acknowledged and is not there, or not once, or without its record."""
    found: list[str] = []
    database = connect(where)
    with looking(database) as connection:
        stands = {
            (one.place, one.version): one.comment
            for place in {place for place, _ in ledger.decided}
            for one in versions_of(connection, place)
        }
        lists = {place.rpartition(".")[0] for place in ledger.added}
        there = [
            (place, one.workplace)
            for list_id in lists
            for place, one in additions_of(connection, list_id)
        ]
        told = {
            (record.event.objects[0], record.event.objects[-1])
            for record in records(connection)
            if record.event.type.value == "decision_made"
        }
        found += [*check_chain(connection), *check_lists(connection)]
    database.dispose()
    for key, comment in ledger.decided.items():
        if stands.get(key) != comment:
            found.append(f"version {key[1]} of a decision was acknowledged and is lost")
    for place, version in stands:
        if (place, f"v{version}") not in told:
            found.append(f"version {version} of a decision has no record")
    for place, workplace in ledger.added.items():
        if there.count((place, workplace)) != 1:
            found.append("a place that was added is not there just once")
    workplaces = [workplace for _, workplace in there]
    if len(workplaces) != len(set(workplaces)):
        found.append("a retry added a place twice")
    return found


def main(words: Sequence[str] | None = None) -> None:
    """Kill, and print one JSON object; ends with 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="of each store")
    parser.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the same, on one line")
    asked = parser.parse_args(words)
    # Told to stop, it stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    result: dict[str, dict[str, object]] = {}
    for name in asked.stores:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kill-")))
            where: Path | str = folder / "lykta.db"
            if name == "postgresql":
                where = stack.enter_context(postgresql())
            result[name] = killed(
                where, folder, asked.kills, workers=asked.workers, seed=asked.seed
            )
    print(json.dumps(result, indent=None if asked.json else 1))
    if any(one["faults"] for one in result.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
