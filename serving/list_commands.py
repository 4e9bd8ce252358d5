"""lykta lists make, verify, diff, prices: choose, check, compare, and price the limits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from features.console import answer, command, steps
from features.errors import NotFound
from serving.commands import (
    AS_JSON,
    CASE,
    COUNTRY,
    LANGUAGE,
    WEEK,
    WORKSPACE,
    lists_app,
    refuse_without,
    settings_with,
)

__all__ = ["diff_lists", "make", "price_limits", "verify_lists"]


@lists_app.command("make")
@command
def make(
    standing: Path | None = typer.Option(
        None, "--standing", help="TOML file of exclusions, snoozes and decided visits."
    ),
    as_of: str | None = typer.Option(None, "--as-of", help="An earlier date, as 2026-10-01."),
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Make the week's lists from the loaded registers and the model that serves."""
    from features.country import read_country
    from features.engine.registers import Registers
    from features.vocabulary import AsOf
    from serving.listing import make_lists
    from serving.targeting.standing import NOTHING, read_standing
    from serving.weekly_differences import keep_differences

    settings = settings_with(workspace=workspace, country=country)
    declared = read_country(settings.country)
    landed = settings.workspace / "landed" / declared.name
    decided = read_standing(standing) if standing else NOTHING
    at = AsOf.parse(as_of) if as_of else None
    with steps("Lists") as say, Registers(landed, declared) as registers:
        made = make_lists(settings, declared, registers, standing=decided, at=at, say=say)
        compared = keep_differences(settings, declared, made.lists, say)
    keys = ("id", "centre", "week", "entries", "random")
    rows = [
        (one.id, one.centre.code, str(one.week), len(one.entries), one.random)
        for one in made.lists
    ]
    result = {"lists": [dict(zip(keys, row, strict=True)) for row in rows], "new": made.new}
    result["compared"] = compared
    answer(result, as_json=as_json, title="Lists", columns=keys, rows=rows)


@lists_app.command("verify")
@command
def verify_lists(
    week: str | None = WEEK,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Draw and choose a week's lists once more, and say whether they are what was stored."""
    from features.errors import BadOption
    from serving.access.callers import Operator
    from serving.reading import read_list, read_lists
    from serving.store.database import connect, looking
    from serving.store.lists import first_inputs
    from serving.targeting.frozen import read_frozen
    from serving.targeting.verifying import faults_of, faults_of_first
    from serving.targeting.week import Week

    settings = settings_with(workspace=workspace)
    database = connect(settings.store)
    caller = Operator("kontrollera dragning och val")
    found = read_lists(database, caller, week=Week.parse(week) if week else None)
    newest = [one for one in found if one.made.week == found[0].made.week]
    if not newest:
        raise NotFound(f"There are no lists{f' of week {week}' if week else ''}.")
    told: list[dict[str, object]] = []
    for head in newest:
        made = read_list(database, caller, head.made.id)
        try:
            inputs = made.provenance.inputs_digest
            faults = faults_of(made, read_frozen(settings.workspace / "choices", inputs))
            with looking(database) as connection:
                first = first_inputs(connection, made.provenance.country, made.week)
            faults += faults_of_first(made, first.get(made.centre.code, ""))
        except (BadOption, NotFound) as error:
            faults = (error.message,)
        told.append(
            {
                "list": made.id,
                "seed": made.draw.seed,
                "population": made.draw.population,
                "drawn": made.random,
                "faults": list(faults),
            }
        )
    is_whole = not any(one["faults"] for one in told)
    rows = [
        (
            "✗" if one["faults"] else "✓",
            one["list"],
            one["population"],
            one["drawn"],
            "; ".join(str(fault) for fault in _listed(one["faults"])),
        )
        for one in told
    ]
    columns = ("", "list", "could be drawn", "drawn", "faults")
    result = {"is_whole": is_whole, "lists": told}
    answer(result, as_json=as_json, title="Draws and choices", columns=columns, rows=rows)
    if not is_whole:
        raise typer.Exit(1)


@lists_app.command("diff")
@command
def diff_lists(
    before: str = typer.Argument(help="Id of the earlier list."),
    after: str = typer.Argument(help="Id of the later list, of the same centre."),
    country: str | None = COUNTRY,
    language: str | None = LANGUAGE,
    case: str | None = CASE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Say of every place that came, left or moved why it did. The read is logged."""
    from features.country import read_country
    from serving.access.callers import Operator
    from serving.comparing import difference_of
    from serving.reading import read_list
    from serving.store.database import connect
    from serving.targeting.cause_words import AFTER, BEFORE, CAUSE_WORDS, PLACE, TITLE
    from serving.targeting.causes import CAUSES
    from serving.wording import in_language

    settings = settings_with(workspace=workspace, country=country, language=language)
    database = connect(settings.store)
    caller = Operator("jämför listor", control_case=case or "")
    older, newer = (read_list(database, caller, one) for one in (before, after))
    refuse_without(case, newer)
    with steps("Comparing") as say:
        found = difference_of(settings, read_country(settings.country), older, newer, say)
    names = {one.workplace: one.name for one in (*older.entries, *newer.entries)}
    rows = [
        (
            names[one.workplace],
            one.before,
            one.after,
            *(f"{one.parts[cause]:+d}" if one.parts[cause] else "" for cause in CAUSES),
        )
        for one in found.changes
    ]
    result = {
        "before": before,
        "after": after,
        "centre": found.centre,
        "below": found.below,
        "compared_at": datetime.now(UTC).date(),
        "totals": {cause.value: found.total(cause) for cause in CAUSES},
        "changes": [
            {
                "workplace": one.workplace,
                "kind": one.kind,
                "before": one.before,
                "after": one.after,
                "main": one.main.value if one.main else None,
                "parts": {cause.value: one.parts[cause] for cause in CAUSES},
            }
            for one in found.changes
        ],
    }
    heads = (PLACE, BEFORE, AFTER, *(CAUSE_WORDS[cause] for cause in CAUSES))
    columns = [in_language(words, settings.language) for words in heads]
    title = in_language(TITLE, settings.language).format(below=found.below)
    answer(result, as_json=as_json, title=title, columns=columns, rows=rows)


@lists_app.command("prices")
@command
def price_limits(
    list_id: str = typer.Argument(help="Id of a list; its whole week is priced."),
    language: str | None = LANGUAGE,
    case: str | None = CASE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Say what each limit of a week costs in expected findings. The read is logged."""
    from serving.access.callers import Operator
    from serving.reading import read_list
    from serving.store.database import connect
    from serving.targeting.conflict_words import in_words
    from serving.targeting.frozen import read_frozen
    from serving.targeting.prices import prices_frozen
    from serving.wording import in_language

    settings = settings_with(workspace=workspace, language=language)
    caller = Operator("pris på veckans gränser", control_case=case or "")
    made = read_list(connect(settings.store), caller, list_id)
    refuse_without(case, made)
    frozen = read_frozen(settings.workspace / "choices", made.provenance.inputs_digest)
    rows = [
        (round(one.lost, 6), in_language(in_words(one.name, frozen.centres), settings.language))
        for one in prices_frozen(frozen)
    ]
    keys = ("lost", "limit")
    result = {
        "list": list_id,
        "week": str(made.week),
        "prices": [dict(zip(keys, row, strict=True)) for row in rows],
    }
    shown = rows or [(0, "–")]
    answer(result, as_json=as_json, title=f"{made.week}", columns=keys, rows=shown)


def _listed(faults: object) -> list[object]:
    return faults if isinstance(faults, list) else []
