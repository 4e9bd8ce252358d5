"""The panel in which somebody decides on a place: the same wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.vocabulary import PARTIES, Authority
from serving.authorities import AUTHORITIES
from serving.pages.parts import Fact, names_of
from serving.pages.rendering import Reader
from serving.planning.choices import Decision
from serving.planning.vocabulary import (
    RANDOM_MAY_BE_DECLINED,
    Declined,
    State,
    Status,
    Waited,
    in_words,
)

__all__ = ["DecisionPanel", "Option", "Typed", "decision_facts", "decision_panel", "reasons_of"]


@dataclass(frozen=True)
class Option:
    """One of several to choose from."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Typed:
    """What somebody has filled in, kept as it was when it could not be saved."""

    status: str = ""
    reason: str = ""
    comment: str = ""
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionPanel:
    """All that `parts/decision.html` receives. `stands` is told where someone else was first.

    `is_open` is False once the plan is locked, or where the reader may not decide.
    """

    action: str
    version: int
    is_open: bool
    closed: str
    statuses: tuple[Option, ...]
    waited: tuple[Option, ...]
    declined: tuple[Option, ...]
    agencies: tuple[Option, ...]
    comment: str
    note: str
    faults: tuple[str, ...]
    stands: tuple[Fact, ...]
    is_stale: bool
    may_undo: bool


def decision_panel(
    reader: Reader,
    decision: Decision,
    *,
    action: str,
    state: str,
    may_decide: bool,
    suggested: Sequence[Authority] = (),
    is_random: bool = False,
    typed: Typed | None = None,
    faults: Sequence[str] = (),
    is_stale: bool = False,
) -> DecisionPanel:
    """The panel over a decision as it stands, or over what was `typed` and not saved.

    `faults` are keys of sentences. `suggested` are ticked while nobody has decided.
    """
    shown = typed or Typed(
        decision.status.value if decision.version else "",
        decision.reason,
        decision.comment,
        decision.agencies or tuple(one.value for one in suggested),
    )
    is_draft = state in ("", State.DRAFT)
    return DecisionPanel(
        action=action,
        version=decision.version,
        is_open=is_draft and may_decide,
        closed=""
        if is_draft
        else reader.text(
            "decision.locked", state=reader.in_words(in_words(State(state))).lower()
        ),
        statuses=tuple(
            Option(one.value, reader.text(f"decision.{one.value}"), one.value == shown.status)
            for one in (Status.INCLUDE, Status.WAIT, Status.DECLINE)
        ),
        waited=reasons_of(Status.WAIT, reader, shown),
        declined=reasons_of(Status.DECLINE, reader, shown, is_random=is_random),
        agencies=tuple(
            Option(one.value, reader.in_words(AUTHORITIES[one]), one.value in shown.agencies)
            for one in PARTIES
        ),
        comment=shown.comment,
        note=reader.text("decision.random") if is_random else "",
        faults=tuple(reader.text(one) for one in faults),
        stands=decision_facts(decision, reader),
        is_stale=is_stale,
        may_undo=bool(decision.version) and decision.status is not Status.UNDECIDED,
    )


def decision_facts(decision: Decision, reader: Reader) -> tuple[Fact, ...]:
    """A decision as facts: what, why, who takes part. Never by whom."""
    closed = {Status.WAIT: Waited, Status.DECLINE: Declined}.get(decision.status)
    reason = reader.in_words(in_words(closed(decision.reason))) if closed else ""
    told = {
        "decision.status": reader.in_words(in_words(decision.status)),
        "column.reasons": reason,
        "decision.agencies": names_of(decision.agencies, reader),
        "decision.comment": decision.comment,
    }
    return tuple(Fact(reader.text(key), value) for key, value in told.items() if value)


def reasons_of(
    status: Status, reader: Reader, shown: Typed | None = None, *, is_random: bool = False
) -> tuple[Option, ...]:
    """The reasons of a decision that needs one, each with the decision it is for.

    `wait:season`: two of the reasons are called alike in both lists.
    """
    kind: type[Waited | Declined] = Waited if status is Status.WAIT else Declined
    return tuple(
        Option(
            f"{status.value}:{one.value}",
            reader.in_words(in_words(one)),
            shown is not None and (shown.status, shown.reason) == (status.value, one.value),
        )
        for one in kind
        if not is_random or status is not Status.DECLINE or one in RANDOM_MAY_BE_DECLINED
    )
