"""The planner's week: what people decided, added, left out, found, answered and asked for."""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import (
    METADATA,
    key,
    long,
    number,
    of_list,
    perhaps,
    text,
    version,
)

__all__ = [
    "additions",
    "control_cases",
    "corrections",
    "decisions",
    "drafts",
    "outcomes",
    "plans",
    "reason_answers",
    "referrals",
    "rescorings",
    "rests",
    "visits",
]

# A list that is worked on: draft, locked, done. `follows` is the plan of the week before.
plans = sa.Table(
    "plans",
    METADATA,
    sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), primary_key=True),
    text("centre"),
    text("week"),
    text("state"),
    number("version"),
    perhaps("follows"),
    text("opened_at"),
    text("changed_at"),
    text("actor"),
)

# `place` is an entry's id, or a manual addition's.
decisions = sa.Table(
    "decisions",
    METADATA,
    key("place"),
    version(),
    of_list(),
    text("status"),
    text("reason"),
    text("comment"),
    text("agencies"),
    text("actor"),
    text("made_at"),
    sa.Index("decisions_of_list", "list_id"),
)

# Places that people put on the list, or that waited on the one before (`carried_from`).
additions = sa.Table(
    "additions",
    METADATA,
    key("id"),
    of_list(),
    text("workplace"),
    text("employer"),
    text("name"),
    text("municipality"),
    text("reason"),
    text("comment"),
    perhaps("carried_from"),
    text("actor"),
    text("made_at"),
    sa.UniqueConstraint("list_id", "workplace"),
    sa.Index("additions_of_workplace", "workplace"),
)

# When in the week a place is visited; both empty while that is not settled.
visits = sa.Table(
    "visits",
    METADATA,
    key("place"),
    version(),
    of_list(),
    text("on_day"),
    text("part"),
    text("actor"),
    text("made_at"),
    sa.Index("visits_of_list", "list_id"),
)

# A workplace left out of lists for good reason and for a time: an exclusion or a snooze.
rests = sa.Table(
    "rests",
    METADATA,
    key("id"),
    text("kind"),
    text("centre"),
    text("workplace"),
    text("reason"),
    text("comment"),
    text("expires_on"),
    text("actor"),
    text("made_at"),
    perhaps("lifted_at"),
    perhaps("lifted_by"),
    sa.Index("rests_of_centre", "centre", "expires_on"),
)

control_cases = sa.Table(
    "control_cases",
    METADATA,
    key("id"),
    text("centre"),
    text("authority"),
    text("actor"),
    text("opened_at"),
    perhaps("closed_at"),
)

outcomes = sa.Table(
    "outcomes",
    METADATA,
    key("place"),
    key("authority"),
    version(),
    of_list(),
    text("visited_on"),
    text("result"),
    text("kind"),
    sa.Column("severity", sa.Integer, nullable=True),
    text("status"),
    text("comment"),
    text("actor"),
    text("made_at"),
    sa.Index("outcomes_of_list", "list_id"),
)

# What someone has begun to write of a visit: theirs alone, and gone once it is recorded.
drafts = sa.Table(
    "drafts",
    METADATA,
    key("place"),
    key("actor"),
    of_list(),
    long("content"),
    text("saved_at"),
)

# Did the reasons hold? One answer per reason shown, by its number in the explanation.
reason_answers = sa.Table(
    "reason_answers",
    METADATA,
    key("place"),
    sa.Column("reason", sa.Integer, primary_key=True, autoincrement=False),
    version(),
    of_list(),
    text("answer"),
    text("actor"),
    text("made_at"),
)

corrections = sa.Table(
    "corrections",
    METADATA,
    key("id"),
    text("place"),
    of_list(),
    text("authority"),
    number("reason"),
    text("wrong"),
    # Why: a closed list and a comment. Empty of what was asked before a reason was needed.
    text("reason_code", server_default=""),
    sa.Column("comment", sa.Text, nullable=False, server_default=""),
    text("state"),
    text("actor"),
    text("made_at"),
    perhaps("answered_at"),
)

# What a corrected fact would mean: `content` is what was found, or why nothing was.
rescorings = sa.Table(
    "rescorings",
    METADATA,
    key("id"),
    sa.Column("request", sa.String, sa.ForeignKey("corrections.id"), nullable=False),
    of_list(),
    sa.Column("value", sa.Float, nullable=True),
    text("state"),
    long("content"),
    text("actor"),
    text("made_at"),
    sa.Index("rescorings_of_request", "request", "made_at"),
)

# A request for the regionkoordinator. There is no column that could hold a victim's data.
referrals = sa.Table(
    "referrals",
    METADATA,
    key("id"),
    text("place"),
    of_list(),
    text("wanted"),
    text("state"),
    text("actor"),
    text("made_at"),
    perhaps("answered_at"),
)
