"""Writes what our own store says of a model where analysts look: MLflow's tags and alias.

A mirror and no lock: whoever may write to MLflow may write these. What makes lists asks the
store (`serving/reviewing/gate.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from features.errors import NotFound
from models.artefacts import digest_in, evidence_in
from models.tracking import client_of, promote, runs_of

__all__ = ["mirror", "version_with"]


def version_with(mlruns: Path, name: str, digest: str, evidence: str) -> str:
    """The newest version whose files have this digest, and this evidence beside them.

    The same trees may be there twice with different cards: what was decided is of one of them.
    Raises `NotFound`.
    """
    for run in runs_of(mlruns, name):
        folder = Path(run["folder"])
        try:
            is_it = evidence_in(folder) == evidence and digest_in(folder) == digest
        except (NotFound, OSError):
            continue  # a run whose files are gone is not the one
        if is_it:
            return str(run["version"])
    raise NotFound(
        f"No version of {name} has files of the digest {digest[:12]} with the evidence"
        f" {evidence[:12]} beside them.",
        "see: lykta models show",
    )


def mirror(
    mlruns: Path,
    name: str,
    digest: str,
    evidence: str,
    tags: Mapping[str, str],
    *,
    champion: bool,
) -> str:
    """Tag the version with that digest and evidence; the version, champion when asked."""
    version = version_with(mlruns, name, digest, evidence)
    client = client_of(mlruns)
    for key, value in tags.items():
        client.set_model_version_tag(name, version, key, value)
    return promote(mlruns, name, version) if champion else version
