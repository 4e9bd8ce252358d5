"""Signs the newest end of the audit log, so that a log made anew or cut short shows.

Ed25519 (RFC 8032) from `cryptography`: whoever holds the public key can check a seal offline,
and cannot make one, which a shared secret (HMAC) would let them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from features.errors import BadOption, NotFound

__all__ = [
    "Seal",
    "check_seals",
    "private_key",
    "public_key",
    "read_seals",
    "seal_json",
    "sign",
    "write_public_key",
]


@dataclass(frozen=True)
class Seal:
    """That the log had `count` records, the last with `digest`, at `sealed_at`; signed.

    `key` and `signature` are hexadecimal: the public key, and its signature over the rest.
    """

    count: int
    digest: str
    sealed_at: str
    key: str
    signature: str


def sign(key: Ed25519PrivateKey, count: int, digest: str, sealed_at: str) -> Seal:
    """Seal an end of the log."""
    name = key.public_key().public_bytes_raw().hex()
    return Seal(count, digest, sealed_at, name, key.sign(_said(count, digest, sealed_at)).hex())


def check_seals(
    seals: Iterable[Seal], digests: Mapping[int, str], *, first: int, key: Ed25519PublicKey
) -> Sequence[str]:
    """Every seal that does not fit the log or was not made by `key`, in words.

    `digests` are the log's, by number; a seal older than `first` cannot be looked up.
    """
    faults = []
    name = key.public_bytes_raw().hex()
    for seal in seals:
        try:
            if seal.key != name:
                raise InvalidSignature
            said = _said(seal.count, seal.digest, seal.sealed_at)
            key.verify(bytes.fromhex(seal.signature), said)
        except (InvalidSignature, ValueError):
            faults.append(f"the seal of {seal.sealed_at} was not made with the key given")
            continue
        if 0 < seal.count < first:
            continue
        if seal.count and digests.get(seal.count) != seal.digest:
            faults.append(
                f"record {seal.count} is not the one that was sealed at {seal.sealed_at}"
            )
    return faults


def seal_json(seal: Seal) -> str:
    """The seal as one line of JSON."""
    return json.dumps(asdict(seal), separators=(",", ":"))


def read_seals(path: Path) -> Sequence[Seal]:
    """The seals in a file, or in every `.json` file of a folder.

    Raises `NotFound` when there is none, `BadOption` for a file that is no seal.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files or not all(one.is_file() for one in files):
        raise NotFound(f"There are no seals at {path.name}.", "make one: lykta audit seal")
    try:
        return [Seal(**json.loads(one.read_text("utf-8"))) for one in files]
    except (ValueError, TypeError):
        raise BadOption(
            f"A file at {path.name} is no seal.", "give what lykta audit seal wrote"
        ) from None


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key at `path`, made there (for its owner's eyes only) when there is none."""
    if not path.is_file():
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        # Never readable to others, not even for the moment before a change of mode.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
            to.write(pem)
        return made
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadOption(f"{path.name} holds no Ed25519 key in PEM without a password.")
    return key


def write_public_key(key: Ed25519PrivateKey, path: Path) -> None:
    """What others check seals with."""
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    path.write_bytes(pem)


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file; raises `NotFound` or `BadOption`."""
    if not path.is_file():
        raise NotFound(f"There is no key {path.name}.", "lykta audit seal writes audit-key.pub")
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BadOption(f"{path.name} holds no public Ed25519 key in PEM.")
    return key


def _said(count: int, digest: str, sealed_at: str) -> bytes:
    return f"lykta audit log\n{count}\n{digest}\n{sealed_at}".encode()
