"""What has happened with a workplace before, one place at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from features.vocabulary import Authority
from serving.access.secrecy import HIDDEN
from serving.authorities import AUTHORITIES
from serving.pages.rendering import Reader
from serving.phrasing import day
from serving.planning.choices import Decision, Recorded
from serving.planning.vocabulary import Added, Declined, Status, Waited, in_words
from serving.planning.workplaces import Past
from serving.store.workplaces import Stay
from serving.targeting.week import Week

__all__ = ["PastView", "decided_words", "found_words", "past_view"]


@dataclass(frozen=True)
class PastView:
    """A place as a heading and lines under it; `url` is empty for the one shown."""

    week: str
    how: str
    url: str
    lines: tuple[str, ...]


def past_view(past: Past, here: str, reader: Reader) -> PastView:
    """One place that a workplace has had, in the reader's words."""
    stay = past.stay
    week = Week.parse(stay.week)
    lines = [decided_words(one, reader) for one in past.decisions]
    lines += [found_words(one, reader) for one in past.outcomes]
    hidden = reader.in_words(HIDDEN).lower()
    lines += [
        reader.text(
            "history.hidden",
            authority=reader.in_words(AUTHORITIES[Authority(one)]),
            hidden=hidden,
        )
        for one in past.hidden
    ]
    return PastView(
        week=reader.text("history.week", week=week.number, year=week.year),
        how=_how(stay, reader),
        url="" if stay.place == here else reader.url(f"/arbetsstalle/{stay.place}"),
        lines=tuple(lines) or (reader.text("history.none"),),
    )


def decided_words(one: Decision, reader: Reader) -> str:
    """A decision in one line: day, what, why. Never by whom."""
    closed = {Status.WAIT: Waited, Status.DECLINE: Declined}.get(one.status)
    told = [reader.in_words(in_words(one.status))]
    if closed is not None:
        told.append(reader.in_words(in_words(closed(one.reason))).lower())
    said = ": ".join(told)
    comment = f" – {one.comment}" if one.comment else ""
    return f"{_day(one.made_at, reader)} · {said}{comment}"


def found_words(one: Recorded, reader: Reader) -> str:
    """An authority's outcome in one line: the day of the visit, what, how settled."""
    found = one.outcome
    told = [reader.in_words(in_words(found.result)).lower()]
    if found.kind is not None:
        told.append(reader.in_words(in_words(found.kind)).lower())
    if found.severity is not None:
        told.append(reader.text(f"severity.{found.severity}").lower())
    told.append(reader.in_words(in_words(found.status)).lower())
    said = reader.text(
        "history.found",
        authority=reader.in_words(AUTHORITIES[found.authority]),
        result=", ".join(told),
    )
    comment = f" – {found.comment}" if found.comment else ""
    return f"{_day(found.visited_on.isoformat(), reader)} · {said}{comment}"


def _how(stay: Stay, reader: Reader) -> str:
    match stay.drawn:
        case "added":
            reason = reader.in_words(in_words(Added(stay.reason))).lower()
            return reader.text("history.added", reason=reason)
        case "random":
            return reader.text("history.lot")
        case "must":
            return reader.text("history.must")
    band = reader.text(f"band.{stay.band}").lower()
    return reader.text("history.rank", rank=stay.rank, band=band)


def _day(moment: str, reader: Reader) -> str:
    return day(date.fromisoformat(moment[:10]), reader.language)
