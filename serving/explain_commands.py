"""lykta explain: one workplace's reasons and waterfall; corrected; what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.console import answer, command, steps
from serving.commands import AS_JSON, LANGUAGE, WORKSPACE, settings_with

if TYPE_CHECKING:
    from models.single import Change, Corrected
    from serving.explaining import Cohort, Told
    from serving.pages.rendering import Reader

__all__ = ["explain"]

CHANGE = ("now", "instead", "band", "anew")
AS_OF = typer.Option(None, "--as-of", help="First of a month; the delivery's when left out.")


@command
def explain(
    workplace: str = typer.Argument(help="The workplace's number."),
    as_of: str | None = AS_OF,
    what_if: list[str] | None = typer.Option(
        None, "--what-if", help="FEATURE=VALUE: with a fact corrected. May be given again."
    ),
    would_change: bool = typer.Option(
        False, "--what-would-change", help="The nearest single facts that move the band."
    ),
    plot: Path | None = typer.Option(None, "--plot", help="Write shap's waterfall here."),
    check: bool = typer.Option(
        False, "--check", help="Compute the cohort anew and compare byte by byte."
    ),
    language: str | None = LANGUAGE,
    country: str | None = typer.Option(None, "--country", help="Module of the country."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Say why a workplace stands where it does, as it was frozen. The read is logged."""
    from features.vocabulary import AsOf
    from serving.explaining import open_cohort, open_registers, read_facts, record_read
    from serving.pages.rendering import Reader
    from serving.wording import Language

    settings = settings_with(workspace=workspace, language=language, country=country)
    reader = Reader(Language(settings.language))
    facts = read_facts(what_if or [])
    with steps("Lykta", quiet=as_json) as say, open_registers(settings) as registers:
        cohort = open_cohort(settings, registers, AsOf.parse(as_of) if as_of else None, say=say)
        if check:
            cohort.check(registers, say)
    told = cohort.told(workplace)
    record_read(settings, cohort.frozen, cohort.frozen.workplaces.index(workplace).as_py())
    result = _result(cohort, told, reader)
    corrected = cohort.corrected(workplace, facts) if facts else None
    changes = cohort.would_change(workplace) if would_change else ()
    if corrected:
        result["what_if"] = _corrected(facts, corrected[1], corrected[2], reader)
    if would_change:
        result["what_would_change"] = [_change(cohort, one, reader) for one in changes]
    if plot:
        from models.attribution import draw_waterfall

        draw_waterfall(told.explanation, plot)
        result["plot"] = plot
    if as_json:
        answer(result, as_json=True)
        return
    _show(told, reader)
    if corrected:
        _show(corrected[1], reader)
        answer(
            {},
            as_json=False,
            title=reader.text("explain.what_if"),
            columns=("", reader.text("explain.before"), reader.text("explain.after")),
            rows=_before_and_after(corrected[0], corrected[1], corrected[2], reader),
        )
    if would_change:
        title = reader.text("explain.changes" if changes else "explain.no_changes")
        answer(
            {title: ""} if not changes else {},
            as_json=False,
            title=title,
            columns=tuple(reader.text(f"explain.{key}") for key in CHANGE),
            rows=[_change_row(_change(cohort, one, reader)) for one in changes],
        )


def _show(told: Told, reader: Reader) -> None:
    """The reasons with their waterfall, as one table; then what is not known."""
    from serving.waterfall import bars

    explanation = told.explanation
    base, score = explanation.base, explanation.score
    small = score - base - sum(one.contribution for one in told.reasons)
    amounts = [*(one.contribution for one in told.reasons), small]
    drawn = bars(base, amounts)
    rows = [
        (
            reader.in_words(one.sentence),
            reader.text(f"{one.direction}.{one.strength.value}"),
            reader.in_words(one.peers),
            reader.in_words(one.source),
            one.known,
            bar,
        )
        for one, bar in zip(told.reasons, drawn, strict=False)
    ]
    many = "one" if told.rest.count == 1 else "many"
    rows.append(
        (reader.text(f"list.rest.{many}", count=told.rest.count), "", "", "", "", drawn[-1])
    )
    keys = ("reason", "direction", "peers", "source", "latest")
    band = reader.text("band.priority", band=reader.text(f"band.{int(told.band)}"))
    answer(
        {},
        as_json=False,
        title=f"{explanation.workplace}, {explanation.as_of}. {band}",
        columns=(*(reader.text(f"explain.{key}") for key in keys), f"{base:.3f} → {score:.3f}"),
        rows=rows,
    )
    unknown = [
        ("–", one)
        for words in (told.gaps, told.silent)
        for one in (reader.in_words(word) for word in words)
    ]
    if unknown:
        title = reader.text("unknown.title")
        answer({}, as_json=False, title=title, columns=("", ""), rows=unknown)


def _result(cohort: Cohort, told: Told, reader: Reader) -> dict[str, object]:
    explanation, identity = told.explanation, cohort.frozen.identity
    return {
        "workplace": explanation.workplace,
        "as_of": explanation.as_of,
        "band": reader.text(f"band.{int(told.band)}"),
        "base": explanation.base,
        "score": explanation.score,
        "reasons": [
            {
                "sentence": reader.in_words(one.sentence),
                "direction": one.direction,
                "strength": one.strength.value,
                "share": one.share,
                "contribution": one.contribution,
                "feature": one.feature,
                "facts": one.facts,
                "value": reader.in_words(one.value),
                "peers": reader.in_words(one.peers),
                "authorities": one.authorities,
                "source": reader.in_words(one.source),
                "latest": one.known,
                "silent": one.is_stale,
                "secrecy": one.secrecy,
            }
            for one in told.reasons
        ],
        "others": {
            "count": told.rest.count,
            "raises": told.rest.raises,
            "lowers": told.rest.lowers,
        },
        "not_known": [reader.in_words(one) for one in told.gaps],
        "silent": [reader.in_words(one) for one in told.silent],
        "by_group": explanation.by_group(),
        "by_register": explanation.by_register(),
        "by_authority": explanation.by_authority(),
        "digests": {
            "model": identity.model,
            "snapshot": identity.snapshot,
            "catalogue": identity.catalogue,
            "content": cohort.frozen.facts["content"],
        },
    }


def _corrected(
    facts: dict[str, float | None], after: Told, found: Corrected, reader: Reader
) -> dict[str, object]:
    return {
        "facts": facts,
        "score": found.after.score,
        "band": reader.text(f"band.{int(after.band)}"),
        "reasons": [reader.in_words(one.sentence) for one in after.reasons],
        "stay_as_they_are": found.built_on,
    }


def _before_and_after(
    before: Told, after: Told, found: Corrected, reader: Reader
) -> list[tuple[str, str, str]]:
    rows = [
        (
            reader.text("column.priority"),
            reader.text(f"band.{int(before.band)}"),
            reader.text(f"band.{int(after.band)}"),
        ),
        (reader.text("explain.score"), f"{found.before.score:.3f}", f"{found.after.score:.3f}"),
    ]
    if found.built_on:
        rows.append((reader.text("explain.built_on"), ", ".join(found.built_on), ""))
    return rows


def _change(cohort: Cohort, change: Change, reader: Reader) -> dict[str, object]:
    return {
        "feature": change.feature,
        "now": reader.in_words(cohort.sentence(change.feature, change.value)),
        "instead": reader.in_words(cohort.sentence(change.feature, change.to)),
        "band": reader.text(f"band.{change.after.band + 1}"),
        "value": change.value,
        "to": change.to,
        "distance": change.distance,
        "score": change.after.score,
        "stay_as_they_are": change.built_on,
    }


def _change_row(change: dict[str, object]) -> tuple[object, ...]:
    built_on = change["stay_as_they_are"]
    assert isinstance(built_on, tuple)
    return change["now"], change["instead"], change["band"], ", ".join(built_on)
