"""What the files of a trained model hold, by digest; read without opening any model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from features.errors import NotFound

__all__ = ["EVIDENCE", "TRAINING", "digest_in", "digest_of", "evidence_in"]

_FACTS = ("features", "combine", "parts", "notes")
TRAINING = "training.json"  # under which name, and by which account, it was trained

# What beside the trees decides a list (bands, and what the model had learnt by when) or is
# what a reviewer has read: changed, it is not what was approved.
EVIDENCE = (
    "bands.json",
    "card.json",
    "reasons.json",
    "recipe.json",
    "severity.toml",
    TRAINING,
)


def digest_of(facts: Mapping[str, object], texts: Sequence[str]) -> str:
    """SHA-256 of everything that decides a score: a ranker's facts and its parts' texts."""
    told = {name: facts[name] for name in _FACTS}
    return hashlib.sha256(json.dumps([told, list(texts)]).encode()).hexdigest()


def digest_in(folder: Path) -> str:
    """The digest of the model in a run's folder, computed from its files, not as they say.

    Raises `NotFound` when a file of it is missing or cannot be read.
    """
    home = folder / "ranker"
    try:
        facts = json.loads((home / "ranker.json").read_text("utf-8"))
        texts = [
            (home / f"{head}.{fit}.txt").read_text("utf-8") for head, fit, _ in facts["parts"]
        ]
        return digest_of(facts, texts)
    except (OSError, ValueError, KeyError, TypeError):
        raise NotFound(
            "The model's files are not whole, or not on this machine.",
            "train anew, or restore the folder of the run",
        ) from None


def evidence_in(folder: Path) -> str:
    """SHA-256 of the names and bytes of the evidence beside a model; what is missing counts."""
    digest = hashlib.sha256()
    for name in EVIDENCE:
        file = folder / name
        there = file.read_bytes() if file.is_file() else None
        digest.update(f"{name} {-1 if there is None else len(there)}\n".encode())
        digest.update(there or b"")
    return digest.hexdigest()
