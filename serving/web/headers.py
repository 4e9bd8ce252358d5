"""What every answer carries, and whom we answer: headers, request ids and the Host check."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers

from serving.web.origin import is_of_this_site

__all__ = ["POLICY", "Surroundings"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# No script is needed and none is allowed from elsewhere; nothing may frame us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)

_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    # A search engine has no business here, should the service ever be reachable.
    "x-robots-tag": "noindex",
}


_HTTPS = {"strict-transport-security": "max-age=31536000"}

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Surroundings:
    """Plain ASGI middleware: cheaper than Starlette's own, and it sees errors too.

    Answers only to loopback names and to `host`, the service's public one: a foreign page that
    points a name of its own here (DNS rebinding) could otherwise act for who is signed in.
    """

    def __init__(self, app: App, host: str = "", *, is_https: bool = False) -> None:
        self.app = app
        self.host = host.lower()
        always = {**_ALWAYS, **(_HTTPS if is_https else {})}
        # Lists must not stay behind on a shared computer; styles may.
        always["cache-control"] = "no-store"
        self.always = tuple((name.encode(), value.encode()) for name, value in always.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        headers = Headers(scope=scope)
        name = _name(headers.get("host", ""))
        scope["state"]["is_ours"] = name in _LOOPBACK or (name == self.host != "")
        scope["state"]["is_of_this_site"] = is_of_this_site(scope["method"], headers)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(one for one in self.always if one[0] not in said),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _name(host: str) -> str:
    """A host without its port."""
    return (host.rsplit(":", 1)[0] if not host.endswith("]") else host).lower()
