"""The columns that tables are made of, and the metadata that knows them all."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = [
    "METADATA",
    "key",
    "long",
    "number",
    "of_list",
    "of_list_key",
    "of_user",
    "perhaps",
    "text",
    "version",
]

METADATA = sa.MetaData()


def text(name: str, **more: object) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, **more)  # type: ignore[arg-type]


def perhaps(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=True)


def number(name: str, **more: object) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, **more)  # type: ignore[arg-type]


def long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, primary_key=True, autoincrement=False)


def of_list() -> sa.Column[str]:
    return sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), nullable=False)


def of_list_key() -> sa.Column[str]:
    """Part of the key as well."""
    return sa.Column(
        "list_id", sa.String, sa.ForeignKey("selection_lists.id"), primary_key=True
    )


def of_user() -> sa.Column[str]:
    return sa.Column("user_id", sa.String, sa.ForeignKey("users.id"), nullable=False)
