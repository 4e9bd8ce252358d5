"""The closed lists of the planner's week: what can be decided, found and answered, in words.

Free text stands beside them, never instead: only a closed list can be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from features.vocabulary import Words

__all__ = [
    "Added",
    "Answer",
    "Area",
    "Declined",
    "Doubted",
    "Ground",
    "OutcomeStatus",
    "Part",
    "RANDOM_MAY_BE_DECLINED",
    "Rested",
    "Result",
    "State",
    "Status",
    "Waited",
    "Wanted",
    "Wrong",
    "in_words",
]


class State(StrEnum):
    """How far a plan has come."""

    DRAFT = "draft"
    LOCKED = "locked"
    DONE = "done"


class Status(StrEnum):
    """What a person decided on a place."""

    UNDECIDED = "undecided"
    INCLUDE = "include"
    WAIT = "wait"
    DECLINE = "decline"


class Part(StrEnum):
    """When on a day a visit is made. Two places at once is what nobody can be in."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Declined(StrEnum):
    """Why a place is not visited."""

    CEASED = "ceased"
    WRONG_FACTS = "wrong_facts"
    RECENTLY_VISITED = "recently_visited"
    ONGOING_MATTER = "ongoing_matter"
    SAFETY = "safety"
    NO_GROUND = "no_ground"
    ELSEWHERE = "elsewhere"
    OTHERS_FIRST = "others_first"
    OTHER = "other"


class Waited(StrEnum):
    """Why a place is left for a later week."""

    SEASON = "season"
    TEAM = "team"
    MORE_FACTS = "more_facts"
    ONGOING_MATTER = "ongoing_matter"
    OTHER = "other"


class Added(StrEnum):
    """Why a person puts a place on the plan."""

    TIP = "tip"
    FOLLOW_UP = "follow_up"
    OBSERVED = "observed"
    ASKED_FOR = "asked_for"
    LOCAL_KNOWLEDGE = "local_knowledge"
    CARRIED = "carried"  # waited on the plan before; never chosen by hand


class Rested(StrEnum):
    """Why a workplace is left out of lists for a time."""

    VISITED = "visited"
    ONGOING_MATTER = "ongoing_matter"
    CEASED = "ceased"
    SEASON = "season"
    SAFETY = "safety"


class Ground(StrEnum):
    """What for, in the words of lag (2024:307) 4 §: to plan, carry out or follow up."""

    PLAN = "plan"
    CARRY_OUT = "carry_out"
    FOLLOW_UP = "follow_up"


class Result(StrEnum):
    """What one authority found at a visit."""

    FINDING = "finding"
    NONE = "none"
    NOT_CHECKED = "not_checked"


class Area(StrEnum):
    """In which area a finding lies: the heads of the model."""

    TAX_AND_PAY = "tax_and_pay"
    WORK_ENVIRONMENT = "work_environment"
    PERMITS_AND_POSTING = "permits_and_posting"
    SUBSIDIES = "subsidies"
    OTHER = "other"


class OutcomeStatus(StrEnum):
    """How settled an outcome is."""

    PRELIMINARY = "preliminary"
    DECIDED = "decided"
    CONTESTED = "contested"
    FINAL = "final"


class Answer(StrEnum):
    """Did a reason hold on site?"""

    HELD = "held"
    DID_NOT = "did_not"
    UNKNOWN = "unknown"


class Wrong(StrEnum):
    """What is wrong with a fact."""

    OTHER_EMPLOYER = "other_employer"
    OUTDATED = "outdated"
    WRONG_VALUE = "wrong_value"


class Doubted(StrEnum):
    """Why a fact is held to be wrong: what its owner can look into."""

    SEEN_ON_SITE = "seen_on_site"
    SHOWN_BY_EMPLOYER = "shown_by_employer"
    OTHER_REGISTER = "other_register"
    LATER_DECISION = "later_decision"
    OTHER = "other"


class Wanted(StrEnum):
    """When the regionkoordinator is wanted. There is deliberately nothing more to fill in."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


# A draw only measures if those drawn are visited: taste and time are no reasons.
RANDOM_MAY_BE_DECLINED = frozenset(
    {Declined.CEASED, Declined.ONGOING_MATTER, Declined.SAFETY, Declined.NO_GROUND}
)

_W = Words

_PAIRS: tuple[tuple[StrEnum, Words], ...] = (
    (State.DRAFT, _W("Utkast", "Draft")),
    (State.LOCKED, _W("Låst", "Locked")),
    (State.DONE, _W("Klar", "Done")),
    (Status.UNDECIDED, _W("Inget beslut", "No decision")),
    (Status.INCLUDE, _W("Med i planen", "In the plan")),
    (Status.WAIT, _W("Avvakta", "Wait")),
    (Status.DECLINE, _W("Avstå", "Decline")),
    (Part.MORNING, _W("Förmiddag", "Morning")),
    (Part.AFTERNOON, _W("Eftermiddag", "Afternoon")),
    (Part.EVENING, _W("Kväll", "Evening")),
    (Declined.CEASED, _W("Verksamheten har upphört", "The business has ceased")),
    (Declined.WRONG_FACTS, _W("Uppgifterna stämmer inte", "The facts are wrong")),
    (Declined.RECENTLY_VISITED, _W("Nyligen kontrollerat", "Inspected recently")),
    (
        Declined.ONGOING_MATTER,
        _W("Ett pågående ärende får inte störas", "An ongoing matter must not be disturbed"),
    ),
    (Declined.SAFETY, _W("Säkerheten för dem som besöker", "The safety of those who visit")),
    (
        Declined.NO_GROUND,
        _W("Ingen myndighet har rätt till tillträde", "No authority has a right of entry"),
    ),
    (Declined.ELSEWHERE, _W("Ligger utanför vårt område", "Lies outside our area")),
    (Declined.OTHERS_FIRST, _W("Andra arbetsställen går före", "Other workplaces come first")),
    (Declined.OTHER, _W("Annat, se kommentaren", "Other, see the comment")),
    (Waited.SEASON, _W("Fel tid på året", "The wrong time of year")),
    (Waited.TEAM, _W("Rätt myndighet kan inte den veckan", "The right authority cannot come")),
    (Waited.MORE_FACTS, _W("Mer underlag behövs", "More facts are needed")),
    (
        Waited.ONGOING_MATTER,
        _W("Ett pågående ärende får inte störas", "An ongoing matter must not be disturbed"),
    ),
    (Waited.OTHER, _W("Annat, se kommentaren", "Other, see the comment")),
    (Added.TIP, _W("Tips", "A tip")),
    (
        Added.FOLLOW_UP,
        _W("Uppföljning av en tidigare brist", "Follow-up of an earlier finding"),
    ),
    (Added.OBSERVED, _W("Iakttagelse på plats", "Something seen on site")),
    (Added.ASKED_FOR, _W("Begäran från en myndighet", "An authority has asked for it")),
    (Added.LOCAL_KNOWLEDGE, _W("Lokalkännedom", "Local knowledge")),
    (Added.CARRIED, _W("Väntade på förra planen", "Waited on the plan before")),
    (Rested.VISITED, _W("Nyligen besökt", "Visited recently")),
    (Rested.ONGOING_MATTER, _W("Pågående ärende", "An ongoing matter")),
    (Rested.CEASED, _W("Verksamheten har upphört", "The business has ceased")),
    (Rested.SEASON, _W("Stängt för säsongen", "Closed for the season")),
    (Rested.SAFETY, _W("Säkerhetsskäl", "Reasons of safety")),
    (
        Ground.PLAN,
        _W(
            "Planera gemensam kontroll, 4 § lagen (2024:307)",
            "Planning a joint control, Act (2024:307), s. 4",
        ),
    ),
    (
        Ground.CARRY_OUT,
        _W(
            "Genomföra gemensam kontroll, 4 § lagen (2024:307)",
            "Carrying out a joint control, Act (2024:307), s. 4",
        ),
    ),
    (
        Ground.FOLLOW_UP,
        _W(
            "Följa upp gemensam kontroll, 4 § lagen (2024:307)",
            "Following up a joint control, Act (2024:307), s. 4",
        ),
    ),
    (Result.FINDING, _W("Brist", "Finding")),
    (Result.NONE, _W("Ingen brist", "No finding")),
    (Result.NOT_CHECKED, _W("Ej kontrollerat", "Not checked")),
    (Area.TAX_AND_PAY, _W("Skatt och löner", "Tax and pay")),
    (Area.WORK_ENVIRONMENT, _W("Arbetsmiljö", "Work environment")),
    (
        Area.PERMITS_AND_POSTING,
        _W(
            "Arbetsgivarens ansvar för tillstånd och utstationering",
            "The employer's liability for permits and posting",
        ),
    ),
    (Area.SUBSIDIES, _W("Stöd och ersättningar", "Subsidies and benefits")),
    (Area.OTHER, _W("Annat", "Other")),
    (OutcomeStatus.PRELIMINARY, _W("Preliminärt", "Preliminary")),
    (OutcomeStatus.DECIDED, _W("Beslutat", "Decided")),
    (OutcomeStatus.CONTESTED, _W("Överklagat", "Contested")),
    (OutcomeStatus.FINAL, _W("Slutligt", "Final")),
    (Answer.HELD, _W("Stämde", "Held")),
    (Answer.DID_NOT, _W("Stämde inte", "Did not hold")),
    (Answer.UNKNOWN, _W("Vet ej", "Do not know")),
    (Wrong.OTHER_EMPLOYER, _W("Gäller en annan arbetsgivare", "Is about another employer")),
    (Wrong.OUTDATED, _W("Är inaktuell", "Is out of date")),
    (Wrong.WRONG_VALUE, _W("Har fel värde", "Has the wrong value")),
    (Doubted.SEEN_ON_SITE, _W("Iakttaget på plats", "Seen on site")),
    (
        Doubted.SHOWN_BY_EMPLOYER,
        _W("Arbetsgivaren har visat underlag", "The employer has shown papers"),
    ),
    (
        Doubted.OTHER_REGISTER,
        _W("Ett annat register säger annat", "Another register says otherwise"),
    ),
    (
        Doubted.LATER_DECISION,
        _W("Ett senare beslut eller en dom", "A later decision or judgment"),
    ),
    (Doubted.OTHER, _W("Annat, se kommentaren", "Other, see the comment")),
    (Wanted.BEFORE, _W("Före besöket", "Before the visit")),
    (Wanted.DURING, _W("Vid besöket", "At the visit")),
    (Wanted.AFTER, _W("Efter besöket", "After the visit")),
)

# By kind and value: members of two lists that are written alike would be one key otherwise.
_IN_WORDS: Mapping[tuple[type[StrEnum], str], Words] = {
    (type(one), one.value): words for one, words in _PAIRS
}


def in_words(one: StrEnum) -> Words:
    """A member of a closed list as people read it."""
    return _IN_WORDS[type(one), one.value]
