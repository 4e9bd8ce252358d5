"""For analysts and administrators under /api/v1: figures without names, names without cases."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field

from serving.access.pseudonyms import PseudonymousPlace, pseudonym_key
from serving.planning.administering import read_people, shut_out
from serving.reading import read_under_pseudonym
from serving.settings import Settings
from serving.store.colleagues import Colleague
from serving.store.database import transaction
from serving.web.api import ListFilter, ListId
from serving.web.asking import Books, Calling
from serving.web.preconditions import refuse_unknown
from serving.web.problems import PROBLEMS
from serving.web.schemas import Bilingual

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", responses=dict(PROBLEMS), tags=["people"])

CentreCode = Annotated[str, Query(max_length=40, examples=["vast"])]
PersonId = Annotated[str, Path(max_length=40, examples=["u5f0c9d1e2b3a"])]


class PseudonymousReason(BaseModel):
    """A reason without its value."""

    feature: str
    sentence: Bilingual = Field(description="Empty where it would tell the value")
    authorities: tuple[str, ...]
    direction: str
    strength: str
    share: float


class PseudonymousItem(BaseModel):
    """A place that nobody can name from this alone."""

    key: str = Field(description="The same workplace on every list has the same")
    employer: str
    rank: int
    band: int
    drawn: str
    chance: float
    sector: Bilingual
    reasons: tuple[PseudonymousReason, ...]

    @classmethod
    def of(cls, one: PseudonymousPlace) -> PseudonymousItem:
        return cls(
            key=one.key,
            employer=one.employer,
            rank=one.rank,
            band=int(one.band),
            drawn=one.drawn,
            chance=one.chance,
            sector=Bilingual.of(one.sector),
            reasons=tuple(
                PseudonymousReason(
                    feature=reason.feature,
                    sentence=Bilingual.of(reason.sentence),
                    authorities=reason.authorities,
                    direction=reason.direction,
                    strength=reason.strength,
                    share=round(reason.share, 4),
                )
                for reason in one.reasons
            ),
        )


class Person(BaseModel):
    """Someone with a role in the centre."""

    id: str
    name: str
    authority: str
    roles: tuple[str, ...]
    last_sign_in: str
    open_sessions: int

    @classmethod
    def of(cls, one: Colleague) -> Person:
        return cls(
            id=one.user.id,
            name=one.user.name,
            authority=one.user.authority.value,
            roles=tuple(sorted(f"{role}@{centre}" for role, centre in one.user.grants)),
            last_sign_in=one.last_sign_in,
            open_sessions=one.open_sessions,
        )


@router.get(
    "/selection-lists/{list_id}/pseudonymous-items", operation_id="listPseudonymousItems"
)
def list_pseudonymous_items(
    list_id: ListId,
    books: Books,
    calling: Calling,
    query: Annotated[ListFilter, Query()],
    request: Request,
) -> list[PseudonymousItem]:
    """A list's places for analysis: no name, number, address or municipality."""
    settings: Settings = request.app.state.settings
    key = pseudonym_key(settings.workspace / "pseudonym-key")
    found = read_under_pseudonym(books, calling, list_id, key, query.narrowing)
    return [PseudonymousItem.of(one) for one in found]


@router.get("/people", operation_id="listPeople", dependencies=[Depends(refuse_unknown)])
def list_people(centre: CentreCode, books: Books, calling: Calling) -> list[Person]:
    """Everyone with a role in a centre."""
    return [Person.of(one) for one in read_people(books, calling, centre)]


@router.delete(
    "/people/{person_id}/sessions",
    operation_id="endSessions",
    status_code=204,
    dependencies=[Depends(refuse_unknown)],
)
def end_sessions(
    person_id: PersonId, centre: CentreCode, books: Books, calling: Calling
) -> None:
    """End every session of someone with a role in the centre."""
    with transaction(books) as connection:
        shut_out(connection, calling, centre, person_id)
