"""Which code and which libraries made a model: known by content, with or without git."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import features
import models

__all__ = ["code_version", "digest_of_sources", "library_versions"]

KINDS = (".py", ".toml")  # what decides a figure; pages and pictures do not


@cache
def code_version() -> str:
    """The hash of every source of both floors that a model comes from.

    Equal bytes are the same version wherever they lie. A comment is a change too: whoever
    retrains for nothing loses a minute, whoever trusts a stale model more.
    """
    return digest_of_sources(
        Path(str(package.__file__)).parent for package in (features, models)
    )


def digest_of_sources(folders: Iterable[Path]) -> str:
    """The hash of all sources below the folders: where each lies in its own, and its bytes."""
    said = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in KINDS):
            said.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\n".encode())
            said.update(hashlib.sha256(path.read_bytes()).digest())
    return said.hexdigest()


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each library, by its name."""
    return {name: version(name) for name in names}
