"""What was said of each model, by whom, and which lists it then made.

Kept for ever: no row here tells of a workplace, and whoever asks years later which model made
a list must get an answer. `record` is the number of the audit record that vouches for the row.
"""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import METADATA, key, long, number, text

__all__ = ["review_comments", "review_uses", "review_votes", "reviews"]

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
