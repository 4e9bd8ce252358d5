"""What a service is held against: FastAPI with one endpoint that gives back bytes it holds."""

from __future__ import annotations

import json
import os
from pathlib import Path

from fastapi import FastAPI, Request, Response

__all__ = ["app"]


def app() -> FastAPI:
    """Answers by method and path, out of the file that `BARE_ANSWERS` names."""
    told = json.loads(Path(os.environ["BARE_ANSWERS"]).read_text("utf-8"))
    answers = {asked: (kind, text.encode()) for asked, (kind, text) in told.items()}
    made = FastAPI(openapi_url=None)

    @made.api_route("/{path:path}", methods=["GET", "PUT"])
    async def answer(request: Request, path: str) -> Response:
        kind, content = answers[f"{request.method} /{path}"]
        return Response(content, media_type=kind)

    return made
