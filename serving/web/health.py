"""Whether the service lives and is ready to answer, for what starts it and watches over it."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from features.errors import LyktaError
from serving.store.pulse import pulse_of
from serving.web.asking import opened

__all__ = ["router"]

router = APIRouter(prefix="/health", include_in_schema=False)


class Told(BaseModel):
    """Nothing more: whoever reaches the port may read it."""

    status: Literal["ok", "not ready"]


@router.get("/live")
async def live() -> Told:
    """That the process answers at all; asks nothing of the store."""
    return Told(status="ok")


@router.get("/ready")
def ready(request: Request, response: Response) -> Told:
    """Whether the store answers; 503 while it does not."""
    try:
        is_ready = pulse_of(opened(request.app.state)) is not None
    except LyktaError:
        is_ready = False
    if not is_ready:
        response.status_code = 503
    return Told(status="ok" if is_ready else "not ready")
