"""Every table of the store as SQLAlchemy sees it; `migrations/` is what makes and changes them.

Moments are ISO 8601 in UTC and sort as text; several values in one column are JSON. What
people decided or found is never overwritten: each change is a row of the next version, so
that the primary key itself lets one of two who write at once win and tells the other.
"""

from __future__ import annotations

from serving.store.tables.lists import (
    entry_workplaces,
    list_differences,
    list_entries,
    selection_lists,
)
from serving.store.tables.log import (
    audit_events,
    audit_head,
    removals_open,
    sealed_heads,
)
from serving.store.tables.people import (
    exports,
    handshakes,
    idempotency_keys,
    sessions,
    tokens,
    users,
)
from serving.store.tables.planning import (
    additions,
    control_cases,
    corrections,
    decisions,
    drafts,
    outcomes,
    plans,
    reason_answers,
    referrals,
    rescorings,
    rests,
    visits,
)
from serving.store.tables.reviews import (
    case_comments,
    review_answers,
    review_cases,
    review_comments,
    review_uses,
    review_votes,
    reviews,
)
from serving.store.tables.shapes import METADATA

__all__ = [
    "APPEND_ONLY",
    "HOUSEKEEPING",
    "METADATA",
    "additions",
    "audit_events",
    "audit_head",
    "control_cases",
    "corrections",
    "decisions",
    "drafts",
    "entry_workplaces",
    "exports",
    "handshakes",
    "idempotency_keys",
    "list_differences",
    "list_entries",
    "outcomes",
    "plans",
    "reason_answers",
    "referrals",
    "rescorings",
    "removals_open",
    "rests",
    "case_comments",
    "review_answers",
    "review_cases",
    "review_comments",
    "review_uses",
    "review_votes",
    "reviews",
    "sealed_heads",
    "selection_lists",
    "sessions",
    "tokens",
    "users",
    "visits",
]

APPEND_ONLY = (
    "audit_events",
    "selection_lists",
    "list_entries",
    "entry_workplaces",
    "list_differences",
    "decisions",
    "additions",
    "outcomes",
    "reason_answers",
    "sealed_heads",
    "visits",
    "reviews",
    "review_votes",
    "review_comments",
    "review_uses",
    "review_cases",
    "case_comments",
    "review_answers",
)

# What may be written without a record of its own: clocks and handshakes of sign-in, which the
# records of signing in and out tell of, answers kept for a retry, and the log itself.
HOUSEKEEPING = frozenset(
    {
        "sessions",
        "handshakes",
        "idempotency_keys",
        "audit_events",
        "audit_head",
        "sealed_heads",
        "removals_open",
    }
)
