"""Lists and their entries, frozen when they were made."""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import (
    METADATA,
    key,
    long,
    number,
    of_list,
    of_list_key,
    text,
)

__all__ = [
    "entry_workplaces",
    "list_differences",
    "list_entries",
    "selection_lists",
]

selection_lists = sa.Table(
    "selection_lists",
    METADATA,
    key("id"),
    text("country"),
    text("centre"),
    text("week"),
    text("made_at"),
    text("digest"),
    number("entries"),
    number("random"),
    long("head"),
    sa.Index("lists_by_centre_and_week", "centre", "week", "made_at"),
)

list_entries = sa.Table(
    "list_entries",
    METADATA,
    key("id"),
    of_list(),
    number("rank"),
    number("band"),
    text("drawn"),
    long("content"),
    sa.UniqueConstraint("list_id", "rank"),
)

# Which workplace an entry is of: what stands in its content, to be found by.
entry_workplaces = sa.Table(
    "entry_workplaces",
    METADATA,
    key("place"),
    of_list(),
    text("workplace"),
    sa.Index("entries_of_workplace", "workplace"),
)

# Why a list is not as the one of the week before that it was compared with.
list_differences = sa.Table(
    "list_differences",
    METADATA,
    of_list_key(),
    key("before_id"),
    long("content"),
    text("made_at"),
)
