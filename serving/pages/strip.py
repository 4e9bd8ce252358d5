"""The strip above a list: the week at a glance, and how far its plan has come."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from serving.access.rights import Action
from serving.charts import slots
from serving.pages.rendering import Reader
from serving.planning.board import Board
from serving.planning.vocabulary import Status
from serving.targeting.inspection_list import Band

__all__ = ["Strip", "strip"]


@dataclass(frozen=True)
class Strip:
    """What was chosen of what can be visited. `begin_url` is empty for who may not begin."""

    state: str
    state_words: str
    told: str
    slots: Markup
    notes: tuple[str, ...]
    begin_url: str
    plan_url: str


def strip(board: Board, reader: Reader) -> Strip:
    """The strip of a board; before anybody has begun, the places as they were proposed."""
    made = board.made
    plan_url = reader.url(f"/urval/{made.id}/veckoplan") if board.plan else ""
    if board.plan is None:
        may = Action.OPEN_PLAN in board.may
        word = {0: "none", 1: "one"}.get(made.random, "many")
        return Strip(
            state="none",
            state_words=reader.text("state.none"),
            told=reader.text("list.places", filled=len(made.entries), capacity=made.capacity),
            slots=slots([(x.band, x.drawn == "random") for x in made.entries], made.capacity),
            notes=(reader.text(f"list.random.{word}", count=made.random),),
            begin_url=reader.url(f"/urval/{made.id}/plan") if may else "",
            plan_url=plan_url,
        )
    places = {entry.id: (entry.band, entry.drawn == "random") for entry in made.entries}
    chosen = board.decided(Status.INCLUDE)
    added = (Band.GROUND, False)
    return Strip(
        state=str(board.plan.state),
        state_words=reader.text(f"state.{board.plan.state}"),
        told=reader.text("strip.chosen", chosen=len(chosen), capacity=made.capacity),
        slots=slots(
            sorted(places.get(one, added) for one in chosen)[: made.capacity], made.capacity
        ),
        notes=_notes(board, len(chosen), reader),
        begin_url="",
        plan_url=plan_url,
    )


def _notes(board: Board, chosen: int, reader: Reader) -> tuple[str, ...]:
    left = board.made.capacity - chosen
    if left > 0:
        notes = [reader.text("strip.left", count=left)]
    elif left == 0:
        notes = [reader.text("strip.full")]
    else:
        notes = [reader.text("strip.over", count=-left)]
    undecided = board.decided(Status.UNDECIDED)
    drawn = {entry.id for entry in board.made.entries if entry.drawn == "random"}
    waiting = sum(one in drawn for one in undecided)
    if waiting:
        word = "one" if waiting == 1 else "many"
        notes.append(reader.text(f"strip.random.{word}", count=waiting))
    if len(undecided) > waiting:
        notes.append(reader.text("strip.undecided", count=len(undecided)))
    return tuple(notes)
