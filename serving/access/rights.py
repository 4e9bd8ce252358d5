"""The table of rights: role by action, within which bounds. What is not in it is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from features.vocabulary import Authority

__all__ = [
    "EVERY_CENTRE",
    "NEEDS_PURPOSE",
    "RIGHTS",
    "Action",
    "Bounds",
    "Role",
    "Thing",
    "User",
    "can",
]

EVERY_CENTRE = "*"


class Role(StrEnum):
    """What someone is in the cooperation (`interface.md` 6)."""

    PLANNER = "planner"
    LEAD = "lead"
    INSPECTOR = "inspector"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"  # the regionkoordinator
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Everything that can be asked of the service by someone who is signed in."""

    FIND_LISTS = "find_lists"
    READ_LIST = "read_list"
    EXPORT_LIST = "export_list"
    READ_ENTRY = "read_entry"
    READ_PSEUDONYMS = "read_pseudonyms"
    READ_PLAN = "read_plan"
    OPEN_PLAN = "open_plan"
    DECIDE = "decide"
    ADD_PLACE = "add_place"
    LOCK_PLAN = "lock_plan"
    REST = "rest"
    READ_RESTS = "read_rests"
    READ_OUTCOMES = "read_outcomes"
    READ_FOLLOW_UP = "read_follow_up"
    READ_MODEL = "read_model"
    READ_REVIEW = "read_review"
    COMMENT_REVIEW = "comment_review"
    SUBMIT_MODEL = "submit_model"
    REVIEW_MODEL = "review_model"
    PROMOTE_MODEL = "promote_model"
    RECORD_OUTCOME = "record_outcome"
    ANSWER_REASON = "answer_reason"
    DISPUTE_FACT = "dispute_fact"
    ANSWER_CORRECTION = "answer_correction"
    REFER = "refer"
    ANSWER_REFERRAL = "answer_referral"
    READ_CASES = "read_cases"
    MANAGE_CASES = "manage_cases"
    READ_PEOPLE = "read_people"
    END_SESSIONS = "end_sessions"
    READ_LOG = "read_log"
    READ_ACCOUNT = "read_account"
    MAKE_TOKEN = "make_token"


class Bounds(StrEnum):
    """How far a right reaches."""

    ANYWHERE = "anywhere"
    CENTRE = "centre"  # in the person's own centres
    VISIT = "visit"  # there, for visits that their authority takes part in
    OWN = "own"  # there, for what their authority itself does
    OWNER = "owner"  # what their authority owns, wherever


@dataclass(frozen=True)
class User:
    """Someone who may enter. `grants` pair a role with the centre it holds in.

    A planner in one centre who is a lead in another is not a lead in the first.
    """

    id: str
    name: str
    authority: Authority
    grants: frozenset[tuple[Role, str]]

    @property
    def roles(self) -> frozenset[Role]:
        """Their roles, wherever."""
        return frozenset(role for role, _ in self.grants)

    def works_in(self, centre: str) -> bool:
        """Whether they have any role in a centre."""
        return any(own in (centre, EVERY_CENTRE) for _, own in self.grants)


@dataclass(frozen=True)
class Thing:
    """What an action is about: whose centre, whose authority, and who visits it."""

    centre: str | None = None
    authority: str | None = None
    agencies: frozenset[str] = frozenset()


_R, _B = Role, Bounds
_PLANNING = {_R.PLANNER: _B.CENTRE, _R.LEAD: _B.CENTRE}
_ON_SITE = {**_PLANNING, _R.INSPECTOR: _B.VISIT}
_EVERYONE = dict.fromkeys(Role, Bounds.ANYWHERE)

RIGHTS: Mapping[Action, Mapping[Role, Bounds]] = {
    Action.FIND_LISTS: {
        **_PLANNING,
        _R.INSPECTOR: _B.CENTRE,
        _R.ANALYST: _B.CENTRE,
        _R.REVIEWER: _B.ANYWHERE,
    },
    # Places without names, numbers and addresses: the one way in which an analyst meets them.
    Action.READ_PSEUDONYMS: {_R.ANALYST: _B.CENTRE, _R.REVIEWER: _B.ANYWHERE},
    Action.READ_LIST: {**_PLANNING, _R.REVIEWER: _B.ANYWHERE},
    Action.EXPORT_LIST: _PLANNING,
    Action.READ_ENTRY: {**_ON_SITE, _R.REVIEWER: _B.ANYWHERE},
    Action.READ_PLAN: {**_ON_SITE, _R.REVIEWER: _B.ANYWHERE},
    Action.OPEN_PLAN: _PLANNING,
    Action.DECIDE: _PLANNING,
    Action.ADD_PLACE: _PLANNING,
    Action.LOCK_PLAN: {_R.LEAD: _B.CENTRE},
    Action.REST: _PLANNING,
    Action.READ_RESTS: {**_PLANNING, _R.REVIEWER: _B.ANYWHERE},
    Action.READ_OUTCOMES: {**_ON_SITE, _R.REVIEWER: _B.ANYWHERE},
    # Figures of a centre; they name no workplace and no person.
    Action.READ_FOLLOW_UP: {
        **_PLANNING,
        _R.INSPECTOR: _B.CENTRE,
        _R.REVIEWER: _B.ANYWHERE,
    },
    Action.READ_MODEL: _EVERYONE,
    # A model is the whole country's. Who hands one in does not judge it (`reviewing/rules.py`).
    Action.READ_REVIEW: dict.fromkeys((_R.ANALYST, _R.REVIEWER, _R.AUDITOR), _B.ANYWHERE),
    Action.COMMENT_REVIEW: dict.fromkeys((_R.ANALYST, _R.REVIEWER), _B.ANYWHERE),
    Action.SUBMIT_MODEL: {_R.ANALYST: _B.ANYWHERE},
    Action.REVIEW_MODEL: {_R.REVIEWER: _B.ANYWHERE},
    Action.PROMOTE_MODEL: dict.fromkeys((_R.ANALYST, _R.REVIEWER), _B.ANYWHERE),
    Action.RECORD_OUTCOME: {
        _R.PLANNER: _B.OWN,
        _R.LEAD: _B.OWN,
        _R.INSPECTOR: _B.OWN,
    },
    Action.ANSWER_REASON: _ON_SITE,
    Action.DISPUTE_FACT: _ON_SITE,
    Action.ANSWER_CORRECTION: {
        _R.PLANNER: _B.OWNER,
        _R.LEAD: _B.OWNER,
        _R.INSPECTOR: _B.OWNER,
    },
    Action.REFER: _ON_SITE,
    Action.ANSWER_REFERRAL: {_R.COORDINATOR: _B.CENTRE},
    Action.READ_CASES: {
        **_PLANNING,
        _R.INSPECTOR: _B.CENTRE,
        _R.COORDINATOR: _B.CENTRE,
        _R.ANALYST: _B.CENTRE,
        _R.REVIEWER: _B.ANYWHERE,
    },
    Action.MANAGE_CASES: {_R.LEAD: _B.CENTRE},
    # An administrator sees people and shuts doors, and nothing of any case or list.
    Action.READ_PEOPLE: {_R.ADMINISTRATOR: _B.CENTRE},
    Action.END_SESSIONS: {_R.ADMINISTRATOR: _B.CENTRE},
    Action.READ_LOG: {_R.AUDITOR: _B.ANYWHERE},
    Action.READ_ACCOUNT: _EVERYONE,
    Action.MAKE_TOKEN: _EVERYONE,
}

# All but the log, models and their reviews (which name no workplace), people and one's own
# account, and the cases themselves, among which the purpose is chosen.
NEEDS_PURPOSE = frozenset(Action) - {
    Action.READ_CASES,
    Action.MANAGE_CASES,
    Action.READ_PEOPLE,
    Action.END_SESSIONS,
    Action.READ_LOG,
    Action.READ_MODEL,
    Action.READ_REVIEW,
    Action.COMMENT_REVIEW,
    Action.SUBMIT_MODEL,
    Action.REVIEW_MODEL,
    Action.PROMOTE_MODEL,
    Action.READ_ACCOUNT,
    Action.MAKE_TOKEN,
}


def can(user: User, action: Action, thing: Thing) -> bool:
    """Whether one of the user's roles gives the right to do `action` to `thing`."""
    given = RIGHTS.get(action, {})
    return any(
        _within(user.authority, centre, given[role], thing)
        for role, centre in user.grants
        if role in given
    )


def _within(authority: Authority, centre: str, bounds: Bounds, thing: Thing) -> bool:
    is_here = thing.centre is not None and centre in (thing.centre, EVERY_CENTRE)
    match bounds:
        case Bounds.ANYWHERE:
            return True
        case Bounds.CENTRE:
            return is_here
        case Bounds.VISIT:
            return is_here and authority in thing.agencies
        case Bounds.OWN:
            return is_here and authority == thing.authority
        case Bounds.OWNER:
            return authority == thing.authority
