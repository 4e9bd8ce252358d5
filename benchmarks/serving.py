"""140 people at lists and decisions, against the same bytes from memory: ratios in one run.

The load is a closed loop: each person has one kept connection, asks, waits for the whole
answer, reads for a while and asks for the next thing. Reading takes `--think` seconds on
average, drawn exponentially and never more than four times that: a planner who opens a list or
a reason looks at it, and five seconds, some 28 requests a second, are already hasty. Nobody
clicks faster because the service is fast, so nearly as many requests a second reach a fast
service as a slow one; `answers_per_second` is told beside the ratios, and another `--think` is
another load.

Of a hundred requests 35 open a list as a page, 25 read its entries by the API, 15 an entry's
reasons, 10 a decision, and 15 decide, over the version that stands.

Each store has a bare service beside it: FastAPI with one `async` endpoint that gives back from
memory the very bodies that Lykta gave on that store, to the same requests by the same client.
The same person in the same round draws the same clicks and the same pauses from both. What
Lykta's page says of a decision changes while it is loaded (a version, a time); the bare one's
stays as it was after each place was decided on once. Services take turns in rounds, so that
what else the machine does falls on all alike. The disk is waited for as in production: for
every decision, and not for the record of a read (`serving/README.md`, *A reader does not wait
for the disk*).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.served import (
    Seat,
    Served,
    bare,
    fill,
    free_port,
    lykta,
    postgresql,
    seated,
)

STORES = ("sqlite", "postgresql")
MOST_THINKING = 4  # times the average: one pause in some fifty is cut there
WARM_SECONDS = 3.0  # not counted: connections, caches and plans are made then
V1 = "/api/v1"
GO = json.dumps({"status": "include", "agencies": ["arbetsmiljoverket"]})
MIX = {"page": 35, "items": 25, "reasons": 15, "decision": 10, "decide": 15}


@dataclass
class Told:
    """What was measured of one service: seconds of each answer, by what was asked."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    stale: int = 0
    counted: float = 0.0

    def note(self, what: str, status: int, seconds: float, path: str) -> None:
        """Take an answer down; whoever decides over an old version is told so, no error."""
        self.stale += status == 412
        if status not in (200, 412):
            self.errors.append(f"{status} {path}")
        self.seconds.setdefault(what, []).append(seconds)


@dataclass(frozen=True)
class Answer:
    """An answer, and the seconds from the first byte asked to the last byte received."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Line:
    """One kept connection of a person who asks and waits for the whole answer."""

    def __init__(self, port: int, seat: Seat) -> None:
        self.port, self.seat = port, seat
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, more: str = "", body: str = "") -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self.streams
        if body:
            more += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        asked = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            f"Cookie: lykta-session={self.seat.secret}\r\n{more}\r\n{body}"
        ).encode()
        began = time.perf_counter()
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        lines = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in lines}
        got = await reader.readexactly(int(headers["content-length"]))
        taken = time.perf_counter() - began
        return Answer(int(head[0].split()[1]), headers, got, taken)

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()


async def week(
    line: Line, drawn: str, told: Told, until: float, counts_from: float, think: float
) -> None:
    """One person's clicks until the time is up, those that `drawn` seeds."""
    dice = random.Random(drawn)
    seen: dict[str, str] = {}
    await asyncio.sleep(dice.uniform(0, think))
    while time.perf_counter() < until:
        what = dice.choices(list(MIX), list(MIX.values()))[0]
        place = dice.choice(line.seat.places)
        method, path = asked_of(what, line.seat.list_id, place)
        more, body = "", ""
        if what == "decide":
            if place not in seen:
                first = await line.ask("GET", path)
                seen[place] = first.headers.get("etag", '"0"')
            more, body = f"If-Match: {seen[place]}\r\n", GO
        try:
            answer = await line.ask(method, path, more, body)
        except (OSError, EOFError) as broken:
            told.errors.append(f"{type(broken).__name__} {path}")
            line.streams = None
            continue
        if "decision" in path:
            seen[place] = answer.headers.get("etag", '"0"')
        if time.perf_counter() > counts_from:
            told.note(what, answer.status, answer.seconds, path)
        pause = min(dice.expovariate(1 / think), MOST_THINKING * think)
        await asyncio.sleep(min(pause, max(0.0, until - time.perf_counter())))


def asked_of(what: str, list_id: str, place: str) -> tuple[str, str]:
    """Method and path of one click."""
    paths = {
        "page": f"/urval/{list_id}",
        "items": f"{V1}/selection-lists/{list_id}/items",
        "reasons": f"{V1}/items/{place}/explanation",
        "decision": f"{V1}/items/{place}/decision",
        "decide": f"{V1}/items/{place}/decision",
    }
    return ("PUT" if what == "decide" else "GET"), paths[what]


async def crowd(
    port: int, seats: Sequence[Seat], told: Told, seconds: float, think: float, turn: int
) -> None:
    """Everyone at once for some seconds, after a little that is not counted."""
    lines = [Line(port, seat) for seat in seats]
    counts_from = time.perf_counter() + WARM_SECONDS
    until = counts_from + seconds
    people = (
        week(line, f"{number} in turn {turn}", told, until, counts_from, think)
        for number, line in enumerate(lines)
    )
    await asyncio.gather(*people)
    told.counted += seconds
    for line in lines:
        line.close()


async def kept_answers(port: int, seats: Sequence[Seat]) -> dict[str, tuple[str, str]]:
    """Our own answers to everything that will be asked, for the bare service to give back."""
    kept: dict[str, tuple[str, str]] = {}
    for seat in {seat.list_id: seat for seat in seats}.values():
        line = Line(port, seat)
        for what in ("decide", *MIX):  # first, so that pages tell of decisions, as under load
            for place in seat.places:
                method, path = asked_of(what, seat.list_id, place)
                if f"{method} {path}" in kept:
                    continue
                put = ('If-Match: "0"\r\n', GO) if method == "PUT" else ("", "")
                answer = await line.ask(method, path, *put)
                if answer.status != 200:
                    raise SystemExit(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
                kind = answer.headers["content-type"]
                kept[f"{method} {path}"] = (kind, answer.body.decode())
        line.close()
    return kept


def percentile(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def figures(told: Told) -> dict[str, object]:
    """Milliseconds at the median and at the 99th of a hundred, all together and each apart."""
    together = [one for found in told.seconds.values() for one in found]
    each = {"all": together, **told.seconds}
    return {
        "answers": len(together),
        "answers_per_second": round(len(together) / told.counted, 1),
        "stale": told.stale,
        "errors": len(told.errors),
        "ms": {
            what: {
                "p50": round(1000 * percentile(found, 0.5), 3),
                "p99": round(1000 * percentile(found, 0.99), 3),
            }
            for what, found in each.items()
        },
    }


def measured(asked: argparse.Namespace) -> dict[str, Told]:
    """All services, in turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        services: dict[str, tuple[Served, Sequence[Seat]]] = {}
        for name in asked.stores:
            where: Path | str = folder / "lykta.db"
            if name == "postgresql":
                where = stack.enter_context(postgresql())
            fill(where)
            seats = seated(where, asked.people)
            served = lykta(where, free_port(), folder / f"{name}.log", asked.workers)
            stack.callback(served.end)
            kept = asyncio.run(kept_answers(served.port, seats))
            beside = bare(kept, free_port(), folder / f"bare-{name}", asked.workers)
            stack.callback(beside.end)
            services |= {f"bare_{name}": (beside, seats), name: (served, seats)}
        told = {name: Told() for name in services}
        for turn in range(asked.rounds):
            for name, (served, seats) in services.items():
                whole = asked.seconds
                if name.startswith("bare") and asked.bare_seconds:
                    whole = asked.bare_seconds
                part = whole / asked.rounds
                asyncio.run(crowd(served.port, seats, told[name], part, asked.think, turn))
        return told


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=140)
    parser.add_argument("--seconds", type=float, default=60, help="of each service")
    parser.add_argument("--bare-seconds", type=float, help="of each bare one, if another")
    parser.add_argument("--think", type=float, default=5, help="seconds between clicks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    # Told to stop, it stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    told = measured(asked)
    result = {
        "people": asked.people,
        "seconds": asked.seconds,
        "bare_seconds": asked.bare_seconds or asked.seconds,
        "think_seconds": asked.think,
        "services": {name: figures(one) for name, one in told.items()},
        "ratios": {name: ratios(told[f"bare_{name}"], told[name]) for name in asked.stores},
        "errors": sum(len(one.errors) for one in told.values()),
    }
    for one in sorted({error for found in told.values() for error in found.errors}):
        print(one, file=sys.stderr)
    if asked.json:
        print(json.dumps(result))
        return
    for name, one in result["services"].items():  # type: ignore[attr-defined]
        print(name, json.dumps(one))
    print(json.dumps(result["ratios"]), "errors", result["errors"])


def ratios(bare: Told, ours: Told) -> dict[str, float]:
    """How many times the bare service's time ours is, at both points."""
    one, other = (
        [t for found in told.seconds.values() for t in found] for told in (bare, ours)
    )
    return {
        f"p{round(100 * share)}_over_bare": round(
            percentile(other, share) / percentile(one, share), 2
        )
        for share in (0.5, 0.99)
    }


if __name__ == "__main__":
    main()
