"""Refuses to change anything on behalf of another site: no token in forms, no state kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

__all__ = ["is_of_this_site"]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def is_of_this_site(method: str, headers: Headers) -> bool:
    """Whether a request may be let through, by what its browser says of where it comes from.

    `Sec-Fetch-Site` is set by the browser itself and cannot be by a page; where an older one
    does not send it, `Origin` must be our own host. A request with neither is no browser's;
    it may pass with a token, which no foreign page can make a browser send, but not with a
    cookie.
    """
    if method in _SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host", "") != ""
    # Some browsers add `Authorization` by themselves, so it says nothing before this.
    return "authorization" in headers or "cookie" not in headers
