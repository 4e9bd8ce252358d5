"""What was said of each model, by whom, and which lists it then made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0005"
down_revision = "0004"


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _long(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def _review() -> sa.Column[str]:
    return sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), nullable=False)


def upgrade() -> None:
    """Make the four tables, to which rows are only ever added."""
    op.create_table(
        "reviews",
        _key("id"),
        *_text("name", "model", "version", "evidence"),
        *_long("checks"),
        _number("invented"),
        *_text("submitter", "submitter_name", "trainers", "submitted_at"),
        _number("record"),
    )
    op.create_table(
        "review_votes",
        _key("id"),
        _review(),
        *_text("reviewer", "reviewer_name", "authority", "issuer", "decision"),
        *_long("conditions", "comment"),
        *_text("valid_until", "voted_at"),
        _number("record"),
    )
    op.create_table(
        "review_comments",
        _key("id"),
        _review(),
        *_text("author", "author_name"),
        *_long("comment"),
        *_text("made_at"),
        _number("record"),
    )
    op.create_table(
        "review_uses",
        _key("list_id"),
        *_text("centre", "week", "list_digest", "model", "review", "made_at"),
        _number("record"),
    )
    op.create_index("reviews_of_model", "reviews", ["model"])
    op.create_index("votes_of_review", "review_votes", ["review"])
    op.create_index("comments_of_review", "review_comments", ["review"])
    for table in ("reviews", "review_votes", "review_comments", "review_uses"):
        protect(op.get_bind(), table)
