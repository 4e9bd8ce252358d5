"""The pieces that pages share: a place on a list with its reasons, and a band's frequency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from features.amounts import number
from features.vocabulary import Authority
from serving.authorities import AUTHORITIES, GROUNDS, SHORT
from serving.charts import Axis, meter, reason_bar, rest_bar
from serving.pages.frequencies import FrequencyView, frequency_view
from serving.pages.rendering import Reader
from serving.phrasing import listed
from serving.targeting.inspection_list import (
    InspectionList,
    ListEntry,
    Member,
    Reason,
)

__all__ = [
    "EntryView",
    "Explained",
    "Fact",
    "ReasonGroup",
    "ReasonLine",
    "Tag",
    "entry_view",
    "explained",
    "names_of",
    "tag",
]

# What is shown of a workplace: in the row's details the rest already stands above.
_IDENTITY = ("address", "employer", "workplace", "drawn", "ground", "team", "desk")
_ALL = (
    "address",
    "municipality",
    "employer",
    "workplace",
    "sector",
    "employees",
    "drawn",
    "lead",
    "ground",
    "team",
    "desk",
)
_NO_MARKS: Mapping[int, str] = {}
_LONG = ("team", "desk")  # lists of authorities: too long for a column


@dataclass(frozen=True)
class Tag:
    """An authority in short, with its whole name."""

    short: str
    name: str


@dataclass(frozen=True)
class ReasonLine:
    """One reason as it is shown; `mark` is that its fact is disputed, and how that stands."""

    tags: tuple[Tag, ...]
    sentence: str
    value: str
    beside: str
    bar: Markup
    words: str
    raises: bool
    mark: str = ""


@dataclass(frozen=True)
class ReasonGroup:
    """The reasons of one authority, or of several whose registers were set side by side."""

    owners: str
    lines: tuple[ReasonLine, ...]


@dataclass(frozen=True)
class Fact:
    """A fact with its label; a `long` one has a row to itself."""

    label: str
    value: str
    long: bool = False


@dataclass(frozen=True)
class Explained:
    """Why a place stands where it does, its bars on one scale, and nothing of which it is."""

    lines: tuple[ReasonLine, ...]
    groups: tuple[ReasonGroup, ...]
    rest: str
    rest_bar: Markup
    gaps: str


@dataclass(frozen=True)
class EntryView:
    """A place on a list as pages show it."""

    rank: int
    anchor: str
    name: str
    about: str
    is_random: bool
    band: int
    band_words: str
    meter: Markup
    lead: Tag
    top: tuple[ReasonLine, ...]
    summary: str
    why: str
    note: str
    groups: tuple[ReasonGroup, ...]
    rest: str
    rest_bar: Markup
    frequency: FrequencyView | None
    facts: tuple[Fact, ...]
    identity: tuple[Fact, ...]
    gaps: str


def entry_view(
    made: InspectionList, entry: ListEntry, reader: Reader, marks: Mapping[int, str] = _NO_MARKS
) -> EntryView:
    """A place in the reader's words, its bars on one scale; `marks` by the reasons' numbers."""
    why = explained(entry, reader, marks)
    count = len(why.lines)
    is_random = entry.drawn == "random"
    # A random draw is decided without its band, so neither that nor its frequency is told.
    frequency = None if is_random else made.frequency(entry.band)
    population = number(made.draw.population, reader.language)
    return EntryView(
        rank=entry.rank,
        anchor=f"plats-{entry.rank}",
        name=entry.name,
        about=_about(entry, reader),
        is_random=is_random,
        band=int(entry.band),
        band_words=reader.text(f"band.{int(entry.band)}"),
        meter=meter(entry.band),
        lead=tag(entry.lead, reader),
        top=tuple(line for line in why.lines if line.raises)[:2],
        summary=reader.text(f"list.reasons.{'one' if count == 1 else 'many'}", count=count),
        why=reader.text("list.why.random" if is_random else "list.why"),
        note=reader.text("list.why.random.long", population=population) if is_random else "",
        groups=why.groups,
        rest=why.rest,
        rest_bar=why.rest_bar,
        frequency=frequency_view(frequency, reader) if frequency else None,
        facts=_facts(entry, reader, _ALL),
        identity=_facts(entry, reader, _IDENTITY),
        gaps=why.gaps,
    )


def explained(
    entry: ListEntry, reader: Reader, marks: Mapping[int, str] = _NO_MARKS
) -> Explained:
    """The reasons of a place by their owners, with what is folded and what is not known."""
    raises = [one.share for one in entry.reasons if one.direction == "raises"]
    lowers = [one.share for one in entry.reasons if one.direction == "lowers"]
    axis = Axis([*raises, entry.rest.raises], [*lowers, entry.rest.lowers])
    lines = [
        (one.authorities, _line(one, axis, reader, marks.get(number, "")))
        for number, one in enumerate(entry.reasons)
    ]
    return Explained(
        lines=tuple(line for _, line in lines),
        groups=_groups(lines, reader),
        rest=_rest(entry, reader),
        rest_bar=rest_bar(axis, entry.rest.raises, entry.rest.lowers),
        gaps=_gaps(entry, reader),
    )


def names_of(authorities: Sequence[str], reader: Reader) -> str:
    """The authorities' names as one phrase."""
    names = (reader.in_words(AUTHORITIES[Authority(one)]) for one in authorities)
    return listed(tuple(dict.fromkeys(names)), reader.language)


def _line(reason: Reason, axis: Axis, reader: Reader, mark: str) -> ReasonLine:
    raises = reason.direction == "raises"
    return ReasonLine(
        tags=tuple(tag(Authority(one), reader) for one in reason.authorities),
        sentence=reader.in_words(reason.sentence),
        value=reader.in_words(reason.figure),
        beside=_beside(reason, reader),
        bar=reason_bar(axis, reason.share, raises=raises),
        words=reader.text(f"{reason.direction}.{reason.strength.value}"),
        raises=raises,
        mark=mark,
    )


def _beside(reason: Reason, reader: Reader) -> str:
    """What stands under a reason: its peers, its registers, and since when they told of it."""
    # No line may break within a date.
    day = reason.known.replace("-", "\N{NON-BREAKING HYPHEN}")
    known = reader.text("reason.known", day=day) if day else ""
    stale = reader.text("reason.stale") if reason.is_stale else ""
    told = (reader.in_words(reason.peers), reader.in_words(reason.source), known, stale)
    said = " · ".join(one for one in told if one)
    return said[:1].upper() + said[1:]


def _groups(
    lines: Sequence[tuple[tuple[str, ...], ReasonLine]], reader: Reader
) -> tuple[ReasonGroup, ...]:
    """Reasons by owner. They come largest first, so the owner with the largest leads."""
    owners: dict[tuple[str, ...], list[ReasonLine]] = {}
    for authorities, line in lines:
        owners.setdefault(authorities, []).append(line)
    return tuple(ReasonGroup(names_of(key, reader), tuple(own)) for key, own in owners.items())


def tag(authority: Authority, reader: Reader) -> Tag:
    """The authority in short, with its name."""
    return Tag(SHORT[authority], reader.in_words(AUTHORITIES[authority]))


def _along(member: Member, reader: Reader) -> str:
    """An authority that goes along, and by what right."""
    assert member.ground is not None
    return f"{names_of((member.authority,), reader)} ({reader.in_words(member.ground)})"


def _rest(entry: ListEntry, reader: Reader) -> str:
    if not entry.rest.count:
        return ""
    word = "one" if entry.rest.count == 1 else "many"
    return reader.text(f"list.rest.{word}", count=entry.rest.count)


def _about(entry: ListEntry, reader: Reader) -> str:
    """Industry, municipality and size, as far as they are known."""
    where = [reader.in_words(entry.sector), entry.municipality]
    told = ", ".join(one for one in where if one)
    employees = reader.in_words(entry.employees)
    employees = employees[:1].upper() + employees[1:]  # it begins a sentence here
    return ". ".join(one for one in (told, employees) if one)


def _gaps(entry: ListEntry, reader: Reader) -> str:
    """What the registers did not say, as one sentence."""
    if not entry.gaps:
        return ""
    names = (reader.in_words(gap) for gap in entry.gaps)
    # Mid-sentence a label begins small, unless it begins with an abbreviation.
    small = (one[:1].lower() + one[1:] if one[1:2].islower() else one for one in names)
    return listed(tuple(small), reader.language) + "."


def _facts(entry: ListEntry, reader: Reader, wanted: Sequence[str]) -> tuple[Fact, ...]:
    leads = entry.team[0].ground if entry.team else None
    ground = leads or GROUNDS[entry.lead]
    told = {
        "address": entry.address,
        "municipality": entry.municipality,
        "employer": entry.employer,
        "workplace": entry.workplace,
        "sector": reader.in_words(entry.sector),
        "employees": reader.in_words(entry.employees),
        "lead": names_of((entry.lead,), reader),
        "drawn": reader.text("drawn.must") if entry.drawn == "must" else "",
        "team": listed(
            tuple(_along(one, reader) for one in entry.team[1:] if one.ground), reader.language
        ),
        "desk": names_of(
            tuple(one.authority for one in entry.team[1:] if not one.ground), reader
        ),
        "ground": reader.in_words(ground),
    }
    return tuple(
        Fact(reader.text(f"column.{key}"), told[key], long=key in _LONG)
        for key in wanted
        if told[key]
    )
