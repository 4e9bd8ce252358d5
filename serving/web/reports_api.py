"""What is told of models, under /api/v1: reports, what the public reads, two lists compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from features.errors import BadOption, NotFound
from serving.access.rights import Action, Thing
from serving.model_cards import read_model
from serving.pages.report import Section, public_sections
from serving.reading import read_list, read_lists
from serving.reviewing.desk import read_desk
from serving.settings import Settings
from serving.side_by_side import Pair, SideBySide, side_by_side
from serving.targeting.inspection_list import ListEntry
from serving.web.asking import Books, Calling, Whom
from serving.web.preconditions import refuse_unknown
from serving.web.problems import PROBLEMS
from serving.web.reporting import about, markdown_of, pdf_of, sections, taken
from serving.web.reviews_api import Digest, ReviewId

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses=dict(PROBLEMS),
    dependencies=[Depends(refuse_unknown)],
    tags=["reviews"],
)

ListId = Annotated[str, Query(max_length=80, examples=["2026-W48-vast-1f0c9d1e"])]


class SectionAnswer(BaseModel):
    """A heading with a sentence, points, and a table of rows, in the reader's language."""

    title: str
    lead: str
    points: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, one: Section) -> SectionAnswer:
        return cls(**vars(one))


class Report(BaseModel):
    """What a model's review, or its public page, says; `language` is sv or en."""

    title: str
    language: str
    digest: str
    about: tuple[str, ...]
    sections: tuple[SectionAnswer, ...]


class ListedPlace(BaseModel):
    """A place on either list: where it stood and where it stands."""

    item: str = Field(description="Its entry on the later list, else on the earlier")
    before: int | None
    after: int | None

    @classmethod
    def of(cls, old: ListEntry | None, new: ListEntry | None) -> ListedPlace:
        entry = new or old
        assert entry is not None  # of a place on one of the two lists
        return cls(
            item=entry.id,
            before=old.rank if old else None,
            after=new.rank if new else None,
        )


class ListComparison(BaseModel):
    """Two lists of a centre side by side; who came by lot is left out."""

    before: str
    after: str
    same_model: bool
    same_order: int | None = Field(
        description="Of all pairs on both, how many of 100 stand in the same order"
    )
    came: tuple[ListedPlace, ...]
    left: tuple[ListedPlace, ...]
    both: tuple[ListedPlace, ...]
    far: tuple[ListedPlace, ...] = Field(description="Those that moved five places or more")

    @classmethod
    def of(
        cls, before: str, after: str, found: SideBySide, *, same_model: bool
    ) -> ListComparison:
        return cls(
            before=before,
            after=after,
            same_model=same_model,
            same_order=found.same_order,
            came=tuple(ListedPlace.of(None, one) for one in found.came),
            left=tuple(ListedPlace.of(one, None) for one in found.left),
            both=_pairs(found.both),
            far=_pairs(found.far),
        )


@router.get("/list-comparison", operation_id="compareLists")
def compare_lists(
    before: ListId, after: ListId, books: Books, calling: Calling
) -> ListComparison:
    """Two lists of the purpose's centre side by side: who came, who left, who moved far."""
    calling.allow(Action.READ_LIST, Thing(calling.centre))
    heads = read_lists(books, calling, centre=calling.centre, every=True)
    if not {before, after} <= {head.made.id for head in heads}:
        raise NotFound(
            "There is no such list of the purpose's centre.",
            "find lists at /api/v1/selection-lists?centre=",
        )
    if before == after:
        raise BadOption("A list is compared with another than itself.", "name another list")
    old, new = (read_list(books, calling, one) for one in (before, after))
    same = old.provenance.model_digest == new.provenance.model_digest
    return ListComparison.of(before, after, side_by_side(old, new), same_model=same)


@router.get("/reviews/{review_id}/report", operation_id="getReport")
def get_report(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Report:
    """The report of a review, section by section, in the reader's language."""
    desk, page = taken(request, review_id, books, calling, whom)
    return Report(
        title=page.heading,
        language=whom.language.value,
        digest=desk.seen.review.model,
        about=about(page),
        sections=tuple(SectionAnswer.of(one) for one in sections(desk, page, whom)),
    )


@router.get(
    "/reviews/{review_id}/report.md",
    operation_id="getReportAsMarkdown",
    response_class=Response,
    responses={200: {"content": {"text/markdown": {}}, "description": "Markdown"}},
)
def get_report_as_markdown(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Response:
    """The same as Markdown."""
    return markdown_of(*taken(request, review_id, books, calling, whom), whom)


@router.get(
    "/reviews/{review_id}/report.pdf",
    operation_id="getReportAsPdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "Tagged PDF"}},
)
def get_report_as_pdf(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Response:
    """The same as accessible PDF."""
    return pdf_of(*taken(request, review_id, books, calling, whom), whom)


@router.get("/reviews/{review_id}/public", operation_id="getPublicPageOfReview")
def get_public_of_review(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Report:
    """What the public would be told of the model under review."""
    desk = read_desk(books, calling, request.app.state.settings, review_id)
    review = desk.seen.review
    if desk.card is None:
        raise NotFound("The card of this model is not on this machine.")
    told = public_sections(desk.card, whom, desk.contact)
    return _public(f"{review.name} {review.version}", review.model, told, whom)


@router.get("/model-versions/{digest}/public", operation_id="getPublicPage", tags=["models"])
def get_public(
    request: Request, digest: Digest, books: Books, calling: Calling, whom: Whom
) -> Report:
    """What the public is told of a model that has made lists."""
    settings: Settings = request.app.state.settings
    found = read_model(books, calling, settings.mlruns, digest)
    if found.card is None:
        raise NotFound("The card of this model is not on this machine.")
    told = public_sections(found.card, whom, settings.contact)
    return _public(found.used.name, found.used.digest, told, whom)


def _public(name: str, digest: str, told: tuple[Section, ...], reader: Whom) -> Report:
    return Report(
        title=reader.text("public.title"),
        language=reader.language.value,
        digest=digest,
        about=(reader.text("public.lead", name=name, digest=digest[:12]),),
        sections=tuple(SectionAnswer.of(one) for one in told),
    )


def _pairs(found: tuple[Pair, ...]) -> tuple[ListedPlace, ...]:
    return tuple(ListedPlace.of(old, new) for old, new in found)
