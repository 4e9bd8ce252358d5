"""What was said of each model, by whom, and which lists it then made.

Kept for ever but for the cases: no other row here tells of a workplace, and whoever asks years
later which model made a list must get an answer. `record` is the number of the audit record
that vouches for the row.
"""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import METADATA, key, long, number, text

__all__ = [
    "case_comments",
    "review_answers",
    "review_cases",
    "review_comments",
    "review_uses",
    "review_votes",
    "reviews",
]

# A model handed in. `model` is the digest of its files, `evidence` that of what lies beside
# them, `checks` and `trainers` are JSON. Names are kept: people are forgotten sooner.
reviews = sa.Table(
    "reviews",
    METADATA,
    key("id"),
    text("name"),
    text("model"),
    text("version"),
    text("evidence"),
    long("checks"),
    number("invented"),
    text("submitter"),
    text("submitter_name"),
    text("trainers"),
    text("submitted_at"),
    number("record"),
    sa.Index("reviews_of_model", "model"),
)

review_votes = sa.Table(
    "review_votes",
    METADATA,
    key("id"),
    sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), nullable=False),
    text("reviewer"),
    text("reviewer_name"),
    text("authority"),
    text("issuer"),
    text("decision"),
    long("conditions"),
    long("comment"),
    text("valid_until"),
    text("voted_at"),
    number("record"),
    sa.Index("votes_of_review", "review"),
)

review_comments = sa.Table(
    "review_comments",
    METADATA,
    key("id"),
    sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), nullable=False),
    text("author"),
    text("author_name"),
    long("comment"),
    text("made_at"),
    number("record"),
    sa.Index("comments_of_review", "review"),
)

# Which list was made on which approval. No foreign key to the list: it is removed in its time.
review_uses = sa.Table(
    "review_uses",
    METADATA,
    key("list_id"),
    text("centre"),
    text("week"),
    text("list_digest"),
    text("model"),
    text("review"),
    text("made_at"),
    number("record"),
)

# Workplaces to be looked at blind, without name, number, address or municipality. `entry` is
# JSON; a case is told by its number, and its stratum and band wait for the reviewer's answer.
review_cases = sa.Table(
    "review_cases",
    METADATA,
    sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    number("is_listed"),
    long("entry"),
    text("drawn_at"),
)

review_answers = sa.Table(
    "review_answers",
    METADATA,
    sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("reviewer", sa.String, primary_key=True),
    text("reviewer_name"),
    text("said"),
    long("comment"),
    text("made_at"),
)

# What those who have answered a case write of it to each other.
case_comments = sa.Table(
    "case_comments",
    METADATA,
    key("id"),
    sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), nullable=False),
    number("number"),
    text("author"),
    text("author_name"),
    long("comment"),
    text("made_at"),
    sa.Index("comments_of_case", "review", "number"),
)
