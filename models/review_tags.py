"""Writes what our own store says of a model where analysts look: MLflow's tags and alias.

A mirror and no lock: whoever may write to MLflow may write these. What makes lists asks the
store (`serving/reviewing/gate.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from features.errors import NotFound
from models.artefacts import digest_in
from models.tracking import client_of, promote, runs_of

__all__ = ["mirror", "version_with"]


def version_with(mlruns: Path, name: str, digest: str) -> str:
    """The newest version of a model whose files have this digest; raises `NotFound`."""
    for run in runs_of(mlruns, name):
        try:
            found = digest_in(run["folder"])
        except NotFound:
            continue  # a run whose files are gone is not the one
        if found == digest:
            return str(run["version"])
    raise NotFound(
        f"No version of {name} has files of the digest {digest[:12]}.",
        "see: lykta models show",
    )


def mirror(
    mlruns: Path, name: str, digest: str, tags: Mapping[str, str], *, champion: bool
) -> str:
    """Tag the version with that digest, make it champion when asked; returns the version."""
    version = version_with(mlruns, name, digest)
    client = client_of(mlruns)
    for key, value in tags.items():
        client.set_model_version_tag(name, version, key, value)
    return promote(mlruns, name, version) if champion else version
