"""What the API answers with. Never a raw score: bands, shares of a whole, and words."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from features.vocabulary import Words
from serving.targeting.inspection_list import CentreName, InspectionList, ListEntry, ListHead
from serving.targeting.inspection_list import Reason as ListReason

__all__ = [
    "Bilingual",
    "Centre",
    "Explanation",
    "Health",
    "Item",
    "ItemPage",
    "Reason",
    "SelectionList",
]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Bilingual(_Answer):
    """A text in Swedish and in English."""

    sv: str = Field(examples=["Byggverksamhet"])
    en: str = Field(examples=["Construction"])

    @classmethod
    def of(cls, words: Words) -> Bilingual:
        return cls(sv=words.sv, en=words.en)


class Centre(_Answer):
    """A regional centre and its newest list."""

    code: str = Field(examples=["vast"])
    name: str = Field(examples=["Väst (Göteborg)"])
    counties: tuple[str, ...] = Field(examples=[["Västra Götaland", "Halland"]])
    latest_list: str = Field(examples=["2026-W48-vast-1f0c9d1e"])
    latest_week: str = Field(examples=["2026-W48"])

    @classmethod
    def of(cls, centre: CentreName, head: ListHead) -> Centre:
        return cls(
            code=centre.code,
            name=centre.name,
            counties=centre.counties,
            latest_list=head.made.id,
            latest_week=str(head.made.week),
        )


class SelectionList(_Answer):
    """A list without its entries. It is never changed; its digest is its ETag."""

    id: str = Field(examples=["2026-W48-vast-1f0c9d1e"])
    centre: str = Field(examples=["vast"])
    week: str = Field(examples=["2026-W48"])
    as_of: date
    made_at: datetime
    invented: bool = Field(description="True when the data are invented")
    control_rate: float = Field(description="How much denser than real the controls are")
    capacity: int = Field(examples=[8])
    items: int = Field(examples=[8], description="How many entries it has")
    random: int = Field(examples=[1], description="How many of them were drawn at random")
    model: str
    model_digest: str
    snapshot_digest: str
    policy: str
    policy_digest: str
    seed: str = Field(description="Published seed of the random draw")
    population: int = Field(description="How many could have been drawn")
    digest: str

    @classmethod
    def of(cls, made: InspectionList, items: int, random: int, digest: str) -> SelectionList:
        origin = made.provenance
        return cls(
            id=made.id,
            centre=made.centre.code,
            week=str(made.week),
            as_of=origin.as_of,
            made_at=origin.made_at,
            invented=origin.invented,
            control_rate=origin.control_rate,
            capacity=made.capacity,
            items=items,
            random=random,
            model=origin.model,
            model_digest=origin.model_digest,
            snapshot_digest=origin.snapshot_digest,
            policy=made.policy,
            policy_digest=made.policy_digest,
            seed=made.draw.seed,
            population=made.draw.population,
            digest=digest,
        )


class Item(_Answer):
    """One place on a list."""

    id: str = Field(examples=["2026-W48-vast-1f0c9d1e.1"])
    rank: int = Field(examples=[1])
    workplace: str
    employer: str
    name: str
    address: str
    municipality: str
    sector: Bilingual
    employees: Bilingual
    band: int = Field(ge=1, le=4, description="1 is the highest")
    drawn: str = Field(examples=["ranking"], description="ranking or random")
    chance: float = Field(description="Chance of being drawn at random that week")
    lead: str = Field(examples=["arbetsmiljoverket"])
    reasons: int = Field(description="How many reasons its explanation gives")

    @classmethod
    def of(cls, entry: ListEntry) -> Item:
        return cls(
            id=entry.id,
            rank=entry.rank,
            workplace=entry.workplace,
            employer=entry.employer,
            name=entry.name,
            address=entry.address,
            municipality=entry.municipality,
            sector=Bilingual.of(entry.sector),
            employees=Bilingual.of(entry.employees),
            band=int(entry.band),
            drawn=entry.drawn,
            chance=entry.chance,
            lead=entry.lead.value,
            reasons=len(entry.reasons),
        )


class ItemPage(_Answer):
    """Some of a list's entries; `next` is the cursor of those that follow."""

    items: tuple[Item, ...]
    next: str | None = Field(default=None, examples=["cjg"])


class Reason(_Answer):
    """Why a place is where it is."""

    authorities: tuple[str, ...] = Field(examples=[["skatteverket"]])
    sentence: Bilingual
    value: Bilingual
    peers: Bilingual = Field(description="What is usual among similar workplaces, if known")
    source: Bilingual = Field(description="The registers the fact is from")
    latest: str = Field(description="Day they last told of the employer; empty if never")
    silent: bool = Field(description="One of them has told nothing new for unusually long")
    secrecy: tuple[str, ...] = Field(description="The rules that keep it secret")
    direction: str = Field(examples=["raises"], description="raises or lowers")
    strength: str = Field(examples=["much"], description="much, some or little")
    share: float = Field(description="Its part of all that moved the place, 0 to 1")

    @classmethod
    def of(cls, one: ListReason) -> Reason:
        return cls(
            authorities=one.authorities,
            sentence=Bilingual.of(one.sentence),
            value=Bilingual.of(one.value),
            peers=Bilingual.of(one.peers),
            source=Bilingual.of(one.source),
            latest=one.known,
            silent=one.is_stale,
            secrecy=one.secrecy,
            direction=one.direction,
            strength=one.strength.value,
            share=round(one.share, 4),
        )


class Explanation(_Answer):
    """An entry's reasons as they were frozen with the list."""

    item: str
    as_of: date
    model_digest: str
    snapshot_digest: str
    reasons: tuple[Reason, ...]
    others: int = Field(description="How many facts weigh under 3 % each")
    others_raise: float
    others_lower: float
    missing: tuple[Bilingual, ...] = Field(description="What the registers did not say")

    @classmethod
    def of(cls, entry: ListEntry, made: InspectionList) -> Explanation:
        return cls(
            item=entry.id,
            as_of=made.provenance.as_of,
            model_digest=made.provenance.model_digest,
            snapshot_digest=made.provenance.snapshot_digest,
            reasons=tuple(Reason.of(one) for one in entry.reasons),
            others=entry.rest.count,
            others_raise=round(entry.rest.raises, 4),
            others_lower=round(entry.rest.lowers, 4),
            missing=tuple(Bilingual.of(gap) for gap in entry.gaps),
        )


class Health(_Answer):
    """Whether the service can answer, and how whole its store is."""

    status: str = Field(examples=["ok"])
    lists: int
    audit_records: int
