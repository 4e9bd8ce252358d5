"""Puts lists together: the choice, the facts to show, the explanations, the provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from features.errors import BadOption
from features.vocabulary import Words
from models.explanation import Explanation
from serving.targeting.inspection_list import (
    Band,
    CentreName,
    Frequency,
    InspectionList,
    ListEntry,
    Provenance,
    content_digest,
)
from serving.targeting.reasons import gaps, reasons
from serving.targeting.sayings import LABELS, Sayings
from serving.targeting.selection import Chosen, Selection

__all__ = ["Facts", "build_lists"]


@dataclass(frozen=True)
class Facts:
    """What people are shown of a workplace and nothing computes on."""

    name: str
    address: str
    municipality: str
    sector: Words
    employees: Words


def build_lists(
    selection: Selection,
    *,
    centres: Sequence[CentreName],
    facts: Mapping[str, Facts],
    explanations: Mapping[str, Explanation],
    frequencies: Sequence[Frequency],
    provenance: Provenance,
    sayings: Sayings = LABELS,
    silent: Sequence[str] = (),
) -> tuple[InspectionList, ...]:
    """One list per centre of the selection, explanations frozen with it.

    `facts` and `explanations` are by workplace; `silent` names registers that have fallen so.
    The id is made of week, centre and content, so the same list made again bears the same id.
    Raises `BadOption` when a chosen workplace lacks facts or an explanation.
    """
    chosen = [one.workplace for choice in selection.centres for one in choice.chosen]
    without = {
        "facts": sum(one not in facts for one in chosen),
        "explanation": sum(one not in explanations for one in chosen),
    }
    if any(without.values()):
        raise BadOption(
            f"Of {len(chosen)} chosen workplaces, {without['facts']} lack facts to show and"
            f" {without['explanation']} an explanation.",
            "give both for every workplace of the selection",
        )
    names = {centre.code: centre for centre in centres}
    return tuple(
        _identified(
            InspectionList(
                id="",
                centre=names.get(choice.centre) or CentreName(choice.centre, choice.centre, ()),
                week=selection.week,
                provenance=provenance,
                policy=selection.policy.name,
                policy_digest=selection.policy.digest,
                capacity=choice.capacity,
                draw=choice.draw,
                funnel=choice.funnel,
                frequencies=tuple(frequencies),
                silent=tuple(sayings.titles[name] for name in silent),
                entries=tuple(
                    _entry(one, facts[one.workplace], explanations[one.workplace], sayings)
                    for one in choice.chosen
                ),
            )
        )
        for choice in selection.centres
    )


def _entry(
    chosen: Chosen, facts: Facts, explanation: Explanation, sayings: Sayings
) -> ListEntry:
    told, rest = reasons(explanation.contributions, sayings)
    return ListEntry(
        id="",
        rank=chosen.rank,
        workplace=chosen.workplace,
        employer=chosen.employer,
        name=facts.name,
        address=facts.address,
        municipality=facts.municipality,
        sector=facts.sector,
        employees=facts.employees,
        band=Band(chosen.band),
        drawn=chosen.drawn,
        chance=chosen.chance,
        lead=chosen.team[0].authority,
        reasons=told,
        rest=rest,
        gaps=gaps(explanation.contributions, sayings),
        explanation=explanation.to_json(),
        team=chosen.team,
        is_reserve=chosen.is_reserve,
    )


def _identified(made: InspectionList) -> InspectionList:
    """The same list with the ids that follow from its content."""
    name = f"{made.week}-{made.centre.code}-{content_digest(made)[:8]}"
    entries = tuple(replace(entry, id=f"{name}.{entry.rank}") for entry in made.entries)
    return replace(made, id=name, entries=entries)
