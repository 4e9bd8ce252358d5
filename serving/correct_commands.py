"""lykta lists correct: what an entry would be if a fact were otherwise, and its owner asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.console import answer, command, steps
from features.errors import BadOption
from serving.commands import (
    AS_JSON,
    CASE,
    LANGUAGE,
    WORKSPACE,
    lists_app,
    refuse_without,
    settings_with,
)

if TYPE_CHECKING:
    from serving.correcting import CorrectedEntry
    from serving.explaining import Told
    from serving.pages.rendering import Reader

__all__ = ["correct", "rescore"]


@lists_app.command("correct")
@command
def correct(
    item: str = typer.Argument(help="Id of an entry: the list's, dot, rank."),
    reason: int = typer.Option(..., "--reason", help="Which reason's fact, counted from 0."),
    value: str = typer.Option(..., "--value", help="What it should be; empty: not known."),
    ask: str | None = typer.Option(
        None, "--ask", help="Ask its owner too: other_employer, outdated or wrong_value."
    ),
    because: str | None = typer.Option(
        None,
        "--because",
        help="Why it is held to be wrong, needed to ask: seen_on_site, shown_by_employer,"
        " other_register, later_decision, or other with a comment.",
    ),
    comment: str = typer.Option("", "--comment", help="More for its owner; names nobody."),
    country: str | None = typer.Option(None, "--country", help="Module of the country."),
    language: str | None = LANGUAGE,
    case: str | None = CASE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Show an entry with a fact corrected beside what was frozen. The read is logged.

    Nothing changes on the list or in a register: with `--ask` the fact's owner is asked to.
    """
    from serving.access.callers import Operator
    from serving.audit_vocabulary import EventType
    from serving.correcting import correct_entry
    from serving.explaining import open_registers, read_facts
    from serving.pages.rendering import Reader
    from serving.planning import working
    from serving.planning.choices import Dispute, one_of
    from serving.planning.vocabulary import Doubted, Wrong
    from serving.reading import read_entry
    from serving.store.database import connect, transaction
    from serving.wording import Language

    settings = settings_with(workspace=workspace, country=country, language=language)
    said = None
    if ask is not None:
        doubted = one_of(Doubted, because or "", "--because")
        said = Dispute(one_of(Wrong, ask, "--ask"), doubted, comment)
    elif because or comment:
        raise BadOption("Nobody is asked, so nobody reads why.", "say what is wrong: --ask")
    figure = read_facts([f"value={value}"])["value"]
    database = connect(settings.store)
    caller = Operator("pröva en rättad uppgift", control_case=case or "")
    entry, made = read_entry(database, caller, item, EventType.EXPLANATION_READ)
    refuse_without(case, made)
    with steps("Lykta", quiet=as_json) as say, open_registers(settings) as registers:
        found = correct_entry(settings, registers, made, entry, reason, figure, say=say)
    request = ""
    if said is not None:
        with transaction(database) as connection:
            request = working.dispute(connection, caller, item, reason, said)
    reader = Reader(Language(settings.language))
    result = {
        "item": item,
        "feature": found.feature,
        "value": found.value,
        "among": found.rows,
        "frozen": _said(found.before, found.place_before, reader),
        "corrected": _said(found.after, found.place_after, reader),
        "listed_before": entry.rank,
        "listed_after": found.listed,
        "stay_as_they_are": found.found.built_on,
        "request": request,
    }
    rows = _rows(found, entry.rank, reader)
    columns = ("", reader.text("explain.before"), reader.text("explain.after"))
    title = reader.text("explain.what_if")
    answer(result, as_json=as_json, title=title, columns=columns, rows=rows)


@lists_app.command("rescore")
@command
def rescore(
    country: str | None = typer.Option(None, "--country", help="Module of the country."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Work out what corrected facts would mean, of all that was asked for by program.

    The service starts this itself when it is asked; a second one beside it does nothing.
    """
    from serving.rescoring import rescore_waiting

    settings = settings_with(workspace=workspace, country=country)
    with steps("Lykta", quiet=as_json) as say:
        done = rescore_waiting(settings, say=say)
    answer(
        {"rescored": done}, as_json=as_json, title="Lykta", columns=("",), rows=[(str(done),)]
    )


def _said(told: Told, place: int, reader: Reader) -> dict[str, object]:
    return {
        "band": reader.text(f"band.{int(told.band)}"),
        "place": place,
        "reasons": [
            {
                "sentence": reader.in_words(one.sentence),
                "direction": one.direction,
                "strength": one.strength.value,
            }
            for one in told.reasons
        ],
    }


def _rows(found: CorrectedEntry, rank: int, reader: Reader) -> list[tuple[str, str, str]]:
    places = (found.place_before, found.place_after)
    bands = [reader.text(f"band.{int(one.band)}") for one in (found.before, found.after)]
    rows = [
        (reader.text("column.priority"), bands[0], bands[1]),
        (reader.text("correct.place", among=found.rows), str(places[0]), str(places[1])),
        (
            reader.text("correct.listed"),
            str(rank),
            str(found.listed or reader.text("correct.unlisted")),
        ),
    ]
    told = [
        [
            f"{reader.in_words(one.sentence)}"
            f" ({reader.text(f'{one.direction}.{one.strength.value}')})"
            for one in side.reasons
        ]
        for side in (found.before, found.after)
    ]
    longest = max(len(side) for side in told)
    before, after = ([*side, *[""] * (longest - len(side))] for side in told)
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        rows.append((str(number), one, other))
    return rows
