"""How the requests to correct a workplace's facts stand, and what they would mean, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from features.amounts import UNITS, value_words
from features.vocabulary import Authority, Words
from serving.authorities import AUTHORITIES
from serving.pages.rendering import Reader
from serving.phrasing import day
from serving.planning.correcting import Asked
from serving.planning.vocabulary import Doubted, in_words
from serving.planning.workplaces import Workplace
from serving.store.rescorings import DONE, WAITING, Rescored, Rescoring

__all__ = ["AskedView", "Trial", "TypedValue", "asked_marks", "asked_views"]

_SHARES = ("andel", "share")  # kept from 0 to 1, read and written as per cent


@dataclass(frozen=True)
class TypedValue:
    """What somebody has filled in as the right value of the fact of `request`: no number."""

    request: str
    text: str


@dataclass(frozen=True)
class Trial:
    """A form that asks what another value would mean; it stands open while it has a `fault`."""

    url: str
    id: str
    label: str
    is_share: bool
    typed: str
    fault: str


@dataclass(frozen=True)
class AskedView:
    """A request: how it stands, what was asked, and what a corrected value would mean.

    `means` is empty while nobody has asked that; `trial` is None where it cannot be asked now.
    """

    stands: str
    said: str
    means: str
    trial: Trial | None


def asked_marks(told: Workplace, reader: Reader) -> Mapping[int, str]:
    """The few words beside each disputed reason, by its number: of the newest request."""
    return {
        one.request.reason: reader.text(f"asked.mark.{one.request.state}") for one in told.asked
    }


def asked_views(
    told: Workplace, reader: Reader, trying: TypedValue | None = None
) -> Mapping[int, tuple[AskedView, ...]]:
    """The requests by their reasons' numbers, oldest first; `trying` comes back as typed."""
    views: dict[int, tuple[AskedView, ...]] = {}
    for one in told.asked:
        number = one.request.reason
        # Of a fact that is disputed once more a value is tried for the newest request alone.
        earlier = (replace(view, trial=None) for view in views.get(number, ()))
        views[number] = (*earlier, _view(one, told, reader, trying))
    return views


def _view(one: Asked, told: Workplace, reader: Reader, trying: TypedValue | None) -> AskedView:
    request = one.request
    since = date.fromisoformat((request.answered_at or request.made_at)[:10])
    wrong = reader.in_words(in_words(request.said.wrong)).lower()
    reason = request.said.reason
    # What is other stands in the comment, which is written to the owner alone.
    why = "" if reason in (None, Doubted.OTHER) else reader.in_words(in_words(reason))
    return AskedView(
        stands=reader.text(
            f"asked.{request.state}",
            owner=reader.in_words(AUTHORITIES[Authority(request.authority)]),
            day=day(since, reader.language),
        ),
        said=reader.text("asked.said.why", wrong=wrong, why=why[:1].lower() + why[1:])
        if why
        else reader.text("asked.said", wrong=wrong),
        means=_means(one.means, request.reason, told, reader) if one.means else "",
        trial=_trial(one, told, reader, trying),
    )


def _trial(
    one: Asked, told: Workplace, reader: Reader, trying: TypedValue | None
) -> Trial | None:
    """The form of a request that the owner has not turned down, of what is told as a number."""
    request, unit = one.request, _unit(told, one.request.reason)
    is_share = unit in _SHARES
    is_under_way = one.means is not None and one.means.state == WAITING
    if request.state == "rejected" or is_under_way or not (is_share or unit in UNITS):
        return None
    is_typed = trying is not None and trying.request == request.id
    percent = reader.text("asked.try.percent")
    named = percent if is_share else reader.in_words(Words(unit, UNITS[unit]))
    return Trial(
        url=reader.url(f"/arbetsstalle/{told.place.id}/rattelse/{request.id}/varde"),
        id=f"varde-{request.id}",
        label=reader.text("asked.try.value", unit=named),
        is_share=is_share,
        typed=trying.text if trying is not None and is_typed else "",
        fault=reader.text("asked.try.fault") if is_typed else "",
    )


def _means(one: Rescoring, reason: int, told: Workplace, reader: Reader) -> str:
    if one.state != DONE or one.found is None:
        return reader.text(f"asked.means.{one.state}")
    given = _given(one.value, _unit(told, reason), reader)
    if told.place.is_random:
        # A draw is judged without its band, and keeps its place whatever its score.
        kept = one.found.corrected.listed is not None
        return reader.text(f"asked.means.{'lot' if kept else 'lot_off'}", given=given)
    return reader.text(
        "asked.means.done",
        given=given,
        priority=_priority(one.found, reader),
        listed=_listed(one.found, reader),
    )


def _given(value: float | None, unit: str, reader: Reader) -> str:
    if value is None:
        return reader.text("asked.given.none")
    said = reader.in_words(value_words(value, unit, Words("", "")))
    key = "value" if said else "other"
    return reader.text(f"asked.given.{key}", value=said)


def _unit(told: Workplace, reason: int) -> str:
    """The unit of the fact that a reason names; empty where its explanation is not kept."""
    if told.entry is None:
        return ""
    feature = told.entry.reasons[reason].feature
    return next((one.unit for one in told.facts if one.feature == feature), "")


def _priority(found: Rescored, reader: Reader) -> str:
    before, after = (
        reader.text(f"band.{side.band}").lower() for side in (found.frozen, found.corrected)
    )
    key = "same" if before == after else "moved"
    return reader.text(f"asked.priority.{key}", before=before, after=after)


def _listed(found: Rescored, reader: Reader) -> str:
    before, after = found.frozen.listed, found.corrected.listed
    key = "off" if after is None else "kept" if after == before else "moved"
    return reader.text(f"asked.listed.{key}", before=before, after=after)
