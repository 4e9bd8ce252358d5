"""What a list tells of itself against the week before: how many moved, which, and why."""

from __future__ import annotations

from dataclasses import dataclass

from serving.pages.rendering import Reader
from serving.phrasing import listed
from serving.planning.board import Board
from serving.targeting.cause_words import CAUSE_WORDS
from serving.targeting.causes import CAUSES, Change
from serving.targeting.inspection_list import ListEntry
from serving.wording import in_language

__all__ = ["CauseRow", "Changed", "change_of", "changed"]


@dataclass(frozen=True)
class CauseRow:
    """A cause, and how many places it moved workplaces altogether."""

    words: str
    places: str


@dataclass(frozen=True)
class Changed:
    """What is different from the list of the week before.

    `causes` and `each` are empty where nobody worked out why; then `gone` says who left.
    """

    title: str
    told: str
    gone: str
    causes: tuple[CauseRow, ...]
    each: tuple[str, ...]


def changed(board: Board, reader: Reader) -> Changed | None:
    """None where the week before had no list."""
    if board.before is None:
        return None
    now = {one.workplace: one.rank for one in board.made.entries}
    moves = [board.before[one][0] - rank for one, rank in now.items() if one in board.before]
    gone = tuple(name for one, (_, name) in board.before.items() if one not in now)
    told = reader.text(
        "change.told",
        new=len(now) - len(moves),
        up=sum(move > 0 for move in moves),
        down=sum(move < 0 for move in moves),
        gone=len(gone),
    )
    return Changed(
        title=reader.text("change.title", week=board.made.week.plus(-1).number),
        told=told,
        gone=reader.text("change.gone", names=listed(gone, reader.language)) if gone else "",
        causes=_causes(board, reader),
        each=_each(board, reader),
    )


def change_of(board: Board, entry: ListEntry, reader: Reader) -> tuple[str, str]:
    """How an entry stands against the week before: in short, and for those who hear it."""
    if board.before is None or entry.drawn != "ranking":
        return "", ""
    there = board.before.get(entry.workplace)
    moved = there[0] - entry.rank if there else 0
    if there and not moved:
        return "", ""
    short = f"{'▲' if moved > 0 else '▼'}{abs(moved)}" if there else reader.text("change.new")
    return short, _said(_change(board, entry.workplace), moved if there else None, reader)


def _said(change: Change | None, moved: int | None, reader: Reader) -> str:
    """A move in words, with what did most of it where that is known."""
    if moved is None:
        words = reader.text("change.new.long")
    else:
        one_many = "one" if abs(moved) == 1 else "many"
        key = f"change.{'up' if moved > 0 else 'down'}.{one_many}"
        words = reader.text(key, count=abs(moved))
    return f"{words}{_mainly(change, reader)}"


def _mainly(change: Change | None, reader: Reader) -> str:
    if change is None or change.main is None:
        return ""
    return f" ({in_language(CAUSE_WORDS[change.main], reader.language).lower()})"


def _change(board: Board, workplace: str) -> Change | None:
    if board.difference is None:
        return None
    found = (one for one in board.difference.changes if one.workplace == workplace)
    return next(found, None)


def _causes(board: Board, reader: Reader) -> tuple[CauseRow, ...]:
    """Those that moved anybody, in the order in which they took their turn."""
    if board.difference is None:
        return ()
    totals = {cause: board.difference.total(cause) for cause in CAUSES}
    return tuple(
        CauseRow(
            in_language(CAUSE_WORDS[cause], reader.language),
            reader.text(f"change.places.{'one' if total == 1 else 'many'}", count=total),
        )
        for cause, total in totals.items()
        if total
    )


def _each(board: Board, reader: Reader) -> tuple[str, ...]:
    """Everyone who came, moved or left, in the order of the list, those gone last."""
    if board.difference is None or board.before is None:
        return ()
    names = {one: name for one, (_, name) in board.before.items()}
    names |= {one.workplace: one.name for one in board.made.entries}
    told = []
    for one in board.difference.changes:
        if one.kind == "stays" or one.workplace not in names:
            continue
        if one.after is None:
            words = reader.text("change.left") + _mainly(one, reader)
        else:
            moved = one.before - one.after if one.before is not None else None
            words = _said(one, moved, reader)
        told.append(f"{names[one.workplace]}: {words[0].lower()}{words[1:]}")
    return tuple(told)
