"""Rules that cannot all be kept, in plain words: what stands against what.

A limit gives the reason that the policy file gives. A decision on a single workplace gives its
number and its last day alone: who decided, and what they wrote, may tell of a matter under
way, and a conflict is read by more people than the decision was made for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from features.errors import LimitsConflict
from features.registers.authorities import NAMES
from features.vocabulary import Authority, Words
from serving.targeting.problem import Name

__all__ = ["RULES", "conflict_error", "in_words"]

_W = Words

# One sentence per kind of rule. {centre}, {about}, {size} and {said} are filled in.
RULES: Mapping[str, Words] = {
    "visits": _W(
        "{centre} gör {size} besök den här veckan.", "{centre} makes {size} visits this week."
    ),
    "authority_visits": _W(
        "{about} kan delta i {size} besök hos {centre}; slumpbesöken tar {said} av dem.",
        "{about} can join {size} visits at {centre}; random visits take {said} of them.",
    ),
    "authority_hours": _W(
        "{about} har {size} timmar hos {centre}; slumpbesöken tar {said} av dem.",
        "{about} has {size} hours at {centre}; random visits take {said} of them.",
    ),
    "least_sector": _W(
        "Minst {size} besök hos {centre} ska gälla branschen {about} ({said}).",
        "At least {size} visits at {centre} are to be in the sector {about} ({said}).",
    ),
    "most_sector": _W(
        "Högst {size} besök hos {centre} får gälla branschen {about} ({said}).",
        "At most {size} visits at {centre} may be in the sector {about} ({said}).",
    ),
    "least_municipality": _W(
        "Minst {size} besök hos {centre} ska göras i kommunen {about} ({said}).",
        "At least {size} visits at {centre} are to be in municipality {about} ({said}).",
    ),
    "most_municipality": _W(
        "Högst {size} besök hos {centre} får göras i kommunen {about} ({said}).",
        "At most {size} visits at {centre} may be in municipality {about} ({said}).",
    ),
    "least_group": _W(
        "Minst {size} besök hos {centre} ska gälla gruppen {about} ({said}).",
        "At least {size} visits at {centre} are to be in the group {about} ({said}).",
    ),
    "most_group": _W(
        "Högst {size} besök hos {centre} får gälla gruppen {about} ({said}).",
        "At most {size} visits at {centre} may be in the group {about} ({said}).",
    ),
    "municipalities": _W(
        "{centre} åker till högst {size} kommuner i veckan, utöver slumpbesökens.",
        "{centre} travels to at most {size} municipalities a week, beside the random visits'.",
    ),
    "group": _W(
        "En arbetsgivare, eller en koncern, får högst ett besök i veckan.",
        "An employer, or a group of companies, gets at most one visit a week.",
    ),
    "must_visit": _W(
        "Besök {about} på listan över beslutade besök ska göras.",
        "Visit {about} among those decided on must be made.",
    ),
    "excluded": _W(
        "Arbetsstället i beslutat besök {about} är undantaget tills någon häver det.",
        "The workplace of decided visit {about} is excluded until somebody lifts it.",
    ),
    "excluded_until": _W(
        "Arbetsstället i beslutat besök {about} är undantaget till och med {said}.",
        "The workplace of decided visit {about} is excluded to the end of {said}.",
    ),
    "resting": _W(
        "Arbetsstället i beslutat besök {about} är nyss kontrollerat och vilar i {size}"
        " månader.",
        "The workplace of decided visit {about} was inspected recently and rests for {size}"
        " months.",
    ),
    "not_eligible": _W(
        "Arbetsstället i beslutat besök {about} kan inte komma i fråga enligt registren.",
        "The workplace of decided visit {about} may not be considered, by the registers.",
    ),
}


def in_words(name: Name, centres: Mapping[str, str] | None = None) -> Words:
    """A rule as a sentence; `centres` are the names of centres by their codes."""
    rule = RULES[name.kind]
    centre = (centres or {}).get(name.centre, name.centre)
    about = _W(name.about, name.about)
    if name.kind.startswith("authority_"):
        about = NAMES[Authority(name.about)]
    return Words(
        rule.sv.format(centre=centre, about=about.sv, size=name.size, said=name.said),
        rule.en.format(centre=centre, about=about.en, size=name.size, said=name.said),
    )


def conflict_error(
    conflicts: Sequence[Sequence[Name]], centres: Mapping[str, str] | None = None
) -> LimitsConflict:
    """The error to raise: each conflict's rules in Swedish, then in English."""
    said = [[in_words(name, centres) for name in rules] for rules in conflicts]
    swedish = "".join(_block(n, [one.sv for one in rules]) for n, rules in enumerate(said, 1))
    english = "".join(_block(n, [one.en for one in rules]) for n, rules in enumerate(said, 1))
    return LimitsConflict(
        f"Ingen lista är möjlig. De här reglerna går inte att hålla samtidigt:{swedish}\n"
        f"No list is possible. These rules cannot all be kept:{english}",
        "change at least one rule under each number, and make the lists again",
    )


def _block(number: int, sentences: Sequence[str]) -> str:
    """A conflict's rules under its number."""
    return f"\n  {number}." + "".join(f"\n    - {one}" for one in sentences)
