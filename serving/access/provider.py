"""Signs people in with their authority's provider: OpenID Connect, code flow, PKCE.

Which claims tell of whom is configuration, so that the Swedish profile (`id.oidc.se`), Entra,
ADFS or Keycloak all fit. Nobody is let in for lack of a line there.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.access.rights import Role, User
from serving.errors import NotAllowed, NotSignedIn
from serving.store.handshakes import Handshake

__all__ = ["Provider", "Said", "fetch", "leave", "read_provider"]

# Asymmetric only: a secret shared with the provider must not be able to sign identities.
_ALGORITHMS = ("RS256", "PS256", "ES256")
_PATIENCE = 10  # seconds for an answer of the provider's


@dataclass(frozen=True)
class Provider:
    """A provider, and how its claims are read.

    `authorities` is by the value of the organisation claim, `groups` by that of the group
    claim, each giving a role and a centre (`*` for all).
    """

    issuer: str
    client_id: str
    client_secret: str
    authorities: Mapping[str, Authority]
    groups: Mapping[str, tuple[Role, str]]
    scope: str = "openid profile"
    acr_values: tuple[str, ...] = ()
    name_claim: str = "name"
    organisation_claim: str = "https://id.oidc.se/claim/orgNumber"
    group_claim: str = "groups"


@dataclass(frozen=True)
class Said:
    """What the provider says of who came back."""

    subject: str
    user: User


@dataclass(frozen=True)
class _Metadata:
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    issuer: str = field(default="")


def read_provider(path: Path | None) -> Provider:
    """The provider in a TOML file. Raises `NotFound`, or `BadOption` with every fault."""
    if path is None or not path.is_file():
        raise NotFound(
            "There is no file that tells of the provider.",
            "name one in LYKTA_OIDC; serving/README.md shows what it holds",
        )
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        secret = (path.parent / told.pop("client_secret_file")).read_text("utf-8").strip()
        authorities = {k: Authority(v) for k, v in told.pop("authorities").items()}
        groups = {
            name: (Role(one["role"]), str(one["centre"]))
            for name, one in told.pop("groups").items()
        }
        told["acr_values"] = tuple(told.get("acr_values", ()))
        made = Provider(**told, client_secret=secret, authorities=authorities, groups=groups)
    except (tomllib.TOMLDecodeError, OSError, KeyError, TypeError, ValueError) as error:
        known = ", ".join(one.name for one in fields(Provider) if one.name != "client_secret")
        raise BadOption(
            f"{path.name} cannot be used ({type(error).__name__}: {error}).",
            f"it needs client_secret_file and may have {known}",
        ) from None
    issuer = urlsplit(made.issuer)
    if issuer.scheme != "https" and issuer.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadOption("The issuer must be reached by https.", "mend issuer in the file")
    return made


def leave(provider: Provider, redirect_uri: str, onward: str) -> tuple[str, str, Handshake]:
    """Where to send the browser, the state that will come back, and what to remember."""
    made = Handshake(secrets.token_urlsafe(24), secrets.token_urlsafe(48), onward)
    more = {"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}
    address, state = _client(provider, redirect_uri).create_authorization_url(
        _metadata(provider).authorization_endpoint,
        code_verifier=made.verifier,
        nonce=made.nonce,
        **more,
    )
    return str(address), str(state), made


def fetch(provider: Provider, redirect_uri: str, code: str, made: Handshake) -> Said:
    """Who came back. Raises `NotSignedIn` for what fails, `NotAllowed` for strangers."""
    metadata = _metadata(provider)
    try:
        token = _client(provider, redirect_uri).fetch_token(
            metadata.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=made.verifier,
            timeout=_PATIENCE,
        )
        keys = KeySet.import_key_set(_get(metadata.jwks_uri))
        claims = jwt.decode(str(token["id_token"]), keys, algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": made.nonce},
        ).validate(claims)
    except (AuthlibBaseError, JoseError, requests.RequestException, KeyError, ValueError) as no:
        raise NotSignedIn(
            f"The provider's answer does not hold ({type(no).__name__}).", "sign in again"
        ) from None
    if provider.acr_values and claims.get("acr") not in provider.acr_values:
        raise NotSignedIn(
            "The sign-in was of a lower level of assurance than is asked for.",
            f"sign in by {' or '.join(provider.acr_values)}",
        )
    return Said(str(claims["sub"]), _user(provider, claims))


def _user(provider: Provider, claims: Mapping[str, Any]) -> User:
    authority = provider.authorities.get(str(claims.get(provider.organisation_claim, "")))
    found = claims.get(provider.group_claim, [])
    given = [
        provider.groups[one]
        for one in (found if isinstance(found, list) else [found])
        if one in provider.groups
    ]
    if authority is None or not given:
        raise NotAllowed(
            f"The sign-in held, and gives no {'authority' if authority is None else 'role'}"
            " here.",
            "the administrator of the centre gives roles",
        )
    name = str(claims.get(provider.name_claim, ""))
    return User(id="", name=name, authority=authority, grants=frozenset(given))


def _client(provider: Provider, redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=provider.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _metadata(provider: Provider) -> _Metadata:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        told = _get(address)
        made = _Metadata(**{one.name: str(told[one.name]) for one in fields(_Metadata)})
    except (requests.RequestException, KeyError, ValueError) as error:
        raise NotSignedIn(
            f"The provider does not answer as it should ({type(error).__name__}).",
            "try again in a while",
        ) from None
    if made.issuer != provider.issuer:
        raise NotSignedIn("The provider calls itself by another name than ours for it.")
    return made


def _get(address: str) -> Any:
    answer = requests.get(address, timeout=_PATIENCE)
    answer.raise_for_status()
    return answer.json()
