"""How `lykta reviews` tells of reviews: a table, or one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from features.console import answer
from serving.reviewing.acting import Seen, seen_whole
from serving.reviewing.history import Told
from serving.reviewing.rules import Review

__all__ = ["tell_history", "tell_review", "tell_reviews"]


def tell_review(review: Review, *, as_json: bool, seen: Seen | None = None) -> None:
    """One review: its checks, votes and comments."""
    seen = seen or seen_whole(review)
    rows = [("check", x.name, x.verdict.value, x.says) for x in review.checks]
    rows += [
        ("vote", x.reviewer_name, x.decision.value, x.conditions or x.comment)
        for x in review.votes
    ]
    rows += [("comment", x.author_name, x.made_at[:10], x.comment) for x in seen.comments]
    told = _said(review) | {"state": seen.state.value, "hidden": seen.hidden}
    title = f"Review {review.id} of {review.name} {review.version}: {seen.state.value}"
    answer(told, as_json=as_json, title=title, columns=("", "", "", ""), rows=rows)


def tell_reviews(found: Sequence[Seen], *, as_json: bool) -> None:
    """Every review, a row each."""
    rows = [
        (x.review.id, x.review.name, x.review.version, x.review.model[:12], x.state.value)
        for x in found
    ]
    told = {"reviews": [_said(x.review) | {"state": x.state.value} for x in found]}
    columns = ("review", "model", "version", "digest", "state")
    answer(told, as_json=as_json, title="Reviews", columns=columns, rows=rows or [("–",) * 5])


def tell_history(about: str, found: Sequence[Told], *, as_json: bool) -> None:
    """The lists that were made on each review, a row a list."""
    told = {
        "history": [
            _said(x.seen.review)
            | {
                "hidden": x.seen.hidden,
                "lists": [
                    {"id": use.list_id, "digest": use.list_digest, "at": use.made_at}
                    for use in x.uses
                ],
            }
            for x in found
        ]
    }
    rows = [
        (
            use.list_id,
            use.made_at[:10],
            f"{x.seen.review.version} {x.seen.review.model[:12]}",
            vote,
            until,
        )
        for x in found
        for use in x.uses
        for vote, until in [
            (
                ", ".join(one.reviewer_name for one in x.seen.review.votes),
                x.seen.review.evidence[:12],
            )
        ]
    ]
    columns = ("list", "made", "model", "approved by", "evidence")
    answer(told, as_json=as_json, title=about, columns=columns, rows=rows or [("–",) * 5])


def _said(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "name": review.name,
        "version": review.version,
        "model": review.model,
        "evidence": review.evidence,
        "submitter": review.submitter_name,
        "trainers": list(review.trainers),
        "at": review.at.isoformat(),
        "checks": [
            {"name": x.name, "verdict": x.verdict.value, "says": x.says} for x in review.checks
        ],
        "votes": [
            {
                "reviewer": x.reviewer_name,
                "decision": x.decision.value,
                "conditions": x.conditions,
                "comment": x.comment,
                "valid_until": x.valid_until.isoformat(),
            }
            for x in review.votes
        ],
    }
