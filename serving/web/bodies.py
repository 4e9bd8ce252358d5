"""What the API takes and gives of the planner's week."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from features.vocabulary import Authority
from serving.planning.choices import Choice, Decision, Dispute, Outcome, Plan, Recorded
from serving.planning.vocabulary import (
    Added,
    Answer,
    Area,
    Doubted,
    Ground,
    OutcomeStatus,
    Result,
    State,
    Status,
    Wanted,
    Wrong,
)
from serving.store.places import Addition

__all__ = [
    "AdditionBody",
    "AnswerBody",
    "BulkBody",
    "BulkItem",
    "BulkResult",
    "CorrectionBody",
    "Created",
    "DecisionAnswer",
    "DecisionBody",
    "OutcomeAnswer",
    "OutcomeBody",
    "PlanAnswer",
    "PlanBody",
    "PlanChange",
    "ReferralBody",
    "TokenBody",
    "WrongBody",
]

_PLACE = "2026-W48-vast-1f0c9d1e.1"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DecisionBody(_Body):
    """A decision. `reason_code` is needed to wait or decline, `agencies` are who visits."""

    status: Status = Field(examples=["include"])
    reason_code: str = Field(default="", max_length=40, examples=[""])
    comment: str = Field(default="", max_length=1000)
    agencies: tuple[Authority, ...] = Field(default=(), examples=[["arbetsmiljoverket"]])

    def choice(self) -> Choice:
        return Choice(
            self.status, self.reason_code, self.comment, tuple(x.value for x in self.agencies)
        )


class BulkItem(DecisionBody):
    item: str = Field(max_length=100, examples=[_PLACE])
    version: int = Field(
        ge=0, strict=True, examples=[0], description="The version decided over; 0 for none"
    )


class BulkBody(_Body):
    """Several decisions; each succeeds or fails for itself."""

    decisions: tuple[BulkItem, ...] = Field(min_length=1, max_length=200)


class DecisionAnswer(BaseModel):
    """A decision as it stands; its ETag is its version. Version 0: nobody has decided."""

    item: str = Field(examples=[_PLACE])
    version: int = Field(examples=[1])
    status: Status = Field(examples=["include"])
    reason_code: str
    comment: str
    agencies: tuple[str, ...] = Field(examples=[["arbetsmiljoverket"]])
    made_at: str = Field(examples=["2026-11-23T09:30:00+00:00"])

    @classmethod
    def of(cls, one: Decision) -> DecisionAnswer:
        return cls(
            item=one.place,
            version=one.version,
            status=one.status,
            reason_code=one.reason,
            comment=one.comment,
            agencies=one.agencies,
            made_at=one.made_at,
        )


class BulkResult(BaseModel):
    """What came of each decision, in order: its new version, or a problem."""

    item: str = Field(examples=[_PLACE])
    status: int = Field(examples=[200])
    version: int | None = Field(default=None, examples=[1])
    detail: str | None = Field(default=None, description="Why not, where it was refused")


class PlanBody(_Body):
    """Begin to plan a list."""

    list: str = Field(max_length=100, examples=["2026-W48-vast-1f0c9d1e"])


class PlanChange(_Body):
    """Lock a draft, or close a locked plan."""

    state: State = Field(examples=["locked"])


class PlanAnswer(BaseModel):
    """A list that is worked on; its ETag is its version."""

    list: str = Field(examples=["2026-W48-vast-1f0c9d1e"])
    centre: str = Field(examples=["vast"])
    week: str = Field(examples=["2026-W48"])
    state: State = Field(examples=["draft"])
    version: int = Field(examples=[1])
    follows: str | None = Field(description="The list whose waiting places it began with")
    capacity: int = Field(examples=[8])
    decisions: tuple[DecisionAnswer, ...] = ()

    @classmethod
    def of(cls, plan: Plan, decisions: Any = ()) -> PlanAnswer:
        return cls(
            list=plan.list_id,
            centre=plan.centre,
            week=plan.week,
            state=State(plan.state),
            version=plan.version,
            follows=plan.follows,
            capacity=plan.capacity,
            decisions=tuple(DecisionAnswer.of(one) for _, one in decisions),
        )


class AdditionBody(_Body):
    """A workplace that a person puts on a plan."""

    workplace: str = Field(min_length=1, max_length=40, examples=["12345678"])
    name: str = Field(min_length=1, max_length=200, examples=["Exempelstäd AB"])
    municipality: str = Field(min_length=1, max_length=200, examples=["Borås"])
    reason_code: Added = Field(examples=["tip"])
    comment: str = Field(default="", max_length=1000)

    def addition(self) -> Addition:
        return Addition(
            self.workplace, self.name, self.municipality, self.reason_code, self.comment
        )


class OutcomeBody(_Body):
    """What the caller's authority found. `version` is the one written over; 0 for the first."""

    authority: Authority = Field(examples=["arbetsmiljoverket"])
    visited_on: date = Field(examples=["2026-11-24"])
    result: Result = Field(examples=["finding"])
    kind: Area | None = Field(default=None, examples=["work_environment"])
    severity: int | None = Field(default=None, ge=1, le=4, strict=True, examples=[2])
    status: OutcomeStatus = OutcomeStatus.PRELIMINARY
    comment: str = Field(default="", max_length=1000)
    version: int = Field(default=0, ge=0, strict=True)

    def outcome(self) -> Outcome:
        return Outcome(
            authority=self.authority,
            visited_on=self.visited_on,
            result=self.result,
            kind=self.kind,
            severity=self.severity,
            status=self.status,
            comment=self.comment,
        )


class OutcomeAnswer(BaseModel):
    """An authority's outcome as it stands."""

    item: str = Field(examples=[_PLACE])
    authority: str
    version: int
    visited_on: date
    result: Result
    kind: Area | None
    severity: int | None
    status: OutcomeStatus
    comment: str

    @classmethod
    def of(cls, one: Recorded) -> OutcomeAnswer:
        found = one.outcome
        return cls(
            item=one.place,
            authority=found.authority.value,
            version=one.version,
            visited_on=found.visited_on,
            result=found.result,
            kind=found.kind,
            severity=found.severity,
            status=found.status,
            comment=found.comment,
        )


class AnswerBody(_Body):
    """Whether a reason held on site."""

    answer: Answer = Field(examples=["held"])


class WrongBody(_Body):
    """What is wrong with a fact, and why it is held to be. `other` needs a comment."""

    wrong: Wrong = Field(examples=["outdated"])
    reason_code: Doubted = Field(examples=["seen_on_site"])
    comment: str = Field(
        default="", max_length=1000, description="For the fact's owner; names nobody"
    )

    def dispute(self) -> Dispute:
        return Dispute(self.wrong, self.reason_code, self.comment)


class CorrectionBody(WrongBody):
    """That the fact behind reason number `reason` (from 0) is wrong."""

    reason: int = Field(ge=0, le=1000, strict=True, examples=[0])


class ReferralBody(_Body):
    """That the regionkoordinator is wanted. There is no room for anything about a person."""

    wanted: Wanted = Field(examples=["during"])


class Created(BaseModel):
    """The id of what was made."""

    id: str


class TokenBody(_Body):
    """A token for a program, with a purpose of its own."""

    name: str = Field(min_length=1, max_length=60, examples=["Nattlig hämtning"])
    scopes: tuple[str, ...] = Field(examples=[["read"]])
    networks: tuple[str, ...] = Field(default=(), max_length=20, examples=[["127.0.0.0/8"]])
    days: int = Field(default=30, ge=1, le=90, strict=True)
    centre: str = Field(max_length=40, examples=["vast"])
    control_case: str = Field(max_length=40, examples=["AK-2026-17"])
    ground: Ground = Field(examples=["plan"])
