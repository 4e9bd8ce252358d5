"""Lists as files under /api/v1: streamed, or made in their turn and taken out later."""

from __future__ import annotations

import tempfile
from pathlib import Path as FilePath
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from serving.access.rights import Action
from serving.exporting.comma import csv_chunks
from serving.exporting.expiring import KEPT
from serving.exporting.geojson import geojson_chunks
from serving.exporting.jobs import Jobs, order, state_of, take_out
from serving.exporting.taking import MOST_ROWS_AT_ONCE, take_list
from serving.exporting.workbook import write_workbook
from serving.narrowing import Narrowing
from serving.planning.allowing import on_list
from serving.settings import Settings
from serving.store.database import transaction
from serving.store.exports import Export
from serving.web.api import ListFilter, ListId, csv_response
from serving.web.asking import Books, Calling, Whom
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING

__all__ = ["jobs_of", "router"]

router = APIRouter(prefix="/api/v1", responses=dict(PROBLEMS), tags=["exports"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GEOJSON = "application/geo+json"

ListQuery = Annotated[ListFilter, Query()]
ExportId = Annotated[str, Path(max_length=40, examples=["5f0c9d1e2b3a4c5d5f0c9d1e2b3a4c5d"])]


class ExportBody(BaseModel):
    """A workbook to be made of a list, narrowed as `items` is."""

    model_config = ConfigDict(extra="forbid")

    list: str = Field(max_length=100, examples=["2026-W48-vast-1f0c9d1e"])
    band: tuple[Annotated[int, Field(ge=1, le=4)], ...] = Field(default=(), max_length=4)
    drawn: Literal["ranking", "random", "must"] | None = None

    @property
    def narrowing(self) -> Narrowing:
        return Narrowing(tuple(self.band), self.drawn or "")


class ExportAnswer(BaseModel):
    """How far a file has come. It can be taken out once it is done, for a day."""

    id: str
    list: str
    state: str = Field(examples=["waiting"], description="waiting, done, failed or expired")
    rows: int
    filter: str = Field(examples=["band=1"])
    sha256: str = Field(description="Of the finished file; empty until then")
    asked_at: str
    hours_kept: int

    @classmethod
    def of(cls, one: Export, state: str) -> ExportAnswer:
        return cls(
            id=one.id,
            list=one.list_id,
            state=state,
            rows=one.rows,
            filter=one.asked.narrowing.said,
            sha256=one.digest if state == "done" else "",
            asked_at=one.made_at,
            hours_kept=int(KEPT.total_seconds() // 3600),
        )


@router.get(
    "/selection-lists/{list_id}/items.csv",
    operation_id="exportItems",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}, "description": "UTF-8 with mark, `;`"}},
)
def csv_items(
    list_id: ListId, books: Books, calling: Calling, whom: Whom, query: ListQuery
) -> Response:
    """The entries as a file for a spreadsheet."""
    heading, entries = take_list(books, calling, list_id, "csv", query.narrowing, whom.language)
    return csv_response(csv_chunks(heading, entries, whom), list_id)


@router.get(
    "/selection-lists/{list_id}/items.geojson",
    operation_id="exportItemsAsGeojson",
    response_class=StreamingResponse,
    responses={200: {"content": {_GEOJSON: {}}, "description": "RFC 7946"}},
)
def geojson_items(
    list_id: ListId, books: Books, calling: Calling, whom: Whom, query: ListQuery
) -> StreamingResponse:
    """The entries for a map: a point is the middle of a municipality."""
    heading, entries = take_list(
        books, calling, list_id, "geojson", query.narrowing, whom.language
    )
    return StreamingResponse(
        geojson_chunks(heading, entries, whom),
        headers=_named(list_id, "geojson"),
        media_type=_GEOJSON,
    )


@router.get(
    "/selection-lists/{list_id}/items.xlsx",
    operation_id="exportItemsAsWorkbook",
    response_class=FileResponse,
    responses={
        200: {"content": {_XLSX: {}}, "description": "A workbook of two sheets"},
        409: WRITING[409],
    },
)
def xlsx_items(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    query: ListQuery,
    request: Request,
) -> FileResponse:
    """The entries as a workbook, of 20,000 rows at most; ask for a larger one as an export."""
    heading, entries = take_list(
        books,
        calling,
        list_id,
        "xlsx",
        query.narrowing,
        whom.language,
        most=MOST_ROWS_AT_ONCE,
    )
    folder = _folder(request)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        path = FilePath(file.name)
    try:
        write_workbook(path, heading, entries, whom)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type=_XLSX,
        filename=f"{list_id}.xlsx",
        background=BackgroundTask(path.unlink),
    )


@router.post(
    "/exports",
    operation_id="askForExport",
    response_model=ExportAnswer,
    status_code=202,
    responses=dict(WRITING),
    dependencies=[Depends(refuse_unknown)],
)
def ask_for_export(
    body: ExportBody,
    books: Books,
    calling: Calling,
    whom: Whom,
    request: Request,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask for a workbook of any size, to be made in its turn."""
    answer = once(
        books,
        calling,
        idempotency_key,
        f"askForExport {body.model_dump_json()}",
        lambda connection: on_list(connection, calling, Action.EXPORT_LIST, body.list),
        lambda connection: ExportAnswer.of(
            order(connection, calling, body.list, body.narrowing, whom.language), "waiting"
        ),
        202,
    )
    jobs_of(request).wake()
    return answer


@router.get(
    "/exports/{export_id}",
    operation_id="getExport",
    dependencies=[Depends(refuse_unknown)],
)
def get_export(
    export_id: ExportId, books: Books, calling: Calling, request: Request
) -> ExportAnswer:
    """How far a file has come. Whoever asks sets going what a service that stopped had left."""
    with transaction(books) as connection:
        found, state = state_of(connection, calling, export_id)
    if state == "waiting":
        jobs_of(request).wake()
    return ExportAnswer.of(found, state)


@router.get(
    "/exports/{export_id}/content",
    operation_id="takeExport",
    response_class=FileResponse,
    responses={
        200: {"content": {_XLSX: {}}, "description": "A workbook of two sheets"},
        409: WRITING[409],
    },
    dependencies=[Depends(refuse_unknown)],
)
def take_export(
    export_id: ExportId, books: Books, calling: Calling, request: Request
) -> FileResponse:
    """The finished file."""
    with transaction(books) as connection:
        found, path = take_out(connection, calling, export_id, _folder(request))
    return FileResponse(path, media_type=_XLSX, filename=f"{found.list_id}.xlsx")


def jobs_of(request: Request) -> Jobs:
    """What makes files in this process, begun by the first who asks."""
    state = request.app.state
    if getattr(state, "jobs", None) is None:
        state.jobs = Jobs(lambda: state.database, _folder(request))
    jobs: Jobs = state.jobs
    return jobs


def _folder(request: Request) -> FilePath:
    settings: Settings = request.app.state.settings
    return settings.workspace / "exports"


def _named(list_id: str, kind: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{list_id}.{kind}"'}
