"""A model under review: its checks, figures against the one in use, groups, votes and talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from markupsafe import Markup

from models.intervals import Figure
from serving.access.rights import Action
from serving.audit import now
from serving.pages.interval_chart import paired_bar
from serving.pages.model_page import rankings_of
from serving.pages.rendering import Layout, Reader
from serving.pages.review_groups import GroupTable, burden_table, held_table, percent
from serving.pages.review_parts import PARTS_SHOWN, PartView, part_view
from serving.phrasing import day, listed, weeks
from serving.reviewing.acting import USUAL
from serving.reviewing.desk import Desk
from serving.reviewing.rules import (
    LONGEST,
    REVIEWERS,
    Decision,
    State,
    Verdict,
    approvals,
    expires_on,
)
from serving.targeting.week import Week

__all__ = ["ReviewPage", "Typed", "VoteForm", "review_page", "review_url"]

_TONES = {Verdict.PASSES: "ok", Verdict.FAILS: "bad", Verdict.CANNOT_TELL: "unsure"}


@dataclass(frozen=True)
class CheckView:
    """A check: what it is called, what it says in a word and in a sentence."""

    name: str
    verdict: str
    tone: str
    says: str


@dataclass(frozen=True)
class Measure:
    """A figure of this model beside that of the one in use."""

    words: str
    this: str
    now: str
    chart: Markup


@dataclass(frozen=True)
class Event:
    """Something that was done in the review, oldest first."""

    did: str
    when: str
    text: str


@dataclass(frozen=True)
class Typed:
    """What was filled in of a vote or a comment that could not be saved."""

    decision: str = ""
    conditions: str = ""
    said: str = ""
    until: str = ""
    comment: str = ""


@dataclass(frozen=True)
class VoteForm:
    """The form to vote by; `only_stop` once one has voted."""

    url: str
    choices: tuple[tuple[str, str, bool], ...]
    typed: Typed
    first: str
    last: str
    last_words: str
    only_stop: bool


@dataclass(frozen=True)
class ReviewPage:
    """All that `review.html` receives."""

    template: ClassVar[str] = "review.html"

    layout: Layout
    heading: str
    about: tuple[str, ...]
    digest: str
    state: str
    tone: str
    back_url: str
    links: tuple[tuple[str, str], ...]
    said: str
    missing: str
    checks: tuple[CheckView, ...]
    measures: tuple[Measure, ...]
    held: GroupTable | None
    held_lead: str
    burden: GroupTable | None
    burden_lead: str
    sent: GroupTable | None
    sent_title: str
    signs: str
    parts: tuple[PartView, ...]
    form: VoteForm | None
    closed: str
    faults: tuple[str, ...]
    comment_url: str
    comment: str
    comment_fault: str
    events: tuple[Event, ...]
    hidden: str


def review_url(review: str, reader: Reader, part: str = "") -> str:
    """Where a review, or a part of it, is shown."""
    return reader.url(f"/granskning/{review}{part}")


def review_page(
    desk: Desk,
    reader: Reader,
    *,
    held: str = "",
    group: str = "",
    sent: str = "",
    typed: Typed | None = None,
    faults: tuple[str, ...] = (),
    comment_fault: str = "",
    said: str = "",
) -> ReviewPage:
    """The page; `held`, `group` and `sent` choose groups; faults and `said` are keys."""
    seen, review = desk.seen, desk.seen.review
    path = f"/granskning/{review.id}"
    card: Mapping[str, Any] = desk.card or {}
    state = reader.text(f"review.state.{seen.state.value}")
    heading = reader.text("review.title", version=f"{review.name} {review.version}")
    burden, sent_audit = desk.audits.get("groups"), desk.sent
    return ReviewPage(
        layout=replace(
            Layout.of(
                reader, heading, path, sheets=("workplace.css", "follow_up.css", "review.css")
            ),
            invented=reader.text("notice.invented") if review.invented else "",
        ),
        heading=heading,
        about=_about(desk, reader),
        digest=review.model[:12],
        state=state,
        tone={State.STOPPED: "bad", State.EXPIRED: "bad", State.OPEN: "unsure"}.get(
            seen.state, "ok"
        ),
        back_url=reader.url("/granskning"),
        links=_links(desk, reader),
        said=reader.text(said) if said else "",
        missing="" if desk.card else reader.text("review.no_card"),
        checks=tuple(
            CheckView(
                name=reader.text(f"check.{one.name}"),
                verdict=reader.text(f"verdict.{one.verdict.value}"),
                tone=_TONES[one.verdict],
                says=reader.text(f"check.{one.name}.{one.verdict.value}"),
            )
            for one in review.checks
        ),
        measures=_measures(card, desk.current_card or {}, reader),
        held=held_table(card, desk.current_card, held, reader, path),
        held_lead=_held_lead(card, reader),
        burden=burden_table(burden, group, card, reader, path) if burden else None,
        burden_lead=_burden_lead(burden or sent_audit, reader),
        sent=burden_table(sent_audit, sent, card, reader, path, "sand") if sent_audit else None,
        sent_title=reader.text(
            "review.burden.sent",
            week=weeks(Week.parse(desk.sent_week), Week.parse(desk.sent_week), reader.language),
        )
        if desk.sent_week
        else "",
        signs=_signs(card, reader),
        parts=tuple(part_view(one, desk.audits.get(one), card, reader) for one in PARTS_SHOWN),
        form=_form(desk, reader, typed or Typed()),
        closed=_closed(desk, reader),
        faults=tuple(_fault(one, reader) for one in faults),
        comment_url=review_url(review.id, reader, "/kommentar")
        if Action.COMMENT_REVIEW in desk.may and not seen.hidden
        else "",
        comment=typed.comment if typed else "",
        comment_fault=reader.text(comment_fault) if comment_fault else "",
        events=_events(desk, reader),
        hidden=reader.text("events.hidden", count=seen.hidden) if seen.hidden else "",
    )


def _about(desk: Desk, reader: Reader) -> tuple[str, ...]:
    review = desk.seen.review
    counted = approvals(review)
    until = expires_on(counted)
    against = (
        reader.text("review.against", name=f"{desk.current.name} {desk.current.digest[:12]}")
        if desk.current
        else reader.text("review.alone")
    )
    told = [
        against,
        reader.text(
            "review.handed",
            name=review.submitter_name,
            day=day(review.at.date(), reader.language),
        ),
        reader.text("review.trainers", names=listed(review.trainers, reader.language)),
    ]
    if not desk.seen.hidden:
        told.append(reader.text("review.votes", count=len(counted), of=REVIEWERS))
    if until:
        told.append(reader.text("review.until", day=day(until, reader.language)))
    return tuple(told)


def _links(desk: Desk, reader: Reader) -> tuple[tuple[str, str], ...]:
    review = desk.seen.review.id
    found = []
    if Action.READ_PSEUDONYMS in desk.may and Action.REVIEW_MODEL in desk.may:
        found.append((reader.text("review.cases"), review_url(review, reader, "/fall")))
    for key, part in (
        ("review.public", "/offentlig"),
        ("review.report.markdown", "/rapport.md"),
        ("review.report", "/rapport.pdf"),
    ):
        found.append((reader.text(key), review_url(review, reader, part)))
    return tuple(found)


def _measures(
    card: Mapping[str, Any], current: Mapping[str, Any], reader: Reader
) -> tuple[Measure, ...]:
    """Figures of both models; those that neither card has are left out."""
    found = []
    for key, part, name in (
        ("precision", "performance", "precision"),
        ("truth", "against_truth", "precision"),
        ("recall", "against_truth", "recall"),
    ):
        pair = [_at_capacity(one, part, name) for one in (card, current)]
        if pair[0] is not None:
            found.append(_measure(f"measure.{key}", pair[0], pair[1], reader))
    arms = [_random_arm(one) for one in (card, current)]
    if arms[0] is not None:
        found.append(_measure("measure.random", arms[0], arms[1], reader))
    return tuple(found)


def _measure(key: str, this: Figure, before: Figure | None, reader: Reader) -> Measure:
    return Measure(
        words=reader.text(key),
        this=percent(this, reader),
        now=percent(before, reader) if before else "\N{EN DASH}",
        chart=paired_bar(this, before),
    )


def _at_capacity(card: Mapping[str, Any], part: str, name: str) -> Figure | None:
    ours = rankings_of(card, part).get("lykta")
    told = ours["at_capacity"].get(name) if ours else None
    return Figure(**told["labelled"]) if told else None


def _random_arm(card: Mapping[str, Any]) -> Figure | None:
    judged = card.get("performance", {}).get(card.get("verdict", {}).get("outcome", ""), {})
    told = judged.get("prevalence", {}).get("random_arm")
    return Figure(**told) if told else None


def _held_lead(card: Mapping[str, Any], reader: Reader) -> str:
    held = card.get("calibration")
    if not held:
        return reader.text("review.held.none")
    dates = tuple(day(date.fromisoformat(one), reader.language) for one in held["judged_on"])
    return reader.text("review.held.lead", dates=listed(dates, reader.language))


def _burden_lead(audit: Mapping[str, Any] | None, reader: Reader) -> str:
    if audit is None:
        return ""
    high = float(audit["policy"]["tolerance"])
    low, most = (
        f"{one:.2f}" if reader.language.value == "en" else f"{one:.2f}".replace(".", ",")
        for one in (1 / high, high)
    )
    return reader.text("review.burden.lead", low=low, high=most)


def _signs(card: Mapping[str, Any], reader: Reader) -> str:
    features = card.get("features", [])
    if not features:
        return ""
    said = [str(one.get("expected_direction", "")) for one in features]
    counts = {way: said.count(way) for way in ("raises", "lowers")}
    return reader.text("review.signs.lead", either=len(said) - sum(counts.values()), **counts)


def _form(desk: Desk, reader: Reader, typed: Typed) -> VoteForm | None:
    """None for who may not vote, and once the review is stopped."""
    if Action.REVIEW_MODEL not in desk.may or desk.seen.state is State.STOPPED:
        return None
    today = now().date()
    last = today + LONGEST
    only_stop = desk.own is not None
    offered = (Decision.STOP,) if only_stop else tuple(Decision)
    return VoteForm(
        url=review_url(desk.seen.review.id, reader, "/rost"),
        choices=tuple(
            (one.value, reader.text(f"vote.{one.value}"), one.value == typed.decision)
            for one in offered
        ),
        typed=Typed(
            typed.decision,
            typed.conditions,
            typed.said,
            typed.until or (today + USUAL).isoformat(),
            typed.comment,
        ),
        first=today.isoformat(),
        last=last.isoformat(),
        last_words=reader.text("vote.until.how", day=day(last, reader.language)),
        only_stop=only_stop,
    )


def _closed(desk: Desk, reader: Reader) -> str:
    if Action.REVIEW_MODEL not in desk.may:
        return reader.text("vote.none")
    if desk.seen.state is State.STOPPED:
        return reader.text("vote.closed")
    if desk.own is not None:
        decision = reader.text(f"vote.{desk.own.decision.value}").lower()
        return reader.text("vote.given", decision=decision)
    return ""


def _fault(key: str, reader: Reader) -> str:
    return reader.text(key, day=day(now().date() + LONGEST, reader.language))


def _events(desk: Desk, reader: Reader) -> tuple[Event, ...]:
    review = desk.seen.review
    told: list[tuple[datetime, str, str]] = [
        (review.at, reader.text("events.handed", name=review.submitter_name), "")
    ]
    for vote in review.votes:
        did = reader.text(f"events.{vote.decision.value}", name=vote.reviewer_name)
        text = " ".join(one for one in (vote.conditions, vote.comment) if one)
        told.append((vote.at, did, text))
    for one in desk.seen.comments:
        did = reader.text("events.comment", name=one.author_name)
        told.append((datetime.fromisoformat(one.made_at), did, one.comment))
    told.sort(key=lambda one: one[0])
    return tuple(Event(did, _when(at, reader), text) for at, did, text in told)


def _when(at: datetime, reader: Reader) -> str:
    local = at.astimezone()
    return f"{day(local.date(), reader.language)}, {local:%H.%M}"
