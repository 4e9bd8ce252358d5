"""Was a list drawn and chosen as it says? Its draw, and the whole choice, made once more."""

from __future__ import annotations

from collections.abc import Sequence

from serving.targeting.frozen import Frozen, choose_frozen
from serving.targeting.inspection_list import InspectionList, ListEntry
from serving.targeting.selection import CentreChoice, Chosen

__all__ = ["faults_of", "faults_of_first"]

# Chances are stored as they were worked out; another processor may round the last bit.
SLACK = 1e-12


def faults_of(made: InspectionList, frozen: Frozen) -> tuple[str, ...]:
    """What in a list does not follow from its inputs, in words; none when all does.

    The seed, population and chances are those that the rule gives, whoever was drawn by them
    is on the list and nobody else as drawn, and the rest is the best choice there was. Entries
    are named by their place, never by number.
    """
    choice = next(
        (one for one in choose_frozen(frozen).centres if one.centre == made.centre.code), None
    )
    if choice is None:
        return (f"no list of centre {made.centre.code} follows from the inputs",)
    return (*_of_the_draw(made, choice), *_of_the_rest(made, choice))


def faults_of_first(made: InspectionList, first: str) -> tuple[str, ...]:
    """What is wrong where the week was drawn again: `first` are the inputs of its first list.

    The rule alone cannot tell: whoever makes a list of other inputs draws by it just as well.
    """
    if first in ("", made.provenance.inputs_digest, made.draw.first):
        return ()
    return ("the week had been drawn for before, and that draw does not stand here",)


def _of_the_draw(made: InspectionList, choice: CentreChoice) -> Sequence[str]:
    faults = []
    for name, says, follows in (
        ("seed", made.draw.seed, choice.draw.seed),
        ("number expected", made.draw.expected, choice.draw.expected),
        ("population's size", made.draw.population, choice.draw.population),
        ("population's digest", made.draw.population_digest, choice.draw.population_digest),
        ("week's first draw", made.draw.first, choice.draw.first),
        ("number replaced", made.draw.replaced, choice.draw.replaced),
    ):
        if says != follows:
            faults.append(f"the {name} is {says} on the list, and {follows} by the rule")
    drawn = {one.workplace: one for one in choice.chosen if one.drawn == "random"}
    listed = {one.workplace: one for one in made.entries if one.drawn == "random"}
    for workplace, entry in listed.items():
        if workplace not in drawn:
            faults.append(f"place {entry.rank} says it was drawn, and was not")
        elif entry.is_reserve != drawn[workplace].is_reserve:
            faults.append(f"place {entry.rank} is wrong about being a reserve")
    missing = len(drawn.keys() - listed.keys())
    if missing:
        faults.append(f"{missing} of {len(drawn)} that were drawn are not on the list as drawn")
    return faults


def _of_the_rest(made: InspectionList, choice: CentreChoice) -> Sequence[str]:
    faults = []
    if len(made.entries) != len(choice.chosen):
        counts = f"{len(made.entries)} places, and {len(choice.chosen)} follow"
        faults.append(f"the list has {counts} from the inputs")
    for entry, one in zip(made.entries, choice.chosen, strict=False):
        if entry.drawn == one.drawn == "random" and entry.workplace == one.workplace:
            if abs(entry.chance - one.chance) > SLACK:
                told = f"{entry.chance:.6g} of being drawn, and {one.chance:.6g} follows"
                faults.append(f"place {entry.rank} has a chance of {told}")
        elif not _is_same(entry, one):
            faults.append(f"place {entry.rank} is not who follows from the inputs")
    return faults


def _is_same(entry: ListEntry, one: Chosen) -> bool:
    return (entry.workplace, entry.drawn) == (one.workplace, one.drawn) and (
        abs(entry.chance - one.chance) <= SLACK
    )
