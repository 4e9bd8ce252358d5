"""Plans, decisions, outcomes, sign-in, a wider audit record, and what may be appended only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import prepare, protect

revision = "0002"
down_revision = "0001"

_START = "0" * 64
_PROTECTED = (
    "audit_events",
    "selection_lists",
    "list_entries",
    "decisions",
    "additions",
    "outcomes",
    "reason_answers",
    "sealed_heads",
)


def upgrade() -> None:
    """Widen the log and make the tables of the life of a list and of sign-in."""
    _widen_the_log()
    _make_planning()
    _make_people()
    op.create_table("removals_open", _key("opened_at"))
    connection = op.get_bind()
    prepare(connection)
    for table in _PROTECTED:
        protect(connection, table)


def _widen_the_log() -> None:
    op.add_column(
        "audit_events", sa.Column("form", sa.Integer, nullable=False, server_default="1")
    )
    for name in (
        "authority",
        "role",
        "centre",
        "control_case",
        "ground",
        "filter",
        "client",
    ):
        op.add_column(
            "audit_events", sa.Column(name, sa.String, nullable=False, server_default="")
        )
    op.add_column(
        "audit_head", sa.Column("first", sa.Integer, nullable=False, server_default="1")
    )
    op.add_column(
        "audit_head", sa.Column("before", sa.String, nullable=False, server_default=_START)
    )
    # One row from the start: it is what writers take turns on.
    op.execute(
        f"INSERT INTO audit_head (count, digest) SELECT 0, '{_START}'"
        " WHERE NOT EXISTS (SELECT 1 FROM audit_head)"
    )


def _make_planning() -> None:
    op.create_table(
        "plans",
        sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), primary_key=True),
        _text("centre"),
        _text("week"),
        _text("state"),
        _number("version"),
        _perhaps("follows"),
        _text("opened_at"),
        _text("changed_at"),
        _text("actor"),
    )
    op.create_table(
        "decisions",
        _key("place"),
        _version(),
        _list(),
        _text("status"),
        _text("reason"),
        _text("comment"),
        _text("agencies"),
        _text("actor"),
        _text("made_at"),
    )
    op.create_index("decisions_of_list", "decisions", ["list_id"])
    op.create_table(
        "additions",
        _key("id"),
        _list(),
        _text("workplace"),
        _text("employer"),
        _text("name"),
        _text("municipality"),
        _text("reason"),
        _text("comment"),
        _perhaps("carried_from"),
        _text("actor"),
        _text("made_at"),
        sa.UniqueConstraint("list_id", "workplace"),
    )
    op.create_table(
        "rests",
        _key("id"),
        _text("kind"),
        _text("centre"),
        _text("workplace"),
        _text("reason"),
        _text("comment"),
        _text("expires_on"),
        _text("actor"),
        _text("made_at"),
        _perhaps("lifted_at"),
        _perhaps("lifted_by"),
    )
    op.create_index("rests_of_centre", "rests", ["centre", "expires_on"])
    op.create_table(
        "control_cases",
        _key("id"),
        _text("centre"),
        _text("authority"),
        _text("actor"),
        _text("opened_at"),
        _perhaps("closed_at"),
    )
    op.create_table(
        "outcomes",
        _key("place"),
        _key("authority"),
        _version(),
        _list(),
        _text("visited_on"),
        _text("result"),
        _text("kind"),
        sa.Column("severity", sa.Integer, nullable=True),
        _text("status"),
        _text("comment"),
        _text("actor"),
        _text("made_at"),
    )
    op.create_index("outcomes_of_list", "outcomes", ["list_id"])
    op.create_table(
        "reason_answers",
        _key("place"),
        sa.Column("reason", sa.Integer, primary_key=True, autoincrement=False),
        _version(),
        _list(),
        _text("answer"),
        _text("actor"),
        _text("made_at"),
    )
    op.create_table(
        "corrections",
        _key("id"),
        _text("place"),
        _list(),
        _text("authority"),
        _number("reason"),
        _text("wrong"),
        _text("state"),
        _text("actor"),
        _text("made_at"),
        _perhaps("answered_at"),
    )
    op.create_table(
        "referrals",
        _key("id"),
        _text("place"),
        _list(),
        _text("wanted"),
        _text("state"),
        _text("actor"),
        _text("made_at"),
        _perhaps("answered_at"),
    )


def _make_people() -> None:
    op.create_table(
        "users",
        _key("id"),
        _text("issuer"),
        _text("subject"),
        _text("name"),
        _text("authority"),
        _text("roles"),
        _text("centres"),
        _text("last_sign_in"),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "sessions",
        _key("digest"),
        _user(),
        _text("begun_at"),
        _text("seen_at"),
        _perhaps("ended_at"),
        _perhaps("centre"),
        _perhaps("control_case"),
        _perhaps("ground"),
    )
    op.create_index("sessions_of_user", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        _key("id"),
        _text("digest", unique=True),
        _user(),
        _text("name"),
        _text("scopes"),
        _text("networks"),
        _text("made_at"),
        _text("expires_at"),
        _perhaps("revoked_at"),
        _text("centre"),
        _text("control_case"),
        _text("ground"),
    )
    op.create_table(
        "handshakes",
        _key("state"),
        _text("browser"),
        _text("nonce"),
        _text("verifier"),
        _text("onward"),
        _text("begun_at"),
    )
    op.create_table(
        "idempotency_keys",
        _key("actor"),
        _key("key"),
        _text("body"),
        _number("status"),
        _long("answer"),
        _text("made_at"),
    )
    op.create_table(
        "exports",
        _key("id"),
        _list(),
        _text("kind"),
        _text("filter"),
        _number("rows"),
        _text("digest"),
        _text("actor"),
        _text("made_at"),
    )
    op.create_table(
        "sealed_heads",
        sa.Column("count", sa.Integer, primary_key=True, autoincrement=False),
        _text("digest"),
        _text("sealed_at"),
        _text("key"),
        _text("signature"),
    )


def _text(name: str, *, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, unique=unique or None)


def _perhaps(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, primary_key=True, autoincrement=False)


def _list() -> sa.Column[str]:
    return sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), nullable=False)


def _user() -> sa.Column[str]:
    return sa.Column("user_id", sa.String, sa.ForeignKey("users.id"), nullable=False)
