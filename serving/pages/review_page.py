"""A model under review: its checks, figures against the one in use, groups, votes and talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from serving.access.rights import Action
from serving.audit import now
from serving.pages.rendering import Layout, Reader
from serving.pages.review_groups import GroupTable, burden_table, held_table
from serving.pages.review_measures import Measure, measures
from serving.pages.review_parts import PARTS_SHOWN, PartView, part_view
from serving.pages.vote_form import (
    Typed,
    VoteForm,
    blamed,
    hidden_words,
    review_url,
    vote_form,
    why_closed,
)
from serving.phrasing import day, listed, weeks
from serving.reviewing.desk import Desk
from serving.reviewing.rules import (
    LONGEST,
    REVIEWERS,
    State,
    Verdict,
    approvals,
    expires_on,
)
from serving.targeting.week import Week

__all__ = ["ReviewPage", "review_page"]

_TONES = {Verdict.PASSES: "ok", Verdict.FAILS: "bad", Verdict.CANNOT_TELL: "unsure"}


@dataclass(frozen=True)
class CheckView:
    """A check: what it is called, what it says in a word and in a sentence."""

    name: str
    verdict: str
    tone: str
    says: str


@dataclass(frozen=True)
class Event:
    """Something that was done in the review, oldest first."""

    did: str
    when: str
    text: str


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
    blamed: Mapping[str, str]
    comment_url: str
    comment: str
    comment_fault: str
    events: tuple[Event, ...]
    hidden: str


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
        measures=measures(card, desk.current_card or {}, reader),
        held=held_table(card, desk.current_card, held, reader, path),
        held_lead=_held_lead(card, reader),
        burden=burden_table(burden, group, card, reader, path, before=desk.before.get("groups"))
        if burden
        else None,
        burden_lead=_burden_lead(
            burden or sent_audit, reader, beside=bool(burden and desk.before.get("groups"))
        ),
        sent=burden_table(
            sent_audit,
            sent,
            card,
            reader,
            path,
            "sand",
            cases=desk.cases if Action.REVIEW_MODEL in desk.may else None,
        )
        if sent_audit
        else None,
        sent_title=reader.text(
            "review.burden.sent",
            week=weeks(Week.parse(desk.sent_week), Week.parse(desk.sent_week), reader.language),
        )
        if desk.sent_week
        else "",
        signs=_signs(card, reader),
        parts=tuple(part_view(one, desk.audits.get(one), card, reader) for one in PARTS_SHOWN),
        form=vote_form(desk, reader, typed or Typed()),
        closed=why_closed(desk, reader),
        faults=tuple(_fault(one, reader) for one in faults),
        blamed=blamed(faults, typed or Typed()),
        comment_url=review_url(review.id, reader, "/kommentar")
        if Action.COMMENT_REVIEW in desk.may and not seen.hidden
        else "",
        comment=typed.comment if typed else "",
        comment_fault=reader.text(comment_fault) if comment_fault else "",
        events=_events(desk, reader),
        hidden=hidden_words(seen, reader),
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


def _held_lead(card: Mapping[str, Any], reader: Reader) -> str:
    held = card.get("calibration")
    if not held:
        return reader.text("review.held.none")
    dates = tuple(day(date.fromisoformat(one), reader.language) for one in held["judged_on"])
    return reader.text("review.held.lead", dates=listed(dates, reader.language))


def _burden_lead(audit: Mapping[str, Any] | None, reader: Reader, *, beside: bool) -> str:
    if audit is None:
        return ""
    high = float(audit["policy"]["tolerance"])
    low, most = (
        f"{one:.2f}" if reader.language.value == "en" else f"{one:.2f}".replace(".", ",")
        for one in (1 / high, high)
    )
    told = reader.text("review.burden.lead", low=low, high=most)
    return f"{told} {reader.text('review.burden.now')}" if beside else told


def _signs(card: Mapping[str, Any], reader: Reader) -> str:
    features = card.get("features", [])
    if not features:
        return ""
    said = [str(one.get("expected_direction", "")) for one in features]
    raises, lowers = said.count("raises"), said.count("lowers")
    facts = reader.text(f"review.facts.{'one' if raises == 1 else 'many'}", count=raises)
    either = len(said) - raises - lowers
    return reader.text("review.signs.lead", raises=facts, lowers=lowers, either=either)


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
