"""Takes the time of every answer, for the log and for Prometheus."""

from __future__ import annotations

import logging
import time

from serving.metrics import answered
from serving.web.headers import App, Message, Receive, Scope, Send

__all__ = ["Measured"]

log = logging.getLogger("serving.answers")

# Asked every few seconds by what watches over the service.
_OFTEN = ("/health/", "/static/")


class Measured:
    """Plain ASGI middleware. Tells of the route's pattern, never of what was filled in."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _tell(scope, status, time.perf_counter() - began)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    often = next((start for start in _OFTEN if scope["path"].startswith(start)), "")
    route = str(getattr(scope.get("route"), "path", "")) or (often and f"{often}*") or "none"
    # A method that nobody knows must not become a label.
    method = scope["method"] if scope["method"] in _METHODS else "other"
    answered(method, route, status, seconds)
    told = {
        "request_id": scope.get("state", {}).get("request_id", ""),
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    level = logging.DEBUG if often and status < 500 else logging.INFO
    if log.isEnabledFor(level):
        said = "%s %s answered %d in %.1f ms"
        log.log(level, said, method, route, status, seconds * 1000, extra={"told": told})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
