"""Bodies that stay the same for ever, kept as the bytes that are sent."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from fastapi import Response
from pydantic import BaseModel

from serving.kept import Kept

__all__ = ["as_json", "same_json"]


def same_json(
    of: object,
    what: Hashable,
    make: Callable[[], BaseModel],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`what` of a list, as JSON, made the first time that it is asked for.

    `of` is the list as the reader may see it, the very object: it is kept with the bytes, so
    that no other can take its identity, and whoever may see something else has another.
    """
    key = (id(of), what)
    body = _BODIES.get(key, lambda: (of, make().model_dump_json().encode()))[1]
    return Response(body, headers=headers, media_type="application/json")


def as_json(answer: BaseModel, headers: Mapping[str, str] | None = None) -> Response:
    """An answer of ours: it was checked when it was made, and is not checked once more."""
    body = answer.model_dump_json().encode()
    return Response(body, headers=headers, media_type="application/json")


_BODIES: Kept[Hashable, tuple[object, bytes]] = Kept(1024)  # of some 3 to 60 kB each
