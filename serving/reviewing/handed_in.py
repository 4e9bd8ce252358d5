"""Finds a model's files by its digest, and runs the checks that a review begins with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import LyktaError, NotFound
from models.artefacts import TRAINING, digest_in, evidence_in
from models.audit.kept import kept_file
from models.cutoff import learnt_by
from serving.reviewing.rules import Check, Verdict

__all__ = ["Found", "checks_of", "find_model", "found_in", "kept_audit"]

MANDATORY = ("purpose", "features", "never_used", "limits", "data", "dates", "performance")


@dataclass(frozen=True)
class Found:
    """A model on this machine: its folder, both digests, its card and who trained it.

    `trained_by` is empty for a run that was logged before that was taken down.
    """

    folder: Path
    model: str
    evidence: str
    card: Mapping[str, Any]
    name: str
    trained_by: str

    @property
    def invented(self) -> bool:
        """Whether it was trained on the invented country, as its card says."""
        data = self.card.get("data")
        return isinstance(data, Mapping) and data.get("invented") is True


def found_in(folder: Path) -> Found:
    """The model in a run's folder, by what its files hold. Raises `NotFound`."""
    training = _read(folder / TRAINING)
    return Found(
        folder=folder,
        model=digest_in(folder),
        evidence=evidence_in(folder),
        card=_read(folder / "card.json"),
        name=str(training.get("name", "")),
        trained_by=str(training.get("trained_by", "")),
    )


def find_model(mlruns: Path, digest: str) -> Found:
    """The newest run whose files have a digest that begins so; raises `NotFound`."""
    found = []
    for path in mlruns.glob("artifacts/*/artifacts/ranker/ranker.json"):
        folder = path.parent.parent
        try:
            is_it = len(digest) >= 8 and digest_in(folder).startswith(digest)
        except NotFound:
            continue  # a run that is being written, or is not whole
        if is_it:
            found.append((path.stat().st_mtime_ns, folder))
    if not found:
        raise NotFound(
            "No model on this machine has such a digest.",
            "see: lykta models show, and give eight signs of the digest or more",
        )
    chosen = found_in(max(found)[1])
    if any(digest_in(folder) != chosen.model for _, folder in found):
        raise NotFound("Several models have a digest that begins so.", "give all of it")
    return chosen


def checks_of(found: Found, *audits: Path | None, contact: str) -> tuple[Check, ...]:
    """Every check that is run when a model is handed in, in the order they are shown.

    `audits` are files of group audits, such as the one that `lykta models audit --json` wrote
    of this model's scores, and the one that is kept of it. All count: the worst is the verdict.
    `contact` is whom the public page says one can turn to, which it must where people are real.
    """
    card = found.card
    return (
        _check(
            "files",
            card.get("digest") == found.model,
            "the card is of these very files",
            "the card is of another model than these files",
        ),
        _cutoff(card),
        _order(card),
        _public(found, contact),
        _worst([_groups(audit, found.model) for audit in audits if audit is not None]),
    )


def kept_audit(workspace: Path, name: str, model: str) -> Path | None:
    """The file of the group audit that is kept of a model; None where there is none."""
    country = name.removeprefix("lykta-")
    return kept_file(workspace, country, "models", model, "groups")


def _check(name: str, is_so: bool, good: str, bad: str) -> Check:
    return Check(name, Verdict.PASSES if is_so else Verdict.FAILS, good if is_so else bad)


def _cutoff(card: Mapping[str, Any]) -> Check:
    try:
        day = learnt_by(card).isoformat()
    except (KeyError, TypeError, ValueError, LyktaError):
        return Check("cutoff", Verdict.FAILS, "the card does not tell by when it had learnt")
    return Check("cutoff", Verdict.PASSES, f"it may make lists as of {day} or later")


def _order(card: Mapping[str, Any]) -> Check:
    verdict = card.get("verdict")
    if not isinstance(verdict, Mapping) or not isinstance(verdict.get("green"), bool):
        return Check("order", Verdict.CANNOT_TELL, "the card has no verdict on the order")
    if verdict["green"]:
        return Check("order", Verdict.PASSES, "the order beats every comparison, clear of zero")
    return Check("order", Verdict.FAILS, "; ".join(map(str, verdict.get("reasons", ()))))


def _public(found: Found, contact: str) -> Check:
    """No sign-off while something that must be told in public is empty (issue 7, point 7)."""
    empty = [name for name in MANDATORY if not found.card.get(name)]
    if not found.invented and not contact.strip():
        empty.append("contact, which LYKTA_CONTACT says")
    return _check(
        "public_page",
        not empty,
        "every field of the public page is filled in",
        f"empty on the public page: {', '.join(empty)}",
    )


def _worst(found: Sequence[Check]) -> Check:
    """What several group audits say together: the worst verdict, and all that was said."""
    if not found:
        said = "no group audit was handed in, and none is kept of the model"
        return Check("groups", Verdict.CANNOT_TELL, said)
    order = (Verdict.FAILS, Verdict.CANNOT_TELL, Verdict.PASSES)
    worst = min((one.verdict for one in found), key=order.index)
    return Check("groups", worst, "; ".join(one.says for one in found))


def _groups(audit: Path, model: str) -> Check:
    """What a group audit says of just this model, with the SHA-256 of the file that said it."""
    try:
        told = audit.read_bytes()
    except OSError:
        return Check("groups", Verdict.CANNOT_TELL, f"{audit.name} cannot be read")
    which = f"the group audit {hashlib.sha256(told).hexdigest()}"
    said = _parsed(told)
    verdict = str(said.get("verdict", "")).replace(" ", "_")
    of = said.get("model_digest")
    if verdict not in set(Verdict):
        return Check("groups", Verdict.CANNOT_TELL, f"{which} has no verdict")
    if not of:
        return Check("groups", Verdict.CANNOT_TELL, f"{which} does not tell of which model")
    if of != model:
        return Check("groups", Verdict.CANNOT_TELL, f"{which} is of another model")
    return Check("groups", Verdict(verdict), f"{which} says: {verdict.replace('_', ' ')}")


def _read(file: Path) -> dict[str, Any]:
    """What a JSON file holds; nothing when it is not there or is none."""
    try:
        return _parsed(file.read_bytes())
    except OSError:
        return {}


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
