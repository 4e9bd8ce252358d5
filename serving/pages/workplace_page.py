"""One workplace, whole: reasons, facts, what has happened before, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from features.vocabulary import Authority
from serving.access.rights import Action
from serving.access.secrecy import HIDDEN
from serving.authorities import AUTHORITIES
from serving.pages.asked import AskedView, TypedValue, asked_marks, asked_views
from serving.pages.correction_form import CorrectionForm, TypedCorrection, correction_form
from serving.pages.decision_panel import DecisionPanel, Option, Typed, decision_panel
from serving.pages.list_page import origin
from serving.pages.parts import EntryView, entry_view, names_of
from serving.pages.parts import Fact as Told
from serving.pages.past import PastView, past_view
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day
from serving.planning.facts import Fact
from serving.planning.vocabulary import Added, State, Wanted, in_words
from serving.planning.workplaces import Similar, Workplace

__all__ = ["FactLine", "SimilarView", "WorkplacePage", "place_url", "workplace_page"]


@dataclass(frozen=True)
class FactLine:
    """A fact as it is shown; `form` asks `owner` for its correction, None for no form.

    `asked` are the requests there have been of the reason that it stands behind.
    """

    label: str
    value: str
    beside: str
    form: CorrectionForm | None
    owner: str
    asked: tuple[AskedView, ...] = ()


@dataclass(frozen=True)
class SimilarView:
    """Another workplace of the list, and what both have in common."""

    name: str
    url: str
    about: str
    shared: str


@dataclass(frozen=True)
class WorkplacePage:
    """All that `workplace.html` receives."""

    template: ClassVar[str] = "workplace.html"

    layout: Layout
    name: str
    back: str
    back_url: str
    here: str
    added: str
    comment: str
    view: EntryView | None
    facts: tuple[FactLine, ...]
    other: tuple[FactLine, ...]
    other_words: str
    hidden: tuple[str, ...]
    facts_lead: str
    correct_url: str
    past: tuple[PastView, ...]
    similar: tuple[SimilarView, ...]
    is_compared: bool
    panel: DecisionPanel
    unknown: tuple[str, ...]
    said: str
    result_url: str
    refer_url: str
    wanted: tuple[Option, ...]
    referrals: tuple[str, ...]
    origin: tuple[Told, ...]


def place_url(place: str, reader: Reader, **query: str) -> str:
    """Where a workplace is shown, from one of its places."""
    return reader.url(f"/arbetsstalle/{place}", **query)


def workplace_page(
    told: Workplace,
    reader: Reader,
    *,
    typed: Typed | None = None,
    faults: Sequence[str] = (),
    is_stale: bool = False,
    correcting: tuple[TypedCorrection, tuple[str, ...]] | None = None,
    trying: TypedValue | None = None,
    said: str = "",
) -> WorkplacePage:
    """The page; `typed` and `faults` are of a decision that could not be saved.

    `correcting` is a correction that could not be asked for, with the keys of its faults;
    `trying` a value that is no number.

    `said` is the key of what has just been done.
    """
    made, entry, place = told.made, told.entry, told.place.id
    address = f"/arbetsstalle/{place}"
    as_of = day(made.provenance.as_of, reader.language)
    near, far = _lines(told, reader, correcting, asked_views(told, reader, trying))
    may_correct = Action.DISPUTE_FACT in told.may
    return WorkplacePage(
        layout=Layout.of(
            reader,
            f"{told.name} – {made.centre.name}",
            address,
            made.provenance,
            sheets=("workplace.css",),
        ),
        name=told.name,
        back=reader.text("place.back", week=made.week.number),
        back_url=reader.url(f"/urval/{made.id}") + (f"#plats-{entry.rank}" if entry else ""),
        here=reader.text("place.on", rank=entry.rank) if entry else "",
        added=_added(told, reader),
        comment=told.added.comment if told.added else "",
        view=entry_view(made, entry, reader, asked_marks(told, reader)) if entry else None,
        facts=near if may_correct else tuple(_plain(one) for one in near),
        other=far,
        other_words=reader.text("place.facts.other", count=len(far)) if far else "",
        hidden=tuple(
            reader.text(
                "place.facts.hidden",
                hidden=reader.in_words(HIDDEN),
                count=count,
                owners=names_of(owners, reader),
            )
            for owners, count in told.hidden.items()
        ),
        facts_lead=reader.text("place.facts.lead", as_of=as_of),
        correct_url=reader.url(f"{address}/rattelse"),
        past=tuple(past_view(one, place, reader) for one in told.past),
        similar=tuple(_similar(one, reader) for one in told.similar),
        is_compared=Action.DECIDE in told.may and entry is not None,
        panel=decision_panel(
            reader,
            told.decision,
            action=reader.url(f"{address}/beslut"),
            state=told.plan.state if told.plan else "",
            may_decide=Action.DECIDE in told.may,
            suggested=_team(told),
            is_random=told.place.is_random,
            typed=typed,
            faults=faults,
            is_stale=is_stale,
        ),
        unknown=tuple(
            reader.text(f"unknown.{key}", as_of=as_of)
            for key in ("later", "tips", "undeclared", "wrong")
        ),
        said=reader.text(said) if said else "",
        result_url=_result_url(told, reader),
        refer_url=reader.url(f"{address}/koordinator") if Action.REFER in told.may else "",
        wanted=tuple(Option(x.value, reader.in_words(in_words(x)), False) for x in Wanted),
        referrals=tuple(
            reader.text(
                f"refer.{one.state}",
                day=day(
                    date.fromisoformat((one.answered_at or one.made_at)[:10]), reader.language
                ),
                wanted=reader.in_words(in_words(one.wanted)).lower(),
            )
            for one in told.referrals
        ),
        origin=origin(made, reader),
    )


def _added(told: Workplace, reader: Reader) -> str:
    if told.added is None:
        return ""
    reason = reader.in_words(in_words(Added(told.added.reason)))
    return reader.text("place.added", reason=reason.lower())


def _team(told: Workplace) -> tuple[Authority, ...]:
    """Who visits, as the list suggests; one that prepares at its desk does not."""
    team = told.entry.team if told.entry else ()
    return tuple(one.authority for one in team if one.role != "desk")


def _result_url(told: Workplace, reader: Reader) -> str:
    """Where what was found is recorded; empty while the plan is a draft."""
    is_settled = told.plan is not None and told.plan.state != State.DRAFT
    may = Action.RECORD_OUTCOME in told.may
    return reader.url(f"/resultat/{told.place.id}") if is_settled and may else ""


def _lines(
    told: Workplace,
    reader: Reader,
    correcting: tuple[TypedCorrection, tuple[str, ...]] | None,
    asked: Mapping[int, tuple[AskedView, ...]],
) -> tuple[tuple[FactLine, ...], tuple[FactLine, ...]]:
    """The facts behind the reasons, by reason, and the others as they came."""
    behind = [one for one in told.facts if one.reason is not None]
    behind.sort(key=lambda one: one.reason or 0)
    near, seen = [], set()
    for one in behind:
        # Facts that tell of the same thing are corrected together: one form for each reason.
        line, number = _line(one, reader), one.reason
        if number is not None and number not in seen:
            is_typed = correcting is not None and correcting[0].number == number
            typed, faults = (is_typed and correcting) or (TypedCorrection(number), ())
            form = correction_form(reader, typed, faults)
            line = replace(line, form=form, asked=asked.get(number, ()))
        near.append(line)
        seen.add(number)
    reasons = told.entry.reasons if told.entry else ()
    # Of lists whose facts are not kept, the requests are: told under the reason itself.
    near += [
        FactLine(
            label=reader.in_words(one.sentence),
            value=reader.in_words(one.figure),
            beside="",
            form=None,
            owner="",
            asked=asked[n],
        )
        for n, one in enumerate(reasons)
        if n in asked and n not in seen
    ]
    far = [_line(one, reader) for one in told.facts if one.reason is None]
    return tuple(near), tuple(far)


def _line(fact: Fact, reader: Reader) -> FactLine:
    known = fact.known.replace("-", "\N{NON-BREAKING HYPHEN}")
    told = (
        names_of(fact.authorities, reader),
        reader.text("place.known", day=known) if known else "",
        reader.text("reason.stale") if fact.is_stale else "",
    )
    label = reader.in_words(fact.label)
    return FactLine(
        label=label[:1].upper() + label[1:],
        value=reader.in_words(fact.value),
        beside=" · ".join(one for one in told if one),
        form=None,
        owner=reader.in_words(AUTHORITIES[Authority(fact.authorities[0])]),
    )


def _plain(line: FactLine) -> FactLine:
    return replace(line, form=None)


def _similar(one: Similar, reader: Reader) -> SimilarView:
    entry = one.entry
    where = (reader.in_words(entry.sector), entry.municipality)
    said = (reader.in_words(entry.reasons[number].sentence) for number in one.shared[:3])
    # A random draw is to be judged without its band.
    why = (
        reader.text("list.filter.random")
        if entry.drawn == "random"
        else reader.text("band.priority", band=reader.text(f"band.{int(entry.band)}").lower())
    )
    return SimilarView(
        name=entry.name,
        url=place_url(entry.id, reader),
        about=f"{', '.join(x for x in where if x)}. {why}",
        shared=reader.text("similar.shared", reasons="; ".join(said)),
    )
